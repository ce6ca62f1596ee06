"""The sample round of 2024 is the published annex: what of its mistakes of language is found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tasks.adapters import morphology
from tests.flow.rounds import CHECKOUT, PWR, Ran, annex_texts, copied_root, run_round, table

GOLDEN = CHECKOUT / "tests" / "golden"
# Of ten mistakes that the list holds of a kind nine are found, of ten findings nine are right.
# Unknown words are on trial: a third of them are mistakes.
THRESHOLDS = {
    "agreement": (0.9, 0.9),
    "glued": (0.9, 0.9),
    "comma": (0.9, 0.9),
    "doubled": (0.9, 0.9),
    "residue": (0.9, 0.9),
    "diacritics": (0.9, 0.9),
    "gender": (0.9, 0.9),
    "brackets": (0.9, 0.9),
    "typo": (0.9, 0.9),
    "stray": (0.9, 0.9),
    "missing": (0.9, 0.9),
    "spelling": (0.9, 0.3),
}

Row = dict[str, str]


def listed() -> list[Row]:
    """Return the list of mistakes without those that the rules do not look for."""
    entries = YAML(typ="safe").load((GOLDEN / "language_mistakes.yaml").read_text(encoding="utf-8"))
    return [entry for entry in entries if entry["kind"] != "other"]


def alike(entry: Row, finding: Row) -> bool:
    """Whether a finding is about a listed mistake: its kind, action and words."""
    if finding["rule"] != f"polish-{entry['kind']}":
        return False
    action = "" if entry["column"] == "title" else entry["action"]
    # The register's own phrases belong to no action.
    if finding["field"] != "measures" and finding["action"] != action:
        return False
    one, other = entry["text"], finding["value"]
    return one in other or other in one


def language_findings(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["rule"].startswith("polish-")]


@pytest.fixture(scope="module")
def found(published: Ran) -> tuple[list[Row], list[str]]:
    rows = language_findings(table(published.outcome.annex.parent / "findings.csv"))
    return rows, annex_texts(published.outcome)


@pytest.mark.parametrize("kind", THRESHOLDS)
def test_mistakes_of_the_annex_are_found(kind: str, found: tuple[list[Row], list[str]]) -> None:
    findings, texts = found
    printed = [
        entry
        for entry in listed()
        if entry["kind"] == kind and any(entry["text"] in text for text in texts)
    ]
    of_kind = [row for row in findings if row["rule"] == f"polish-{kind}"]
    missed = [one for one in printed if not any(alike(one, row) for row in of_kind)]
    wrong = [row for row in of_kind if not any(alike(one, row) for one in printed)]
    recall, precision = (1 - len(missed) / len(printed), 1 - len(wrong) / len(of_kind))
    told = f"{kind}: recall {recall:.2f}, precision {precision:.2f}"
    assert (recall, precision) >= THRESHOLDS[kind], (told, missed, wrong)
    assert precision >= THRESHOLDS[kind][1], (told, wrong)


def test_nearly_the_whole_list_reaches_the_document(found: tuple[list[Row], list[str]]) -> None:
    _, texts = found
    gone = [one["text"] for one in listed() if not any(one["text"] in text for text in texts)]
    # It stands at the end of a line of the source; the map has it with a space.
    assert gone == ["-przyznawane"]


def test_no_finding_on_language_blocks_the_final_version(
    found: tuple[list[Row], list[str]],
) -> None:
    assert {row["severity"] for row in found[0]} == {"warning", "info"}


def test_a_finding_on_the_definition_has_its_file_and_keys(
    found: tuple[list[Row], list[str]],
) -> None:
    of_definition = {(row["file"], row["cell"]): row for row in found[0] if not row["unit"]}
    plan = of_definition["plan/2024/II.2.yaml", "II.2.11.words"]
    assert (plan["action"], plan["value"]) == ("II.2.11", "liczba dzieci/uczniów")
    title = of_definition["structure.yaml", "sections.1.sections.0.title"]
    assert title["message"] == "„Rozwiazywania” – czy powinno być „Rozwiązywania”?"
    for file, _ in of_definition:
        assert (CHECKOUT / "programmes" / PWR[0] / file).is_file()


def test_a_finding_on_a_unit_s_words_has_its_cell(found: tuple[list[Row], list[str]]) -> None:
    (row,) = [one for one in found[0] if one["value"] == "39 zajęcia"]
    assert (row["unit"], row["action"], row["field"]) == ("MHK", "I.3.2.17", "wording")
    assert (row["file"], row["sheet"]) == ("PWR_2024_MHK.xlsx", "Sprawozdanie")
    assert row["message"] == "„39 zajęcia” – czy powinno być „39 zajęć”?"


def test_of_another_programme_its_own_mistake_is_found_and_nothing_else(small: Ran) -> None:
    rows = language_findings(table(small.outcome.annex.parent / "findings.csv"))
    live = [row["value"] for row in rows if row["stage"] == "live"]
    assert live == ["2025r."]


@pytest.mark.slow
def test_without_a_dictionary_the_round_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kinds() -> Iterator[str]:
        outcome = run_round(copied_root(tmp_path), *PWR)
        rows = table(outcome.annex.parent / "findings.csv")
        yield from (row["rule"] for row in rows if row["rule"] == "dictionary-missing")
        yield from {row["rule"] for row in language_findings(rows)}

    monkeypatch.setattr("tasks.validate.dictionary", lambda: None)
    assert morphology.dictionary() is not None
    seen = list(kinds())
    assert seen[0] == "dictionary-missing"
    assert seen.count("dictionary-missing") == 1
    assert set(seen[1:]) == {
        "polish-glued", "polish-comma", "polish-doubled", "polish-residue", "polish-brackets",
    }  # fmt: skip
