"""The language of a text that does not say it: by its script, or by its small words."""

import re

#: Languages told by their script, or by letters of their own.
_SCRIPTS = (
    ("th", re.compile(r"[\u0e00-\u0e7f]")), ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")), ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("fa", re.compile(r"[پچژگکی]")), ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")), ("el", re.compile(r"[\u0370-\u03ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")), ("hi", re.compile(r"[\u0900-\u097f]")),
    ("vi", re.compile(r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)),
)  # fmt: skip
_WORDS = {
    "en": "the of and you your what how is are to in for which do",
    "de": "der die das und sie ihre ist wie nicht mit für haben welche ihnen",
    "fr": "le la les des vous votre est et quel quelle pour dans êtes avez",
    "es": "el los las de usted su qué cómo es para en con una cuál",
    "pt": "o os as você seu sua que como para com uma não qual é",
    "it": "il gli lei suo che come per con una non quale è di",
    "nl": "de het een en u uw wat hoe is van voor welke niet",
}
_SHARE = 0.04


def language_of(text: str) -> str:
    """The likeliest language; English where nothing tells."""
    letters = sum(each.isalpha() for each in text) or 1
    for code, pattern in _SCRIPTS:
        if len(pattern.findall(text)) / letters > _SHARE:
            return code
    words = re.findall(r"[^\W\d_]+", text.lower())
    known = {code: set(listed.split()) for code, listed in _WORDS.items()}
    counted = {code: sum(word in of for word in words) for code, of in known.items()}
    best = max(counted, key=lambda code: counted[code])
    return best if counted[best] > counted["en"] else "en"
