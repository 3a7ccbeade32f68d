"""How a report speaks: sentences, numbers, days and people's own words, in one language."""

import re
from datetime import date
from gettext import NullTranslations

from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from reports.document.sentences import Part, Sentence
from surveys.results import half_up

PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
#: Digits, and the marks before a fraction, between thousands and of a percentage.
PERSIAN_NUMBER = PERSIAN_DIGITS | {ord("."): "٫", ord(","): "٬", ord("%"): "٪"}
LEFT_TO_RIGHT = "\u200e"
"""Keeps a minus before its number among words that run from the right."""
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
RIGHT_TO_LEFT = {"fa", "ar", "he"}
SCRIPTS = (
    ("fa", re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ko", re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")),
)


class Speech:
    """Everything a template needs to say a document in *language*."""

    def __init__(self, language: str, catalogue: NullTranslations | None = None) -> None:
        self.language = language
        self.direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        self.catalogue = catalogue or NullTranslations()

    def say(self, sentence: Sentence) -> Markup:
        """Return *sentence* translated, each part isolated from the text around it."""
        count = sentence.parts.get("n", 0)
        message = (
            self.catalogue.ngettext(sentence.message, sentence.plural, int(str(count)))
            if sentence.plural
            else self.catalogue.gettext(sentence.message)
        )
        if self.direction == "rtl" and message.startswith("+"):
            message = LEFT_TO_RIGHT + message  # as a minus has it before its number
        parts = {name: self._part(part) for name, part in sentence.parts.items()}
        return escape(message) % parts if parts else escape(message)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return *value* rounded to *decimals*, halves up, as the language writes numbers."""
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        told = format_decimal(half_up(value, decimals), format=pattern, locale=self.language)
        told = self.digits(told.replace(LEFT_TO_RIGHT, "").replace("-", "−"))
        return LEFT_TO_RIGHT + told if self.direction == "rtl" and "−" in told else told

    @property
    def comma(self) -> str:
        """What stands between the items of a list."""
        return "، " if self.language == "fa" else ", "

    def digits(self, text: str) -> str:
        """Return *text* with the digits of the language and its mark before a fraction."""
        return text.translate(PERSIAN_NUMBER) if self.language == "fa" else text

    def percentage(self, told: str) -> str:
        """Return a number that was told, or a range of them, as a percentage."""
        return f"{told}٪" if self.language == "fa" else f"{told} %"

    def signed(self, value: float) -> Markup:
        """Return *value* with one decimal and its sign, kept from left to right."""
        sign = "+" if half_up(value, 1) > 0 else ""
        return Markup('<bdi dir="ltr">{}</bdi>').format(sign + self.number(value, 1))

    def day(self, value: date) -> str:
        """Return a day as people write it in the language."""
        return self.digits(format_date(value, "d MMMM y", locale=self.language))

    def words(self, text: str, language: str = "") -> Markup:
        """Return words a person wrote, marked with their language and direction.

        Korean breaks only between its words, which the PDF cannot know by itself. Latin words of
        an unknown language still run from the left.
        """
        spoken = language or script(text)
        if not spoken and self.direction == "rtl" and LATIN.search(text):
            return Markup('<bdi dir="ltr">{}</bdi>').format(text)
        if not spoken or spoken == self.language:
            return self._unbroken(text, spoken)
        direction = "rtl" if spoken in RIGHT_TO_LEFT else "ltr"
        inner = self._unbroken(text, spoken)
        return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(spoken, direction, inner)

    def is_foreign(self, language: str) -> bool:
        """Say whether words in *language* are in another one than the pages; empty is unknown."""
        return bool(language) and language != self.language

    def spoken(self, text: str, language: str = "") -> Markup:
        """Return the attributes of an element that holds a person's words: language, direction.

        Where nobody knows the language, its script tells; else it is left open.
        """
        known = language or script(text)
        way = "rtl" if known in RIGHT_TO_LEFT else "ltr" if known or LATIN.search(text) else "auto"
        return Markup('lang="{}" dir="{}"').format(known, way)

    def listed(self, *parts: str) -> Markup:
        """Return words one after another, with the comma of the language between them."""
        return escape(self.comma).join(parts)

    def _part(self, part: Part) -> Markup:
        if isinstance(part, Sentence):
            return self.say(part)
        if isinstance(part, str):
            return Markup("<bdi>{}</bdi>").format(self.words(part))
        decimals = 0 if isinstance(part, int) else 1
        return escape(self.number(part, decimals))

    @staticmethod
    def _unbroken(text: str, language: str) -> Markup:
        if language != "ko":
            return escape(text)
        return Markup(" ").join(
            Markup('<span class="nb">{}</span>').format(word) for word in text.split()
        )


def script(text: str) -> str:
    """Return fa, th or ko where most of *text* is in that script, else nothing."""
    counts = {language: len(letters.findall(text)) for language, letters in SCRIPTS}
    likely = max(counts, key=lambda language: counts[language])
    return likely if counts[likely] * 3 >= max(1, len(text.replace(" ", ""))) else ""
