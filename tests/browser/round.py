"""The round whose page the browser opens: two areas, two units with findings, hostile texts."""

from domain.report import build_report
from domain.resubmission import Change, ChangeKind
from domain.rounds import Standing
from domain.rules import Family, Severity
from domain.submissions import FileVerdict, Verdict
from tasks.adapters.page import render_page
from tests.unit.builders import action, build, files
from tests.unit.standings import accepted, finding, made_rule, standing

SCRIPT = "<script>document.title='zły'</script><img src=x onerror=\"document.title='zły'\">"
WARNING = made_rule("plan-off", Severity.WARNING, Family.PLAUSIBILITY)
INFO = made_rule("plan-repeated", Severity.INFO, Family.PLAUSIBILITY)
REFUSED = FileVerdict("stary.xls", "s", Verdict.REFUSED, f"Plik ma hasło. {SCRIPT}")


def small_round() -> Standing:
    """KLUB: an error, a warning, an information on I.1; BIB: a warning on II.1; a refused file."""
    parts = files(action("I.1", lead="KLUB"))
    parts["structure.yaml"]["sections"].append(
        {"number": "II", "level": "area", "title": "Kultura", "kind": "basic", "actions": "II"}
    )
    parts["actions/II.yaml"] = [action("II.1", lead="BIB")]
    plan = {"I.1": {"rodziny": 5}, "II.1": {"rodziny": 400}}
    parts["plan/2024/I.yaml"] = plan
    found = [
        finding(message="W komórce E12 wpisano „Łódź”.", value=SCRIPT),
        finding(rule=WARNING, message="Wykonanie 12 500 przy planie 5.", value="12500"),
        finding(rule=INFO, message="Wykonanie jest równe planowi.", value="5"),
        finding("BIB", "II.1", rule=WARNING, message=f"Wykonanie {SCRIPT}.", value="40"),
        finding("", "", rule=made_rule("file-refused", family=Family.FILES), file="stary.xls"),
    ]
    changes = [Change(ChangeKind.TOTAL, "KLUB", "I.1", "rodziny", "5 rodzin", "12 rodzin")]
    verdicts = [accepted("KLUB"), accepted("BIB"), REFUSED]
    return standing(found, files=verdicts, changes=changes, built=build(parts))


def page_bytes() -> bytes:
    """Return the round's page."""
    return render_page(build_report(small_round()))
