"""Texts that a cell may hold and a document may not: shown as they are, or cleaned and told of."""

import pytest

from domain.polish.typography import unseen_marks
from tests.flow.rounds import MRS, annex_texts, change_cells, copied_root, run_round, table

WORDING = "Własne brzmienie wykonania"
LONG = ("Koncerty i warsztaty. " * 1500)[:32_000].strip()
# Excel stores what XML cannot carry as _xHHHH_.
TYPED = {
    "MRS.1": "Rada_x0001_ działa_x0008_ nadal_x0000_.",
    "MRS.2": "Badania_xD83D_ dla kobiet_xFFFF_.",
    "MRS.5": "Wsparcie \u202emniejszości\u200b nar\u00adodowych\ufeff.",
    "MRS.6": LONG,
    "MRS.7": "Pierwsza\ndruga_x000D_\ntrzecia\ti_x000B_czwarta\u2028piąta\u0085szósta_x000C_siódma",
    "MRS.8": "Pomoc & wsparcie <b>rodzin</b> {{ nazwa }} {year} {%tr x %} ]]> &amp;",
    "MRS.9": "Zaz\u0307o\u0301łć 😀 \U0001d4b3 \ue000",
}
SHOWN = {
    "MRS.1": ["Rada działa nadal."],
    # Half a pair of surrogates is no sign: what Excel wrote for it stays to be seen.
    "MRS.2": ["Badania_xD83D_ dla kobiet_xFFFF_."],
    "MRS.5": ["Wsparcie mniejszości narodowych."],
    "MRS.6": [LONG],
    "MRS.7": ["Pierwsza", "druga", "trzecia i", "czwarta", "piąta", "szósta", "siódma"],
    "MRS.8": ["Pomoc & wsparcie <b>rodzin</b> {{ nazwa }} {year} {%tr x %} ]]> &amp;"],
    "MRS.9": ["Zażółć 😀 \U0001d4b3 \ue000"],
}
UNSEEN = {"MRS.1": "(U+0001, U+0008, U+0000)", "MRS.5": "(U+202E, U+200B, U+00AD, U+FEFF)"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[dict[str, str]]]:
    """The annex's texts and the findings of a round with such texts in the wording cells."""
    rooms = copied_root(tmp_path_factory.mktemp("round"))
    left = dict(TYPED)

    def typed(key: str, header: str, value: object) -> object:
        return left.pop(key, value) if header == WORDING else value

    for workbook in sorted(rooms.drop_folder(*MRS).iterdir()):
        change_cells(workbook, typed)
    assert not left
    outcome = run_round(rooms, *MRS)
    return annex_texts(outcome), table(outcome.annex.parent / "findings.csv")


@pytest.mark.parametrize("action", TYPED)
def test_a_text_is_printed_without_what_nobody_sees(
    action: str, made: tuple[list[str], list[dict[str, str]]]
) -> None:
    texts, _ = made
    shown = SHOWN[action]
    place = texts.index(shown[0])
    assert texts[place : place + len(shown)] == shown


def test_what_was_left_out_is_told_of_and_nothing_else_is(
    made: tuple[list[str], list[dict[str, str]]],
) -> None:
    texts, findings = made
    told = {row["action"]: row["message"] for row in findings if row["rule"] == "text-unseen"}
    assert told.keys() == UNSEEN.keys()
    assert all(UNSEEN[action] in message for action, message in told.items())
    assert not unseen_marks("".join(texts).replace("\ufe0f", ""))
    residues = [row["value"] for row in findings if row["rule"] == "polish-residue"]
    assert "<b>" in residues
    assert "{year}" in residues


def test_no_workbook_was_refused(made: tuple[list[str], list[dict[str, str]]]) -> None:
    _, findings = made
    assert not [row for row in findings if row["rule"].startswith("file-")]
