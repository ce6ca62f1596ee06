"""Report: what the coordinator reads in a browser, and the same findings in Excel."""

from domain.report import build_report
from domain.rounds import Output, Standing
from tasks.adapters.findings_workbook import write_findings
from tasks.adapters.page import render_page


def report(standing: Standing) -> tuple[Output, ...]:
    """Return the page and the workbook of findings, both told from one view."""
    programme, view = standing.programme, build_report(standing)
    files = programme.files
    return (
        Output("report", programme.dated(files.report), render_page(view)),
        Output(
            "findings_workbook", programme.dated(files.findings), write_findings(standing, view)
        ),
    )
