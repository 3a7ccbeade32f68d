"""Dates as people write them: Gregorian, Solar Hijri for Persian, Buddhist years for Thai.

The years of the three calendars do not overlap (1300-1499, 1900-2199, 2400-2699), so a date is
read right whatever calendar it was written in.
"""

import datetime as dt

import jdatetime
from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, get_month_names

BUDDHIST = 543
SOLAR_MONTHS = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
]


def month_names(language: str) -> list[str]:
    """The twelve months of the language's calendar, in its own words."""
    if language == "fa":
        return SOLAR_MONTHS
    names = get_month_names("wide", context="stand-alone", locale=_locale(language))
    return [names[month] for month in range(1, 13)]


def month_in_words(date: dt.date, language: str) -> str:
    """The month of a date and its year, in the language's calendar and order."""
    if language in {"fa", "th"}:
        year, month, _ = in_calendar(date, language)
        return f"{month_names(language)[month - 1]} {year}"
    return str(format_skeleton("yMMMM", date, locale=_locale(language)))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")


def in_calendar(date: dt.date, language: str) -> tuple[int, int, int]:
    """Year, month and day of a date in the language's calendar."""
    if language == "fa":
        solar = jdatetime.date.fromgregorian(date=date)
        return solar.year, solar.month, solar.day
    return date.year + (BUDDHIST if language == "th" else 0), date.month, date.day


def gregorian(year: int, month: int, day: int) -> dt.date | None:
    """The date that was written in any of the three calendars; None where there is no such day."""
    try:
        if 1300 <= year < 1500:
            written: dt.date = jdatetime.date(year, month, day).togregorian()
            return written
        if 2400 <= year < 2700:
            year -= BUDDHIST
        return dt.date(year, month, day) if 1900 <= year < 2200 else None
    except ValueError:
        return None
