"""The corpus: every bad, hostile and odd-but-legal file ends as it should."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from domain.submissions import Verdict
from tests.corpus import offices, structure
from tests.corpus.base import clean as clean_form
from tests.corpus.case import Case, Family
from tests.corpus.running import Result, clean_result, run

CASES: tuple[Case, ...] = (*offices.CASES, *structure.CASES)


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return clean_result(tmp_path_factory.mktemp("clean") / "round")


EACH_TIME = 2


def marked(cases: Iterable[Case]) -> Iterator[ParameterSet]:
    """Yield the cases: of a kind of mechanism two are tried each time, the others in the slow tier.

    One that the product does not meet yet is marked: it fails when it does.
    """
    met: Counter[str] = Counter()
    for case in cases:
        kind = case.mechanism.partition("-")[0]
        met[kind] += 1
        marks = [pytest.mark.slow] if met[kind] > EACH_TIME else []
        if case.name in structure.DISPUTED:
            marks.append(pytest.mark.xfail(reason="open, see the end of SECURITY.md"))
        yield pytest.param(case, marks=marks, id=case.name)


@pytest.mark.parametrize("case", list(marked(CASES)))
def test_each_case_ends_as_it_should(case: Case, clean: Result, tmp_path: Path) -> None:
    result = run(case.build(), tmp_path)
    verdicts = {name: file.verdict for name, file in result.verdicts.items()}
    reasons = {name: file.reason for name, file in result.verdicts.items()}
    assert verdicts == case.verdicts, reasons
    for name, file in result.verdicts.items():
        if file.verdict is Verdict.REFUSED:
            assert case.reason in file.reason, name
            assert file.reason.endswith(".")
            assert "Proszę" in file.reason
    assert case.rules <= result.rules, sorted(result.rules)
    assert not case.quiet & result.rules
    for place, number in case.figures.items():
        used = result.figures.get(place, ("", ""))[0]
        assert used == (number or ""), (place, result.figures.get(place))
    if case.others_same and Verdict.ACCEPTED in case.verdicts.values():
        left = {
            place: value for place, value in result.figures.items() if place not in case.figures
        }
        same = {place: value for place, value in clean.figures.items() if place not in case.figures}
        # The row of an action's own text follows its values; what is compared are the values.
        assert _values(left) == _values(same)


def _values(figures: Mapping[tuple[str, str], tuple[str, str]]) -> dict[tuple[str, str], str]:
    return {place: number for place, (number, _) in figures.items() if number}


def test_names_are_unique_and_mechanisms_many() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    families = Counter(case.family for case in CASES)
    assert families[Family.OFFICE] >= 40
    assert len(CASES) >= 150
    assert len({case.mechanism for case in CASES}) >= 60


def test_all_that_is_refused_lies_in_one_folder_and_changes_nothing(
    clean: Result, tmp_path: Path
) -> None:
    """One bad file never stops or changes the others."""
    refused = [case for case in CASES if set(case.verdicts.values()) == {Verdict.REFUSED}]
    files = {
        f"{place:03} {name}": data
        for place, case in enumerate(refused)
        for name, data in case.build().items()
    }
    assert len(files) > 200
    result = run(files | {"zzz formularz.xlsx": clean_form()}, tmp_path)
    assert set(result.verdicts) == set(files) | {"zzz formularz.xlsx"}
    taken = {name for name, file in result.verdicts.items() if file.verdict is Verdict.ACCEPTED}
    assert taken == {"zzz formularz.xlsx"}
    assert _values(result.figures) == _values(clean.figures)
