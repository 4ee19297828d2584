"""What a cell means: nothing, a criticality, a date. An ambiguous date is refused, not guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from typing import Literal

from app.cells import EMPTY_WORDS, meant, says_nothing
from app.imports.reading.cleaning import clean, plain
from app.imports.reading.sheets import ImportRefused
from app.language import N_

_CRITICALITY = {
    "S": ("s", "statutory", "legal", "required by law", "gesetzlich", "vorgeschrieben", "legale",
          "reglementaire", "reglamentario", "life safety"),
    "A": ("a", "1", "high", "critical", "very high", "hoch", "sehr hoch", "kritisch", "haute",
          "elevee", "critique", "alta", "alto", "critica"),
    "B": ("b", "2", "medium", "normal", "middle", "mittel", "moyenne", "moyen", "normale", "media",
          "medio"),
    "C": ("c", "3", "low", "niedrig", "gering", "basse", "faible", "baja", "bajo"),
}  # fmt: skip
_CLASS = {word: letter for letter, words in _CRITICALITY.items() for word in words}

Order = Literal["dmy", "mdy"]

# Dates that programs write for "none"; no room's equipment was put in on them.
NO_DATES = (
    "1899-12-31",
    "1900-01-01",
    "1900-12-31",
    "1970-01-01",
    "9999-12-31",
    "0/1/00",
    "0/0/00",
)
_MONTH_WORDS = (
    "jan janv january januar janvier ene enero", "feb fev fevr february februar fevrier febrero",
    "mar mars march marz mrz marzo", "apr avr april avril abr abril", "may mai mayo",
    "jun june juni juin junio", "jul july juli juil juillet julio",
    "aug aout august ago agosto", "sep sept september septembre septiembre",
    "oct okt october oktober octobre octubre", "nov november novembre noviembre",
    "dec dez december dezember decembre dic diciembre",
)  # fmt: skip
_MONTH = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}
MOST_MONTHS = 600  # of a warranty

YEARS = range(1950, 2101)
PIVOT = 70  # of two digits: from here on the last century

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d\d)(?: .*)?")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d\d)(?: .*)?")
_NAMED = re.compile(r"(\d{1,2})[. -]+([^\W\d_]{3,10})\.?,?[ -]*(\d{4}|\d\d)(?: .*)?")
_NAMED_US = re.compile(r"([^\W\d_]{3,10})\.? (\d{1,2}),? (\d{4})(?: .*)?")
_EAST = re.compile(r"(\d{4})年 ?(\d{1,2})月 ?(\d{1,2})日(?: .*)?")
_MONTHS = re.compile(r"(\d{1,3})(?: ?(?:m|mo|mths?|months?|monate?|mois|meses))?\.?", re.IGNORECASE)
_SERIAL_START = dt.date(1899, 12, 30)  # day 0 of a spreadsheet, its 29 February 1900 included


def meaning(raw: str, column: str = "", empty: Collection[str] = EMPTY_WORDS) -> str:
    """The cleaned text of a cell; "" where it means nothing.

    That is one of the empty words (in any letter case), or the name of its own column, which
    programs write as a placeholder. A text with an apostrophe as a guard is meant as it stands.
    What the file really said stays in the row.
    """
    text = clean(raw)
    guarded = meant(text, column, empty)
    if guarded is not None:
        return guarded
    return "" if says_nothing(text, column, empty) else text


def criticality_of(text: str) -> str:
    """A, B, C or S for a letter, a word (high, medium, low, statutory) or a number 1 to 3.

    Raises ImportRefused for any other text.
    """
    words = plain(text).removeprefix("class ").removeprefix("klasse ")
    try:
        return _CLASS[words]
    except KeyError:
        raise ImportRefused(
            N_("“%(text)s” is no criticality. Write A, B, C or S (required by law)."),
            text=text[:40],
        ) from None


def date_of(text: str, order: Order | None = None) -> dt.date | None:
    """The date that a cleaned text says, None for the ones that mean none.

    ISO 8601 (a time after it is left out), 20240302, a spreadsheet's day number, 2.3.2024 (day
    first), 23/1/2024, 2 March 2024, 2024年3月2日. Raises ImportRefused if it is no date, not
    between 1950 and 2100, or might as well be day/month as month/day and no order is given.
    """
    if text in NO_DATES or text.split("T", maxsplit=1)[0].split(" ", maxsplit=1)[0] in NO_DATES:
        return None
    try:
        made = _plain_date(text) or _slashed_date(text, order)
    except ValueError as error:
        if isinstance(error, ImportRefused):
            raise
        made = None
    if made is None or made.year not in YEARS:
        raise ImportRefused(
            N_("“%(text)s” is no date. Write it as year-month-day, such as 2024-03-02."),
            text=text[:40],
        )
    return made


def order_of(texts: Iterable[str]) -> Order | None:
    """Whether a column writes day/month or month/day: by its dates that can only be one of them.

    None if no date tells, or if they contradict each other.
    """
    found: set[Order] = set()
    for text in texts:
        match = _SLASHED.fullmatch(text)
        if match and int(match[1]) > 12 >= int(match[2]):
            found.add("dmy")
        elif match and int(match[2]) > 12 >= int(match[1]):
            found.add("mdy")
    return found.pop() if len(found) == 1 else None


def two_dates(text: str) -> tuple[dt.date, dt.date] | None:
    """What a slashed date means as day/month and as month/day; None where it means one thing."""
    match = _SLASHED.fullmatch(text)
    if text in NO_DATES or not match or match[1] == match[2]:
        return None
    try:
        return _slashed_date(text, "dmy"), _slashed_date(text, "mdy")  # type: ignore[return-value]
    except ValueError:
        return None


def months_of(text: str) -> int | None:
    """A number of months, such as 36 or "36 months"; None where the text says something else."""
    match = _MONTHS.fullmatch(text)
    return int(match[1]) if match and 0 < int(match[1]) <= MOST_MONTHS else None


def months_after(date: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(date.month - 1 + months, 12)
    first = dt.date(date.year + years, month + 1, 1)
    following = first.replace(day=28) + dt.timedelta(days=4)
    last = following - dt.timedelta(days=following.day)
    return first.replace(day=min(date.day, last.day))


def _plain_date(text: str) -> dt.date | None:
    match = _ISO.fullmatch(text) or _COMPACT.fullmatch(text) or _EAST.fullmatch(text)
    if match:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.fullmatch(text):
        return dt.date(_year(match[3]), int(match[2]), int(match[1]))
    if match := _SERIAL.fullmatch(text):
        return _SERIAL_START + dt.timedelta(days=int(match[1]))
    return _named_date(text)


def _named_date(text: str) -> dt.date | None:
    """2 March 2024, 02-Mar-24, March 2, 2024; in English, German, French, Spanish."""
    if match := _NAMED.fullmatch(text):
        day, word, year = match.groups()
    elif match := _NAMED_US.fullmatch(text):
        word, day, year = match.groups()
    else:
        return None
    month = _MONTH.get(plain(word))
    return dt.date(_year(year), month, int(day)) if month else None


def _slashed_date(text: str, order: Order | None) -> dt.date | None:
    match = _SLASHED.fullmatch(text)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[2]), _year(match[3])
    if order is None and first != second:
        order = order_of([text])
        if order is None and max(first, second) <= 12:
            raise ImportRefused(
                N_(
                    "“%(text)s” may be day/month or month/day. Say which this column uses,"
                    " or write year-month-day."
                ),
                text=text[:40],
            )
    return dt.date(year, first, second) if order == "mdy" else dt.date(year, second, first)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= PIVOT else 2000)
