"""What the codes of a study are called in a report."""

from dataclasses import replace

from reports.document.sentences import Sentence

SEGMENTS = {
    "current": Sentence("Current"),
    "lost": Sentence("Lost"),
    "former": Sentence("Former"),
    "prospect": Sentence("Prospect"),
    "all": Sentence("All"),
}
SEGMENT_CLIENTS = {
    "current": Sentence("current clients"),
    "lost": Sentence("lost clients"),
    "former": Sentence("former clients"),
    "prospect": Sentence("prospects"),
}
SPEAKERS = {
    "current": Sentence("current client"),
    "lost": Sentence("lost client"),
    "former": Sentence("former client"),
    "prospect": Sentence("prospect"),
}
ROLES = {
    "decision": Sentence("Decision maker"),
    "technical": Sentence("Technical evaluator"),
    "user": Sentence("User"),
    "finance": Sentence("Finance"),
    "influencer": Sentence("Influencer"),
    "": Sentence("Role unknown"),
}
LANGUAGES = {
    "en": Sentence("English"),
    "th": Sentence("Thai"),
    "ko": Sentence("Korean"),
    "vi": Sentence("Vietnamese"),
    "fa": Sentence("Persian"),
    "": Sentence("Language unknown"),
}
SOURCES = {"survey": Sentence("survey"), "interview": Sentence("interview")}
QUESTION_KINDS = {
    "nps": Sentence("0 to 10"),
    "nps_why": Sentence("0 to 10, and why"),
    "csat": Sentence("satisfaction"),
    "ces": Sentence("effort"),
    "rating": Sentence("rating"),
    "touchpoint": Sentence("touchpoints rated"),
    "awareness": Sentence("known services"),
    "ranking": Sentence("ranking"),
    "constant_sum": Sentence("shares of a sum"),
    "maxdiff": Sentence("best and worst"),
    "slider": Sentence("slider"),
    "grid": Sentence("rating grid"),
    "single": Sentence("one choice"),
    "multiple": Sentence("several choices"),
    "dropdown": Sentence("one choice from a list"),
    "picture": Sentence("choice of pictures"),
    "short_text": Sentence("short text"),
    "long_text": Sentence("free text"),
    "number": Sentence("number"),
    "date": Sentence("date"),
    "date_range": Sentence("span of dates"),
    "time": Sentence("time"),
    "matrix_single": Sentence("table of choices"),
    "matrix_multiple": Sentence("table of several choices"),
    "matrix_text": Sentence("table of short texts"),
    "matrix_number": Sentence("table of numbers"),
    "email": Sentence("email address"),
    "phone": Sentence("phone number"),
    "consent": Sentence("consent"),
    "signature": Sentence("signature"),
    "file": Sentence("file"),
}
UNNAMED = {
    "pain": Sentence("Pain point not yet named (%(stage)s)"),
    "praise": Sentence("Praise not yet named (%(stage)s)"),
    "suggestion": Sentence("Request not yet named (%(stage)s)"),
}
NUMBERED = {
    "pain": Sentence("Pain point %(number)s not yet named (%(stage)s)"),
    "praise": Sentence("Praise %(number)s not yet named (%(stage)s)"),
    "suggestion": Sentence("Request %(number)s not yet named (%(stage)s)"),
}
BOOKS = {
    "segment": SEGMENTS,
    "clients": SEGMENT_CLIENTS,
    "speaker": SPEAKERS,
    "role": ROLES,
    "language": LANGUAGES,
    "source": SOURCES,
    "kind": QUESTION_KINDS,
}


def unnamed(kind: str, stage: str, number: int) -> Sentence:
    """Return what a theme nobody has named is called; *number* 0 where it is the only one."""
    if number:
        return replace(NUMBERED[kind], parts={"stage": stage, "number": number})
    return replace(UNNAMED[kind], parts={"stage": stage})


def name(book: str, code: str) -> Sentence:
    """Return what *code* is called in *book*; a code nobody named stands for itself."""
    return BOOKS[book].get(code, Sentence.of("%(code)s", code=code))
