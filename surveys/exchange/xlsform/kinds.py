"""The question types of XLSForm and what they are here."""

import re
from dataclasses import dataclass

_ALIASES = {
    "string": "text",
    "int": "integer",
    "trigger": "acknowledge",
    "photo": "image",
    "picture": "image",
    "datetime": "dateTime",
    "datetime prompt": "dateTime",
    "select one": "select_one",
    "select one from": "select_one",
    "select1": "select_one",
    "select_one_from_list": "select_one",
    "select multiple": "select_multiple",
    "select multiple from": "select_multiple",
    "select all that apply": "select_multiple",
    "select all that apply from": "select_multiple",
    "select_many": "select_multiple",
    "odk:rank": "rank",
    "decimal prompt": "decimal",
    "integer prompt": "integer",
    "upload": "file",
    "date time": "dateTime",
    "phone number": "phone",
}
#: What old forms say around a type: `add note prompt`, `q date`, `get today`.
_AROUND = re.compile(r"(?:q|get) (.+)|add (.+) prompt", re.IGNORECASE)
_BEGIN = re.compile(r"begin[ _]?(group|repeat|lgroup|looped group)|(lgroup)\b", re.IGNORECASE)
_END = re.compile(r"end[ _]?(group|repeat|lgroup|looped group)?\b", re.IGNORECASE)
_CHOOSING = re.compile(
    r"(?:add )?(select[ _]?one|select1|select[ _]?multiple|select all that apply|rank|odk:rank)"
    r"(?: prompt)?(?: (?:using|from))?\s+(\S.*?)(\s+(?:or[ _]specify[ _]other|or[ _]other))?$",
    re.IGNORECASE,
)
_FROM_FILE = re.compile(
    r"(select_one_from_file|select_multiple_from_file|select_one_external)\s+(\S+)", re.IGNORECASE
)

#: Filled in by the device, not by a person.
METADATA = {
    "start", "end", "today", "deviceid", "phonenumber", "username", "email", "subscriberid",
    "simserial", "audit", "start-geopoint", "imei", "background-audio", "background-geopoint",
    "uri:deviceid", "uri:phonenumber", "uri:username", "uri:email", "uri:subscriberid",
    "uri:simserial", "start time", "end time", "device id", "sim id", "subscriber id", "hidden",
    "xml-external", "csv-external", "entity",
}  # fmt: skip
#: What a respondent at a desk can't give here.
UNKNOWN_HERE = {
    "geopoint", "geotrace", "geoshape", "video", "printer", "osm", "gps", "location",
    "bearing",
}  # fmt: skip
#: Type of XLSForm -> ours.
PLAIN = {
    "text": "short_text",
    "integer": "number",
    "decimal": "number",
    "range": "slider",
    "date": "date",
    "dateTime": "date",
    "time": "time",
    "note": "information",
    "image": "file",
    "audio": "file",
    "file": "file",
    "acknowledge": "consent",
    "url": "short_text",
    "barcode": "short_text",
    "phone": "phone",
}
ACCEPTS = {"image": ["image"], "audio": ["audio"]}


@dataclass(frozen=True)
class Kind:
    """What a row's type says: `word` is the type, `list` the list it chooses from."""

    word: str
    list: str = ""
    or_other: bool = False


def kind_of(written: str) -> Kind:
    """The type of a row, in one spelling."""
    text = " ".join(written.split())
    if found := _BEGIN.match(text):
        word = (found[1] or found[2]).lower()
        return Kind("begin_group" if word == "group" else "begin_repeat")
    if _END.match(text) and text.lower() not in METADATA:
        return Kind("end")
    if found := _FROM_FILE.match(text):
        return Kind(found[1].lower(), found[2])
    if found := _CHOOSING.fullmatch(text):
        word = found[1].lower().replace(" ", "_").replace("odk:", "")
        word = {
            "select1": "select_one",
            "selectone": "select_one",
            "select_all_that_apply": "select_multiple",
            "selectmultiple": "select_multiple",
        }.get(word, word)
        return Kind(word, found[2], bool(found[3]))
    lower = text.lower()
    if found := _AROUND.fullmatch(lower):
        lower = found[1] or found[2]
        lower = "phonenumber" if text.lower() == "get phone number" else lower
    return Kind(_ALIASES.get(lower, lower))
