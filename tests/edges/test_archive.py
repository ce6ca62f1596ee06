"""Archives: equal parts are equal files, whatever packed them."""

import hashlib
import io
import zipfile

import pytest

from tasks.adapters.archive import FIRST, content_hash, normalised_zip
from tests.edges.office import packed, parts

CONTENTS = {
    "word/document.xml": b"<document>"
    + b"za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87 " * 500
    + b"</document>",
    "_rels/.rels": b"<Relationships/>",
    FIRST: b"<Types/>",
    "Word/document.xml": b"<other/>",
}


def test_compression_does_not_matter_for_the_hash() -> None:
    files = {packed(CONTENTS, level) for level in (0, 1, 9)}
    assert len(files) == 3
    assert len({content_hash(file) for file in files}) == 1


def test_order_and_times_of_entries_do_not_matter_for_the_hash() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in reversed(CONTENTS.items()):
            target.writestr(zipfile.ZipInfo(name, (2031, 7, 9, 12, 0, 0)), content)
    assert content_hash(buffer.getvalue()) == content_hash(packed(CONTENTS))


@pytest.mark.parametrize(
    "other",
    [
        CONTENTS | {"_rels/.rels": b"<Relationships />"},
        {name: content for name, content in CONTENTS.items() if name != "_rels/.rels"},
        {name.replace("_rels", "_Rels"): content for name, content in CONTENTS.items()},
        CONTENTS | {"more": b""},
        CONTENTS | {"_rels/.rels": CONTENTS[FIRST], FIRST: CONTENTS["_rels/.rels"]},
    ],
    ids=["content", "part left out", "name", "part more", "contents exchanged"],
)
def test_another_content_or_name_is_another_hash(other: dict[str, bytes]) -> None:
    assert content_hash(packed(other)) != content_hash(packed(CONTENTS))


def test_hash_of_what_is_no_archive_is_that_of_its_bytes() -> None:
    # printf tekst | sha256sum
    known = "324d0315d575bf5b4f6c8703f1135b847d14ca925480746ef1bd3a412d93667b"
    assert content_hash(b"tekst") == known


def test_hash_does_not_trip_over_the_signature_of_an_archive_inside_a_text() -> None:
    text = b"wartosc;PK\x05\x06" + b"0" * 40
    assert content_hash(text) == hashlib.sha256(text).hexdigest()


def test_normalising_again_changes_nothing() -> None:
    once = normalised_zip(packed(CONTENTS))
    assert normalised_zip(once) == once


def test_normalised_archives_of_equal_parts_are_equal_bytes() -> None:
    one = normalised_zip(packed(CONTENTS, 1))
    other = normalised_zip(packed(dict(reversed(CONTENTS.items())), 9))
    assert one == other
    assert parts(one) == CONTENTS
    assert content_hash(one) == content_hash(packed(CONTENTS))


def test_normalised_archive_lists_content_types_first_and_tells_no_time() -> None:
    with zipfile.ZipFile(io.BytesIO(normalised_zip(packed(CONTENTS)))) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == [
        FIRST,
        "Word/document.xml",
        "_rels/.rels",
        "word/document.xml",
    ]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in entries} == {0}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_DEFLATED}
