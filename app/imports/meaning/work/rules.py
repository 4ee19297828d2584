"""How often work is done, as lists say it, becomes a recurrence rule (RFC 5545, section 3.3.10)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.imports.reading.cleaning import clean, plain
from app.imports.reading.sheets import ImportRefused
from app.language import N_

MOST = 1_000  # periods between two times

_PERIODS: dict[str, tuple[str, ...]] = {
    "DAILY": ("d", "day", "days", "daily", "tag", "tage", "tagen", "taglich", "tageweise", "jour",
              "jours", "quotidien", "quotidienne", "journalier", "dia", "dias", "diario",
              "diaria", "diariamente"),
    "WEEKLY": ("w", "wk", "week", "weeks", "weekly", "woche", "wochen", "wochentlich", "semaine",
               "semaines", "hebdomadaire", "hebdo", "semana", "semanas", "semanal",
               "semanalmente"),
    "MONTHLY": ("m", "mo", "month", "months", "monthly", "monat", "monate", "monaten", "monatlich",
                "mois", "mensuel", "mensuelle", "mes", "meses", "mensual", "mensualmente"),
    "YEARLY": ("y", "yr", "year", "years", "yearly", "annual", "annually", "jahr", "jahre",
               "jahren", "jahrlich", "an", "ans", "annee", "annees", "annuel", "annuelle", "ano",
               "anos", "anual", "anualmente"),
}  # fmt: skip
_PERIOD = {word: period for period, words in _PERIODS.items() for word in words}

_WHOLE: dict[tuple[str, int], tuple[str, ...]] = {
    ("WEEKLY", 2): ("fortnightly", "every fortnight", "14 tagig", "vierzehntagig",
                    "zweiwochentlich", "quinzaine", "tous les quinze jours", "quincenal"),
    ("MONTHLY", 2): ("zweimonatlich", "bimestriel", "bimestrielle", "bimestral"),
    ("MONTHLY", 3): ("quarterly", "quarter", "quarters", "vierteljahrlich", "quartalsweise",
                     "quartal", "trimestriel", "trimestrielle", "trimestre", "trimestral",
                     "every term"),
    ("MONTHLY", 6): ("half yearly", "halfyearly", "semi annual", "semiannual", "semi annually",
                     "semiannually", "twice a year", "halbjahrlich", "halbjahr", "semestriel",
                     "semestrielle", "semestre", "semestral"),
    ("YEARLY", 2): ("biennial", "every other year", "zweijahrlich", "bisannuel", "bienal"),
    ("DAILY", 1): ("everyday",),
}  # fmt: skip
_WORKING_DAYS = frozenset({
    "every working day", "working days", "weekdays", "every weekday", "werktags", "werktaglich",
    "jours ouvres", "jours ouvrables", "dias laborables", "cada dia laborable",
})  # fmt: skip
_SAID = {word: told for told, words in _WHOLE.items() for word in words}

_DAYS = {
    "MO": ("monday", "mon", "mo", "montag", "lundi", "lun", "lunes"),
    "TU": ("tuesday", "tue", "tu", "dienstag", "di", "mardi", "mar", "martes"),
    "WE": ("wednesday", "wed", "we", "mittwoch", "mi", "mercredi", "mer", "miercoles", "mie"),
    "TH": ("thursday", "thu", "th", "donnerstag", "do", "jeudi", "jeu", "jueves", "jue"),
    "FR": ("friday", "fri", "fr", "freitag", "vendredi", "ven", "viernes", "vie"),
    "SA": ("saturday", "sat", "sa", "samstag", "samedi", "sam", "sabado", "sab"),
    "SU": ("sunday", "sun", "su", "sonntag", "so", "dimanche", "dim", "domingo", "dom"),
}
_DAY = {word: day for day, words in _DAYS.items() for word in words}

_EVERY = re.compile(
    r"(?:every|each|alle|jede[nrs]?|tous les|toutes les|chaque|cada)? ?(other|\d{1,4})? ?(\D+?)"
)
_TIMES = re.compile(
    r"(\d{1,2}|once|twice) ?(?:x|times|mal|fois|veces)? ?(?:per|a|pro|im|par|al|por) ([a-z]+)"
)
_RULE = re.compile(r"(?:RRULE:)?(FREQ=[A-Z0-9=;,+-]{5,200})", re.IGNORECASE)
_PARTS = {
    "FREQ": re.compile(r"DAILY|WEEKLY|MONTHLY|YEARLY"),
    "INTERVAL": re.compile(r"[1-9]\d{0,2}"),
    "BYDAY": re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?\d{1,2})?[A-Z]{2})*"),
    "BYMONTHDAY": re.compile(r"-?\d{1,2}(,-?\d{1,2})*"),
    "BYMONTH": re.compile(r"\d{1,2}(,\d{1,2})*"),
    "BYSETPOS": re.compile(r"-?\d{1,3}"),
}
_IN_A_PERIOD = {"YEARLY": ("MONTHLY", 12), "WEEKLY": ("DAILY", 7), "MONTHLY": ("WEEKLY", 4)}

UNKNOWN = N_(
    "“%(text)s” does not say how often. Write it as every 2 weeks, monthly, or every 6 months."
)
AMBIGUOUS = N_(
    "“%(text)s” may mean twice in a period or once in two. Write it as every 2 weeks, or every 2"
    " months."
)
NO_DAY = N_("“%(text)s” is no day of the week.")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often: each so many days, weeks, months or years, and on which days of the week."""

    period: str
    every: int = 1
    days: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """The rule as RFC 5545 writes it."""
        interval = f";INTERVAL={self.every}" if self.every > 1 else ""
        days = f";BYDAY={','.join(self.days)}" if self.days else ""
        return f"FREQ={self.period}{interval}{days}"


def rule_of(every: str, period: str = "", days: str = "") -> str:
    """The rule that the cells of a row tell: "2", "weekly", "Monday,Friday"; or all in `every`.

    Raises ImportRefused if they do not say how often, or might mean two things.
    """
    said = clean(every)
    if match := _RULE.fullmatch(said):
        return _checked(match[1].upper(), said)
    told = _told(plain(said), plain(period), f"{said} {clean(period)}".strip())
    on = days_of(days) if told.period in {"DAILY", "WEEKLY"} else ()
    # RFC 5545: a day of the week in a monthly rule means each such day of the month.
    whole_weeks = on and told == Rhythm("DAILY")
    return Rhythm("WEEKLY" if whole_weeks else told.period, told.every, on or told.days).rule


def _told(every: str, period: str, shown: str) -> Rhythm:
    if not period:
        return _rhythm(every, shown)
    of_period = _rhythm(period, shown)
    if not every:
        return of_period
    if every.isdecimal() and 1 <= int(every) * of_period.every <= MOST:
        return Rhythm(of_period.period, int(every) * of_period.every)
    return _rhythm(every, shown)


def _rhythm(words: str, shown: str) -> Rhythm:
    """What words alone say, such as "every 2 weeks", "quarterly", "twice a year"."""
    if words in _WORKING_DAYS:
        return Rhythm("WEEKLY", 1, tuple(_DAYS)[:5])
    if words in _SAID:
        return Rhythm(*_SAID[words])
    if words.startswith(("bi", "by")):
        raise ImportRefused(AMBIGUOUS, text=shown[:40])
    if match := _TIMES.fullmatch(words):
        return _times(match[1], match[2], shown)
    match = _EVERY.fullmatch(words)
    word = match[2].strip() if match else ""
    number = 1 if not match or not match[1] else 2 if match[1] == "other" else int(match[1])
    if word in _DAY and len(word) > 2:
        return Rhythm("WEEKLY", number, (_DAY[word],))
    made = Rhythm(*_SAID[word]) if word in _SAID else Rhythm(_PERIOD.get(word, ""))
    if not made.period or not 1 <= number * made.every <= MOST:
        raise ImportRefused(UNKNOWN, text=shown[:40])
    return Rhythm(made.period, number * made.every)


def _times(count: str, word: str, shown: str) -> Rhythm:
    """So many times in a period: once in its even part, where there is one."""
    number = {"once": 1, "twice": 2}.get(count) or int(count)
    period = _PERIOD.get(word, "")
    if number == 1 and period:
        return Rhythm(period)
    smaller, parts = _IN_A_PERIOD.get(period, ("", 1))
    if not number or not smaller or parts % number:
        raise ImportRefused(UNKNOWN, text=shown[:40])
    return Rhythm(smaller, parts // number)


def days_of(text: str) -> tuple[str, ...]:
    """The days of the week that a text names ("Monday,Friday"), from Monday on, each once."""
    words = [plain(each) for each in re.split(r"[,;/+&]|\s+", clean(text)) if plain(each)]
    for word in words:
        if word not in _DAY:
            raise ImportRefused(NO_DAY, text=word[:40])
    found = {_DAY[word] for word in words}
    return tuple(day for day in _DAYS if day in found)


def _checked(rule: str, shown: str) -> str:
    """The rule itself, if it is one of those that plans here may have."""
    parts = [part.partition("=") for part in rule.split(";") if part]
    names = [name for name, _sign, _value in parts]
    known = all(name in _PARTS and _PARTS[name].fullmatch(value) for name, _sign, value in parts)
    if not known or len(set(names)) != len(names):
        raise ImportRefused(UNKNOWN, text=shown[:40])
    return rule.strip(";")
