"""Office files are zip archives: the same parts are packed into the same bytes."""

import hashlib
import io
import zipfile
from collections.abc import Mapping

# The earliest moment that a zip entry can carry.
STAMP = (1980, 1, 1, 0, 0, 0)
FIRST = "[Content_Types].xml"


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Pack parts by name (content types first), with fixed times and no attributes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name in sorted(parts, key=lambda name: (name != FIRST, name)):
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, parts[name])
    return buffer.getvalue()


def normalised_zip(data: bytes) -> bytes:
    """Repack an archive in one way."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return packed({name: source.read(name) for name in source.namelist()})


def content_hash(data: bytes) -> str:
    """Return the SHA-256 of an Office file's uncompressed parts, or of any other file's bytes.

    Compression differs between builds of zlib; what people read does not.
    """
    digest = hashlib.sha256()
    if not data.startswith(b"PK\x03\x04"):
        digest.update(data)
        return digest.hexdigest()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            digest.update(f"{name}\0".encode())
            digest.update(hashlib.sha256(archive.read(name)).digest())
    return digest.hexdigest()
