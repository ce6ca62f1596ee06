"""The few formats that the sheets of a form need."""

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

A4 = 9
NAVY, GREY, PALE = "#1F3864", "#F2F2F2", "#D9E2F3"
ALLOWED = dict.fromkeys(("format_columns", "format_rows", "autofilter", "sort"), True)
"""What protection leaves to an officer: widths, heights, the filter."""


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top", "text_wrap": True}
        grid = base | {"border": 1, "border_color": "#BFBFBF"}
        shaded = grid | {"bg_color": GREY}
        open_ = grid | {"locked": False}
        add = book.add_format
        self.title: Format = add(
            {"font_name": "Calibri", "font_size": 14, "bold": True, "font_color": NAVY}
        )
        self.large: Format = add(base | {"font_size": 12, "bold": True, "font_color": NAVY})
        self.plain: Format = add(base | {"text_wrap": False})
        self.prose: Format = add(base)
        self.quiet: Format = add(base | {"font_color": "#595959"})
        self.link: Format = add(base | {"font_color": "#0563C1", "underline": 1})
        self.counter: Format = add(
            {"font_name": "Calibri", "font_size": 12, "bold": True, "font_color": NAVY}
        )
        self.label: Format = add(shaded)
        self.header: Format = add(
            grid | {"bold": True, "bg_color": NAVY, "font_color": "#FFFFFF", "valign": "vcenter"}
        )
        self.heading: Format = add(
            {
                "font_name": "Calibri",
                "font_size": 11,
                "bold": True,
                "bg_color": PALE,
                "valign": "vcenter",
            }
        )
        self.locked: Format = add(shaded)
        self.locked_bold: Format = add(shaded | {"bold": True})
        self.locked_number: Format = add(shaded | {"num_format": "#,##0.##", "align": "right"})
        self.locked_whole: Format = add(shaded | {"num_format": "#,##0", "align": "right"})
        self.note: Format = add(base | {"text_wrap": False, "italic": True, "font_color": NAVY})
        self.told: Format = add(grid | {"bg_color": "#FFFFFF"})
        self.input: Format = add(open_ | {"bg_color": "#FFFFFF"})
        self.input_day: Format = add(open_ | {"num_format": "yyyy-mm-dd", "align": "left"})
        # General shows every number as it is; a format with fixed places would hide 15,48.
        self.input_number: Format = add(open_ | {"align": "right"})
        self.input_money: Format = add(open_ | {"num_format": "#,##0.00", "align": "right"})
        self.whole: Format = add({"num_format": "#,##0"})
        # Colours go with words in "Sprawdzenie": nobody has to tell them apart.
        self.wrong: Format = add({"bg_color": "#F8CBAD"})
        self.doubtful: Format = add({"bg_color": "#FFE699"})
        self.waiting: Format = add({"bg_color": "#FFF9DB"})
        self.fine: Format = add({"font_color": "#375623"})
        self.asked: Format = add({"bg_color": "#FFE699", "border": 1, "border_color": "#BF8F00"})


def protect(sheet: Worksheet) -> None:
    """Lock what must not change, without a password; filters and widths stay in use."""
    sheet.protect("", ALLOWED)


def group_thousands(sheet: Worksheet, styles: Styles, rows: tuple[int, int], column: int) -> None:
    """Show whole numbers of a column with grouped thousands, whatever is typed later."""
    first, last = rows
    top = xl_rowcol_to_cell(first, column)
    rule = {
        "type": "formula",
        "criteria": f"=AND(ISNUMBER({top}),{top}=INT({top}))",
        "format": styles.whole,
    }
    sheet.conditional_format(first, column, last, column, rule)


def on_a4(sheet: Worksheet, *, landscape: bool = True) -> None:
    """Print a sheet one page wide on A4, with its name and the pages below."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&RStrona &P z &N")
