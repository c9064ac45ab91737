"""Write the dumps: the graph in every format, what people read as it is, the rest compressed."""

import gzip
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from avgraph.export.formats import FORMATS, Format
from avgraph.files import file_name
from avgraph.release.edition import Edition
from avgraph.release.folder import ReleaseFolder, check_path

_PLAIN = ("turtle", "bibtex", "ris", "csljson", "markdown")
"""What is opened in a browser or an editor; other formats take five times the space and are read by programs, which unpack them."""
_LEVEL = 5
"""Of compression: the next one takes two thirds longer and saves a twentieth."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every file in an archive: the same graph gives the same bytes."""
GZIP, ZIP = "application/gzip", "application/zip"


@dataclass(frozen=True, slots=True)
class Dump:
    """A file that holds the whole graph."""

    path: str
    """In the folder of the release."""
    name: str
    """Of its format."""
    description: str
    media_type: str
    """Of what it holds, unpacked."""
    packed_as: str | None
    """The media type of how it is packed, if it is."""
    size: int
    checksum: str
    """SHA-256."""


def list_formats() -> list[str]:
    """Return the formats of dumps: those that need no extra and no drawing; the page of html is the explorer."""
    return [
        name
        for name, form in FORMATS.items()
        if name != "html" and form.writers and not any("apps." in each for each in form.writers.values())
    ]


def write_dumps(edition: Edition, folder: ReleaseFolder, names: Iterable[str]) -> list[Dump]:
    """Write the graph in some formats, and return what was written."""
    return [_write_dump(edition, folder, name, FORMATS[name]) for name in names]


def _write_dump(edition: Edition, folder: ReleaseFolder, name: str, form: Format) -> Dump:
    contents = {}
    for part in form.writers:
        file = io.BytesIO()
        form.write(edition.graph, file, edition.base, part)
        contents[part] = file.getvalue()
    path = check_path(f"data/{file_name(edition.graph.source.name, f'.{form.extension}')}")
    packed = None
    if "" not in contents:
        path, packed, content = f"{path}.zip", ZIP, _pack_files(contents)
    elif name in _PLAIN:
        content = contents[""]
    else:
        path, packed, content = f"{path}.gz", GZIP, gzip.compress(contents[""], _LEVEL, mtime=0)
    folder.write(path, content)
    return Dump(path, name, form.description, form.media_type, packed, len(content), sha256(content).hexdigest())


def _pack_files(contents: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in contents.items():
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # as on Unix, on every system
            archive.writestr(info, content, compresslevel=_LEVEL)
    return file.getvalue()


def write_checksums(folder: ReleaseFolder, dumps: Iterable[Dump]) -> None:
    """Write the checksums of the dumps, as ``sha256sum --check`` reads them in their folder."""
    lines = (f"{dump.checksum}  {dump.path.rpartition('/')[2]}\n" for dump in dumps)
    folder.write("data/SHA256SUMS", "".join(lines).encode())
