"""Writes docs/rules.md: the catalogue, what each rule finds in the sample round, the back-test.

Run: python -m tests.golden.rules_page
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from domain.catalogue_text import by_family, condition, weight
from domain.findings import FINDING_COLUMNS, Finding
from domain.form_rules import asked, carried, left_out
from domain.rules import Rule, Severity
from flows.cataloguing import catalogue, tried
from flows.engine import be_quiet
from tasks.adapters.rooms import Rooms
from tests.golden.backtest import Score, missed, scores, wrong

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = CHECKOUT / "docs" / "rules.md"
WORDS = Path(__file__).with_suffix(".md")
ROUND = ("pwr-2022-2024", 2024)
OPEN = (Severity.ERROR, Severity.WARNING)


def page(rooms: Rooms) -> str:
    """Return the page: the words of rules_page.md with the catalogue and the figures in them."""
    findings = tried(rooms, *ROUND)
    rows = [dict(zip(FINDING_COLUMNS, one.row(), strict=True)) for one in findings]
    rules = "\n".join(_families(catalogue(rooms, ROUND[0]), findings))
    figures = (
        _table(scores(rows, OPEN)),
        *_by_weight(rows),
        "Listed and not found:\n",
        "\n".join(f"- {one}" for one in missed(rows, OPEN)) + "\n",
        "Found and not listed:\n",
        "\n".join(f"- {one}" for one in wrong(rows, OPEN)) + "\n",
    )
    text = WORDS.read_text(encoding="utf-8")
    told = text.replace("<!-- rules -->\n", rules)
    return told.replace("<!-- scores -->\n", "\n".join(figures))


def _families(rules: Sequence[Rule], findings: Sequence[Finding]) -> Iterator[str]:
    found = {rule.code: [one for one in findings if one.rule == rule] for rule in rules}
    told = sum(bool(one) for one in found.values())
    yield (
        f"## Rules\n\n{len(rules)} rules, of which {told} find something in the sample round of "
        f"2024 ({len(findings)} findings); {len(carried(rules))} are told by the form itself while "
        f"somebody types.\n"
    )
    for family, own in by_family(rules):
        yield f"### {family.value}\n"
        for rule in own:
            yield _entry(rule, found[rule.code])


def _entry(rule: Rule, found: Sequence[Finding]) -> str:
    lines = [
        f"**`{rule.code}`** · {weight(rule)} · {len(found) or 'nothing'} in 2024  ",
        f"{rule.reason}  ",
        f"Holds: `{condition(rule)}`  ",
    ]
    if found:
        lines.append(f"Example: {_one_line(found[0])}  ")
    else:
        lines.append(f"Says: {rule.message}  ")
    why = left_out(rule)
    lines.append(f"In the form: no, it {why}.  " if why else f"In the form: {asked(rule)}  ")
    return "\n".join(lines) + "\n"


def _one_line(finding: Finding) -> str:
    where = finding.place.unit or finding.place.origin.file
    return f"{where}: {' '.join(finding.message.split())}"


def _table(found: Sequence[Score]) -> str:
    lines = [
        "| class | listed | found | recall | findings | right | precision |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {one.name} | {one.listed} | {one.found} | {one.recall:.0%} | {one.findings} | "
        f"{one.right} | {one.precision:.0%} |"
        for one in found
        if one.listed or one.findings
    ]
    return "\n".join(lines) + "\n"


def _by_weight(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    for severity in OPEN:
        *_, total = scores(rows, (severity,))
        yield (
            f"Of weight `{severity}`: {total.findings} findings, {total.right} of them on the list "
            f"({total.precision:.0%}).\n"
        )


def main() -> None:
    """Write the page."""
    be_quiet()
    PAGE.write_text(page(Rooms.under(CHECKOUT)), encoding="utf-8")


if __name__ == "__main__":
    main()
