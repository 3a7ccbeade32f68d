"""Pictures from outside: PNG, JPEG and WebP, told by their bytes and written anew in parts.

A picture is walked from its first part to its last. Only the parts that make the image are kept:
what cameras and programs write beside it (place, time, device, previews) is left out, and so is
whatever somebody hid behind its end. Nothing is decoded, so no picture can grow in memory.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

PNG = b"\x89PNG\r\n\x1a\n"
#: Parts of a PNG that say how it looks; all others are words, times or data of programs.
_PNG_PARTS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
     b"bKGD", b"pHYs"}
)  # fmt: skip
_WEBP_PARTS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF"})
#: EXIF and XMP in the flags of a WebP's head.
_WEBP_NOTES = 0x08 | 0x04
#: JPEG segments that carry a size: all kinds of frames.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: Of the application's segments: JFIF, colour profiles, Adobe's colours.
_JPEG_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
#: What ends a run of picture data: a mark that is neither stuffing nor a restart.
_MARK = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112


@dataclass(frozen=True)
class Picture:
    """A picture: its media type, its size in pixels, and its bytes without anything beside it."""

    media_type: str
    width: int
    height: int
    data: bytes


def read_picture(data: bytes) -> Picture | None:
    """The picture in these bytes; None where they are no whole PNG, JPEG or WebP."""
    readers = ((PNG, _png), (b"\xff\xd8\xff", _jpeg), (b"RIFF", _webp))
    reader = next((read for head, read in readers if data.startswith(head)), None)
    try:
        found = reader(data) if reader else None
    except (struct.error, IndexError, ValueError):
        return None
    return found if found and found.width > 0 and found.height > 0 else None


def _png(data: bytes) -> Picture | None:
    parts = [(kind, whole) for kind, whole in _png_parts(data) if kind in _PNG_PARTS]
    kinds = [kind for kind, _ in parts]
    if kinds[:1] != [b"IHDR"] or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        return None
    width, height = struct.unpack(">II", parts[0][1][8:16])
    return Picture("image/png", width, height, PNG + b"".join(whole for _, whole in parts))


def _png_parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG)
    while True:
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        whole = data[at : at + 12 + length]
        if len(whole) != 12 + length:
            raise ValueError
        yield kind, whole
        if kind == b"IEND":
            return
        at += len(whole)


def _jpeg(data: bytes) -> Picture | None:
    kept, size, turn = [b"\xff\xd8"], (0, 0), 1
    for mark, whole in _jpeg_parts(data):
        body = whole[4:]
        if mark in _FRAMES:
            size = struct.unpack(">HH", body[1:5])
        if mark == 0xE1 and body.startswith(_EXIF):
            turn = _orientation(body[len(_EXIF) :])
        if (0xE0 <= mark <= 0xEF or mark == 0xFE) and not _is_kept(mark, body):
            continue
        kept.append(whole)
    if 2 <= turn <= 8:
        kept.insert(1, _turned(turn))
    height, width = size
    return Picture("image/jpeg", width, height, b"".join(kept))


def _is_kept(mark: int, body: bytes) -> bool:
    return mark in _JPEG_KEPT and body.startswith(_JPEG_KEPT[mark])


def _jpeg_parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its mark; a scan with the picture data behind it, up to the end mark."""
    at = 2
    while True:
        found = _MARK.match(data, at)
        if found is None:
            raise ValueError
        mark, start = found[1][0], found.end() - 2
        if mark == 0xD9:
            yield mark, b"\xff\xd9"
            return
        (length,) = struct.unpack(">H", data[start + 2 : start + 4])
        at = start + 2 + length
        if mark == 0xDA:
            ends = _MARK.search(data, at)
            if ends is None:
                raise ValueError
            at = ends.start()
        if length < 2 or at > len(data):
            raise ValueError
        yield mark, data[start:at]


def _orientation(tiff: bytes) -> int:
    """How the camera was held, 1 to 8, from its notes; 1 where they do not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack(f"{order}I", tiff[4:8])
        (count,) = struct.unpack(f"{order}H", tiff[first : first + 2])
        for place in range(min(count, 200)):
            at = first + 2 + 12 * place
            tag, _, _, value = struct.unpack(f"{order}HHIH", tiff[at : at + 10])
            if tag == _ORIENTATION:
                return int(value)
    except struct.error:
        return 1
    return 1


def _turned(turn: int) -> bytes:
    """Notes that hold nothing but how the picture is to be turned."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turn, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(_EXIF) + len(tiff)) + _EXIF + tiff


def _webp(data: bytes) -> Picture | None:
    (length,) = struct.unpack("<I", data[4:8])
    if data[8:12] != b"WEBP" or len(data) < 8 + length:
        return None
    parts = [part for part in _webp_parts(data[12 : 8 + length]) if part[0] in _WEBP_PARTS]
    size = _webp_size(*parts[0])
    if size is None:
        return None
    whole = b"".join(_webp_part(kind, body) for kind, body in parts)
    head = b"RIFF" + struct.pack("<I", 4 + len(whole)) + b"WEBP"
    return Picture("image/webp", *size, head + whole)


def _webp_parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        kind, length = struct.unpack("<4sI", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if len(body) != length:
            raise ValueError
        yield kind, body
        at += 8 + length + length % 2


def _webp_part(kind: bytes, body: bytes) -> bytes:
    if kind == b"VP8X":
        body = bytes([body[0] & ~_WEBP_NOTES]) + body[1:]
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int] | None:
    if kind == b"VP8X":
        width, height = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (4, 7))
        return width, height
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L" and body[:1] == b"\x2f":
        (bits,) = struct.unpack("<I", body[1:5])
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    return None
