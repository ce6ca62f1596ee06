"""The parts of an Office file, their relationships and content types, patched in place.

What is not changed is packed again as the bytes that came in.
"""

import posixpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from tasks.adapters.archive import FIRST, packed
from tasks.adapters.sheet_scan import parse

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NO_RELATIONS = f'<Relationships xmlns="{_RELATION[1:-1]}"/>'.encode()


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part to another: its id, the end of its type, the other's name."""

    id: str
    kind: str
    target: str


class Package:
    """An Office file that is being patched."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = dict(parts)
        # Parsed parts, each with how it was before anything was changed.
        self._trees: dict[str, tuple[etree._Element, bytes]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def names(self) -> tuple[str, ...]:
        """Return the names of all parts."""
        return tuple(self._parts)

    def tree(self, name: str) -> etree._Element:
        """Return a part's root; what is changed in it is packed."""
        if name not in self._trees:
            root = parse(self._parts[name])
            self._trees[name] = root, _text(root)
        return self._trees[name][0]

    def bytes_of(self, name: str) -> bytes:
        """Return a part that is no XML, or not patched as such."""
        return self._parts[name]

    def put(self, name: str, content: bytes, content_type: str = "") -> None:
        """Add a part or put other bytes in its place."""
        self._parts[name] = content
        self._trees.pop(name, None)
        if content_type:
            types = self.tree(FIRST)
            etree.SubElement(types, f"{_TYPES}Override").attrib.update(
                {"PartName": f"/{name}", "ContentType": content_type}
            )

    def put_default_type(self, extension: str, content_type: str) -> None:
        """State what parts with an extension are, where that is not stated."""
        types = self.tree(FIRST)
        stated = types.findall(f"{_TYPES}Default")
        if all(default.get("Extension", "").lower() != extension for default in stated):
            default = etree.Element(
                f"{_TYPES}Default", {"Extension": extension, "ContentType": content_type}
            )
            types.insert(len(stated), default)

    def relations(self, part: str) -> Iterator[Relation]:
        """Yield what a part is related to inside the file."""
        path = _relations_of(part)
        for relation in self.tree(path) if path in self._parts else ():
            if relation.get("TargetMode") != "External":
                folder, target = posixpath.dirname(part), relation.get("Target", "")
                name = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = relation.get("Type", "").rpartition("/")[2]
                yield Relation(relation.get("Id", ""), kind, name)

    def related(self, part: str, kind: str) -> Relation | None:
        """Return the first relationship of a kind whose target is there."""
        found = (other for other in self.relations(part) if other.kind == kind)
        return next((other for other in found if other.target in self._parts), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another; return the relationship's id."""
        path = _relations_of(part)
        self._parts.setdefault(path, _NO_RELATIONS)
        root = self.tree(path)
        taken = {relation.get("Id", "") for relation in root}
        free = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        address = posixpath.relpath(target, posixpath.dirname(part))
        attributes = {"Id": free, "Type": f"{RELATIONSHIPS}/{kind}", "Target": address}
        etree.SubElement(root, f"{_RELATION}Relationship", attributes)
        return free

    def unrelate(self, part: str, relation: Relation) -> None:
        """End a relationship; a part that nothing else is related to goes with it."""
        path = _relations_of(part)
        root = self.tree(path)
        for stated in root.xpath("*[@Id=$id]", id=relation.id):
            root.remove(stated)
        if not len(root):
            self._remove(path)
        if relation.target not in self._all_targets():
            self._drop(relation.target)

    def unrelate_all(self, part: str, kinds: Collection[str]) -> None:
        """End a part's relationships of some kinds."""
        for relation in [one for one in self.relations(part) if one.kind in kinds]:
            self.unrelate(part, relation)

    def free_name(self, pattern: str) -> str:
        """Return a name for a new part: the pattern with the lowest number that is free."""
        taken = {name.lower() for name in self._parts}
        numbers = range(1, len(taken) + 2)
        return next(name for n in numbers if (name := pattern.format(n)).lower() not in taken)

    def packed(self) -> bytes:
        """Return the file."""
        return packed(self._parts | dict(self._changed()))

    def _changed(self) -> Iterator[tuple[str, bytes]]:
        for name, (root, before) in self._trees.items():
            if (now := _text(root)) != before:
                yield name, _DECLARATION + now

    def _all_targets(self) -> set[str]:
        owners = [_owner(name) for name in self._parts if name.endswith(".rels")]
        return {relation.target for owner in owners for relation in self.relations(owner)}

    def _drop(self, name: str) -> None:
        """Remove a part, and with it those that only it was related to."""
        below = list(self.relations(name))
        self._remove(_relations_of(name))
        self._remove(name)
        kept = self._all_targets()
        for relation in below:
            if relation.target in self._parts and relation.target not in kept:
                self._drop(relation.target)

    def _remove(self, name: str) -> None:
        self._parts.pop(name, None)
        self._trees.pop(name, None)
        types = self.tree(FIRST)
        for override in types.findall(f"{_TYPES}Override"):
            if override.get("PartName", "").lower() == f"/{name}".lower():
                types.remove(override)


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _owner(relations: str) -> str:
    folder, name = posixpath.split(relations)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _text(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)
