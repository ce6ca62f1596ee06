"""A workbook's list of sheets and its defined names: a sheet is put first or taken out."""

from collections.abc import Iterable, Iterator

from lxml import etree

from tasks.adapters.office_package import RELATIONSHIPS, Package
from tasks.adapters.sheet_scan import MAIN, RELATION, WORKBOOK

_BEFORE_NAMES = [f"{MAIN}{name}" for name in ("sheets", "functionGroups", "externalReferences")]
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


class SheetList:
    """The sheets of one workbook; names that belong to one sheet keep belonging to it."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._root = package.tree(WORKBOOK)

    def entries(self) -> list[etree._Element]:
        """Return the entries of all sheets, in their order."""
        return self._root.findall(f"{MAIN}sheets/{MAIN}sheet")

    def worksheets(self) -> Iterator[tuple[str, str]]:
        """Yield the worksheets: their names and their parts."""
        targets = {
            relation.id: relation.target
            for relation in self._package.relations(WORKBOOK)
            if relation.kind == "worksheet"
        }
        for entry in self.entries():
            path = targets.get(entry.get(RELATION, ""))
            if path is not None and path in self._package:
                yield entry.get("name", ""), path

    def visible(self) -> set[str]:
        """Return the names of the sheets that are not hidden."""
        return {
            entry.get("name", "")
            for entry in self.entries()
            if entry.get("state", "visible") == "visible"
        }

    def windows(self) -> list[etree._Element]:
        """Return the windows that the workbook opens in."""
        return self._root.findall(f"{MAIN}bookViews/{MAIN}workbookView")

    def names(self) -> list[etree._Element]:
        """Return the defined names."""
        return self._root.findall(f"{MAIN}definedNames/{MAIN}definedName")

    def put_names(self, texts: Iterable[tuple[str, str]]) -> None:
        """Define hidden names that stand for texts."""
        defined = self._defined()
        for name, text in texts:
            new = etree.SubElement(defined, f"{MAIN}definedName", name=name, hidden="1")
            new.text = f'"{text}"'

    def drop_names(self, names: Iterable[str]) -> None:
        """Take defined names out."""
        unwanted = set(names)
        for name in self.names():
            if name.get("name") in unwanted:
                _remove(name)

    def take_out(self, sheet: str) -> None:
        """Take a sheet out, with all that is only its own."""
        entries = self.entries()
        place = [entry.get("name", "") for entry in entries].index(sheet)
        for relation in list(self._package.relations(WORKBOOK)):
            if relation.id == entries[place].get(RELATION):
                self._package.unrelate(WORKBOOK, relation)
        _remove(entries[place])
        for name in self.names():
            owner = int(name.get("localSheetId", -1))
            if owner == place:
                _remove(name)
            elif owner > place:
                name.set("localSheetId", str(owner - 1))

    def put_first(self, sheet: str, part: bytes, titles: str) -> None:
        """Put a worksheet before the others and open the workbook at it.

        `titles` are the rows that are printed on each of its pages, if there are such.
        """
        self._select_first()
        path = self._package.free_name("xl/worksheets/sheet{}.xml")
        self._package.put(path, part, _SHEET_TYPE)
        number = max(int(entry.get("sheetId", 0)) for entry in self.entries()) + 1
        new = etree.Element(f"{MAIN}sheet", nsmap={None: MAIN[1:-1], "r": RELATIONSHIPS})
        new.attrib.update({"name": sheet, "sheetId": str(number)})
        new.set(RELATION, self._package.relate(WORKBOOK, "worksheet", path))
        self.entries()[0].addprevious(new)
        for name in self.names():
            if "localSheetId" in name.attrib:
                name.set("localSheetId", str(int(name.get("localSheetId", 0)) + 1))
        if titles:
            own = {"name": "_xlnm.Print_Titles", "localSheetId": "0"}
            name = etree.Element(f"{MAIN}definedName", own)
            name.text = titles
            self._defined().insert(0, name)

    def _defined(self) -> etree._Element:
        names = self._root.find(f"{MAIN}definedNames")
        if names is None:
            names = etree.Element(f"{MAIN}definedNames")
            before = [place for place, el in enumerate(self._root) if el.tag in _BEFORE_NAMES]
            self._root.insert(max(before) + 1, names)
        return names

    def _select_first(self) -> None:
        """Let no other sheet be selected: what is typed goes into all that are."""
        for relation in self._package.relations(WORKBOOK):
            path = relation.target
            sheet = relation.kind.endswith("sheet") and path in self._package
            if sheet and b"tabSelected" in self._package.bytes_of(path):
                for view in self._package.tree(path).iter(f"{MAIN}sheetView"):
                    view.attrib.pop("tabSelected", None)
        for window in self.windows():
            for attribute in ("activeTab", "firstSheet"):
                window.attrib.pop(attribute, None)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
