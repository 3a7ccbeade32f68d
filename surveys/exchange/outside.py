"""Opens files from outside: what is not what it says is one sentence, what is a bomb is refused.

Everything here runs in a child process with limits of time and memory; these checks give the
sentence before a limit is met.
"""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from surveys.exchange.report import Unreadable
from surveys.question_types import Problem

BYTES_MOST = 25_000_000
UNPACKED_MOST = 200_000_000
PARTS_MOST = 5_000
#: A part this many times larger than packed holds nothing but repetition.
RATIO_MOST = 250
RATIO_FROM = 5_000_000
_CONTROLS = bytes(n for n in range(32) if n not in {9, 10, 13})


def refuse_large(data: bytes) -> None:
    """Refuse a file that is empty or larger than any questionnaire; raises Unreadable."""
    if not data.strip():
        raise Unreadable(Problem("The file is empty"))
    if len(data) > BYTES_MOST:
        most = {"most": BYTES_MOST // 1_000_000}
        raise Unreadable(Problem("The file is larger than %(most)s MB", params=most))


def check_zip(data: bytes) -> None:
    """Refuse what is no zip file, or one that would unpack without end; raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unreadable(
            Problem("The file is damaged, or its ending does not fit what it holds: save it again")
        ) from None
    whole = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > RATIO_FROM and part.file_size > RATIO_MOST * max(part.compress_size, 1)
        for part in parts
    )
    if whole > UNPACKED_MOST or len(parts) > PARTS_MOST or swollen:
        raise Unreadable(Problem("The file unpacks to far more than a questionnaire holds"))


#: No text: control characters, halves of pairs, and what XML and databases refuse.
_UNSOUND = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"\\u(?:00[01]|007f|d[89a-f]|fff[ef])", re.IGNORECASE)


def sound(text: str) -> str:
    """The text without characters that are none."""
    return _UNSOUND.sub("", text)


def _all_sound(value: Any) -> Any:
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, list):
        return [_all_sound(each) for each in value]
    if isinstance(value, dict):
        return {sound(name): _all_sound(each) for name, each in value.items()}
    return value


def read_text(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 with its mark; raises Unreadable."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(Problem("The file is not UTF-8 text: save it as UTF-8")) from None
    if "\0" in text:
        raise Unreadable(Problem("The file is not UTF-8 text: save it as UTF-8"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_json(text: str) -> Mapping[str, Any]:
    """The object of a JSON file; raises Unreadable, and RecursionError for a bottomless one."""
    try:
        value = json.loads(text)
    except ValueError as error:
        params = {"what": str(error)[:120]}
        raise Unreadable(Problem("The file is not JSON: %(what)s", params=params)) from None
    if _ESCAPED.search(text):
        value = _all_sound(value)
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        return {"elements": value}
    if not isinstance(value, Mapping):
        raise Unreadable(Problem("The file holds no questionnaire, but another JSON value"))
    return value


def read_xml(data: bytes) -> Any:
    """The root of an XML file, entities refused; raises Unreadable."""
    if data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        # Texts that were pasted into a survey bring characters that XML has no place for.
        data = data.translate(None, _CONTROLS)
    try:
        return ElementTree.fromstring(data)
    except DefusedXmlException:
        raise Unreadable(
            Problem("The file defines entities, which a questionnaire does not need")
        ) from None
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        params = {"what": str(error)[:120]}
        raise Unreadable(Problem("The file is not XML: %(what)s", params=params)) from None
