"""Marks of change: accepted they give the text as it is, rejected as it was."""

from hypothesis import given
from hypothesis import strategies as st

from domain.change_marks import marked_lines
from domain.wording import Change, Lines, Run

WORDS = st.lists(st.sampled_from(["716", "rodzin", "i", "osób,", "zajęć", "–"]), max_size=7)
TEXTS = st.lists(WORDS.map(" ".join).filter(bool), max_size=3).map("\n".join)


def lines(text: str) -> Lines:
    return tuple((Run(line),) for line in text.split("\n")) if text else ()


def read(marked: Lines, without: Change) -> str:
    texts = ("".join(run.text for run in line if run.change is not without) for line in marked)
    return "\n".join(text for text in texts if text)


@given(TEXTS, TEXTS)
def test_accepted_and_rejected_marks_give_both_versions(before: str, now: str) -> None:
    marked = marked_lines(lines(now), before)
    assert read(marked, Change.DELETED).split() == now.split()
    assert read(marked, Change.INSERTED).split() == before.split()


@given(TEXTS)
def test_what_did_not_change_is_not_marked(text: str) -> None:
    marked = marked_lines(lines(text), text)
    assert all(run.change is Change.NONE for line in marked for run in line)


def test_only_the_word_that_changed_is_marked_and_values_keep_their_ids() -> None:
    line = (Run("Razem "), Run("720 rodzin", anchor="_ar_x"), Run(", 5 osób"))
    (marked,) = marked_lines((line,), "Razem 716 rodzin, 5 osób")
    assert [(run.text, run.change) for run in marked if run.change] == [
        ("716", Change.DELETED),
        ("720", Change.INSERTED),
    ]
    assert [run.text for run in marked if run.anchor] == ["720"]


def test_white_space_that_was_set_otherwise_is_no_change() -> None:
    (marked,) = marked_lines(lines("1\u00a0703 rodziny"), "1 703 rodziny")
    assert not any(run.change for run in marked)


def test_what_named_a_person_is_not_shown_as_taken_out() -> None:
    (marked,) = marked_lines(lines("matka"), "matka 44051401458")
    assert "44051401458" not in "".join(run.text for run in marked)
