"""What a file is, told by its bytes: its name and what the browser says of it prove nothing."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from foundation.files.pictures import read_picture

LONGEST_STEM = 100
#: Limits of an office file, which is an archive, before anybody opens it.
ENTRIES_MOST = 1_000
UNPACKED_MOST = 100_000_000
RATIO_MOST = 100
#: Within so many bytes small parts may be packed as tightly as they like.
RATIO_FROM = 1_000_000
_END_OF_ARCHIVE = b"PK\x05\x06"
_MACROS = re.compile(r"vbaProject|macrosheets/|^Basic/|^Scripts/", re.IGNORECASE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
MEDIA_TYPES = {
    **{ending: media_type for media_type, ending in _PICTURES.items()},
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "webm": "audio/webm",
}


@dataclass(frozen=True)
class KnownFile:
    """A file we know: the usual ending of its kind, and its bytes as they are kept."""

    ending: str
    data: bytes

    @property
    def media_type(self) -> str:
        """What it is called on the web."""
        return MEDIA_TYPES[self.ending]


def recognise(data: bytes, name: str) -> KnownFile | None:
    """What these bytes are; None for all that is not in `MEDIA_TYPES`.

    Only a table of plain text is told by its name too, since text could be anything.
    """
    picture = read_picture(data)
    if picture is not None:
        return KnownFile(_PICTURES[picture.media_type], picture.data)
    ending = _by_head(data) or _office(data) or _table(data, name)
    return KnownFile(ending, data) if ending else None


def _by_head(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"ID3") or (
        data[:1] == b"\xff" and data[1:2] in {b"\xfb", b"\xf3", b"\xf2"}
    ):
        return "mp3"
    if data[4:8] == b"ftyp" and data[8:11] in {b"M4A", b"mp4", b"iso"}:
        return "m4a"
    if data.startswith(b"OggS"):
        return "ogg"
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return "wav"
    return "webm" if data.startswith(b"\x1aE\xdf\xa3") and b"webm" in data[:64] else ""


def _office(data: bytes) -> str:
    """The kind of an office file by what its archive lists; nothing is unpacked."""
    if not data.startswith(b"PK\x03\x04"):
        return ""
    at = data.rfind(_END_OF_ARCHIVE)
    # The count is looked at first: listing an archive makes an object of each entry.
    if at < 0 or int.from_bytes(data[at + 10 : at + 12], "little") > ENTRIES_MOST:
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            kind = archive.read("mimetype") if _has_small(entries, "mimetype") else b""
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        return ""
    return _office_kind(entries, kind) if _is_modest(entries) else ""


def _has_small(entries: list[zipfile.ZipInfo], name: str) -> bool:
    return any(
        each.filename == name and each.file_size < 200 and each.compress_type == zipfile.ZIP_STORED
        for each in entries
    )


def _is_modest(entries: list[zipfile.ZipInfo]) -> bool:
    """Say whether the archive stays small when somebody opens it, and brings no macros."""
    unpacked = sum(each.file_size for each in entries)
    packed = sum(each.compress_size for each in entries)
    bloated = unpacked > RATIO_FROM and unpacked > RATIO_MOST * max(packed, 1)
    safe = not any(_MACROS.search(each.filename) for each in entries)
    return len(entries) <= ENTRIES_MOST and unpacked <= UNPACKED_MOST and not bloated and safe


def _office_kind(entries: list[zipfile.ZipInfo], kind: bytes) -> str:
    names = {each.filename for each in entries}
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    endings = {MEDIA_TYPES[ending].encode(): ending for ending in ("odt", "ods")}
    return endings.get(kind.strip(), "")


def _table(data: bytes, name: str) -> str:
    if not name.lower().endswith(".csv") or _CONTROLS.search(data):
        return ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    return "" if text.lstrip().startswith("<") else "csv"


def clean_name(name: str, ending: str) -> str:
    """A file's name without folders and unseen signs, ending as its kind does."""
    whole = unicodedata.normalize("NFC", name).replace("\\", "/")
    seen = "".join(each for each in whole if unicodedata.category(each)[0] != "C")
    stem = PurePosixPath(PurePosixPath(seen).name).stem.strip(" .")
    safe = re.sub(r'[<>:"/|?*%;]', "_", stem)[:LONGEST_STEM].strip(" .")
    return f"{safe or 'file'}.{ending}"
