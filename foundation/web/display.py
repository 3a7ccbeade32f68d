"""How numbers, days and icons look on a page, in five languages.

Babel keeps Latin digits and the Gregorian calendar for Persian, and the Gregorian year for Thai;
respondents read their own digits and calendar, so those are made here. Colleagues read Gregorian
days everywhere, since they compare them with files and other tools.
"""

import functools
import importlib.util
import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, localcontext
from pathlib import Path

import jdatetime
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from foundation.languages import DEFAULT, LANGUAGES, direction, language_name, locale_of
from foundation.texts import Said, is_said
from foundation.web.locale import current_locale, is_respondent

PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
#: Digits, and the marks between thousands and before the fraction.
PERSIAN_NUMBER = PERSIAN_DIGITS | {ord(","): "٬", ord("."): "٫"}
PERSIAN_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
MINUS = "\u2212"
_SYMBOL = re.compile(r'<symbol id="tabler-(?:filled-)?([a-z0-9-]+)"[^>]*>(.*?)</symbol>', re.DOTALL)
_FRAME = re.compile(r'<path stroke="none"[^>]*/>')


@functools.cache
def read_sprite() -> dict[str, str]:
    """Return the outline icons' drawings by name; only those used reach a page."""
    found = importlib.util.find_spec("flask_tabler_icons")
    if found is None or found.origin is None:
        raise RuntimeError("The package flask-tabler-icons is not installed.")
    path = Path(found.origin).parent / "static" / "tabler_icons" / "tabler-sprite-nostroke.svg"
    return dict(_SYMBOL.findall(path.read_text(encoding="utf-8")))


@functools.cache
def icon(name: str, size: int = 20) -> Markup:
    """Return an inline picture, hidden from screen readers; an unknown name raises `KeyError`."""
    drawing = _FRAME.sub("", read_sprite()[name])
    return Markup(  # noqa: S704  the sprite is a pinned package's file, nothing comes from a user
        f'<svg class="icon" width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" '
        'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" '
        f'stroke-linejoin="round" aria-hidden="true" focusable="false">{drawing}</svg>'
    )


def _cldr(language: str) -> Locale | str:
    return locale_of(language) or DEFAULT


def digits(text: str, locale: str | None = None) -> str:
    """Return the text with the digits of the language being spoken."""
    return text.translate(PERSIAN_DIGITS) if (locale or current_locale()) == "fa" else text


def num(value: float | str, places: int | None = None, *, locale: str | None = None) -> str:
    """Return a number as the reader writes it: grouped, with the reader's digits.

    `places` fixes the digits after the point, halves rounded up; a text keeps its form and only
    changes digits.
    """
    spoken = locale or current_locale()
    if isinstance(value, str):
        return digits(value, spoken)
    pattern = None if places is None else "#,##0" + ("." + "0" * places if places else "")
    with localcontext(rounding=ROUND_HALF_UP):  # which Babel heeds
        text = format_decimal(value, format=pattern, locale=_cldr(spoken))
    return text.translate(PERSIAN_NUMBER) if spoken == "fa" else text


def isolate(text: str) -> Markup:
    """Return the text fenced off, so that signs and ranges keep their order in Persian."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def signed(value: float, places: int = 1) -> Markup:
    """Return a number with its sign, as on the emotion curve: +0.6, −1.2, 0."""
    text = num(abs(value), places)
    sign = "+" if value > 0 else MINUS
    return isolate(text if abs(value) * 10**places < 0.5 else sign + text)


def percent(share: float | None, places: int = 0) -> Markup:
    """Return a share between 0 and 1 as a percentage; nothing known is a dash."""
    if share is None:
        return Markup("–")
    return isolate(num(share * 100, places) + ("٪" if current_locale() == "fa" else "%"))


def interval(low: float, high: float, places: int = 0) -> Markup:
    """Return the interval between two shares (0 to 1) in percent: 31–52%."""
    sign = "٪" if current_locale() == "fa" else "%"
    return isolate(f"{num(low * 100, places)}–{num(high * 100, places)}{sign}")


def day(value: date | datetime | None, *, locale: str | None = None) -> str:
    """Return a day in words: a respondent's own calendar, the Gregorian one for colleagues."""
    if value is None:
        return ""
    spoken = locale or current_locale()
    if locale is not None or is_respondent():
        return own_day(value, spoken)
    return digits(format_date(value, "d MMM y", locale=_cldr(spoken)), spoken)


def own_day(value: date | datetime, locale: str) -> str:
    """Return a day in the language's own calendar: Solar Hijri, Buddhist year, else Gregorian."""
    plain = value.date() if isinstance(value, datetime) else value
    if locale == "fa":
        solar = jdatetime.date.fromgregorian(date=plain)
        return digits(f"{solar.day} {PERSIAN_MONTHS[solar.month - 1]} {solar.year}", locale)
    if locale == "th":
        return f"{format_date(plain, 'd MMMM', locale='th')} {plain.year + 543}"
    return format_date(plain, "d MMMM y" if locale == "en" else "long", locale=_cldr(locale))


def moment(value: datetime | None) -> str:
    """Return a day and a time of day in UTC, which every page says once."""
    if value is None:
        return ""
    instant = value.astimezone(UTC)
    return listed(day(instant), digits(f"{instant:%H:%M}"))


def listed(*parts: str) -> str:
    """Return words one after another, with the comma of the language between them."""
    return escape("، " if current_locale() == "fa" else ", ").join(parts)


def explain(said: Said) -> str:
    """Return the sentence in the language being spoken, with the sentences inside it."""
    params = {name: _part(value) for name, value in said.params.items()}
    if plural := getattr(said, "plural", ""):
        return str(ngettext(said.message, plural, said.params["n"], **params))
    return str(gettext(said.message, **params))


def _part(value: object) -> object:
    if is_said(value):
        return explain(value)
    return digits(str(value)) if isinstance(value, int | float) else value


def initials(name: str) -> str:
    """Return up to two first letters of a name, for the round mark of an account."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


def init_app(app: Flask) -> None:
    """Give templates their words: `icon`, `num`, `day` and the rest; `loc` is the language."""
    read_sprite()
    tools = (icon, num, isolate, signed, percent, interval, day, moment, listed, initials, explain)
    app.jinja_env.globals.update({tool.__name__: tool for tool in tools})
    app.jinja_env.globals.update(
        direction=direction, language_name=language_name, languages=LANGUAGES
    )
    app.context_processor(lambda: {"loc": current_locale()})
