"""What the cells of work lists mean: a result, which kind of work, minutes, a number read off."""

from __future__ import annotations

import re
from typing import Literal

from app.imports.reading.cleaning import clean, plain
from app.imports.reading.sheets import ImportRefused
from app.language import N_

Told = Literal["pass", "fail", "not_applicable", "not_checked"]
PastKind = Literal["check", "work"]

_RESULTS: dict[Told, tuple[str, ...]] = {
    "pass": ("pass", "passed", "p", "ok", "okay", "i o", "io", "good", "fine", "satisfactory",
             "compliant", "working", "works", "bestanden", "in ordnung", "mangelfrei", "gut",
             "conforme", "bon", "satisfaisant", "apto", "aprobado", "bien", "correcto", "favorable",
             "o k", "no defect", "no fault found", "ohne mangel"),
    "fail": ("fail", "failed", "f", "nok", "not ok", "n i o", "nio", "bad", "defect", "defective",
             "faulty", "unsatisfactory", "non compliant", "not working", "nicht bestanden",
             "durchgefallen", "defekt", "mangel", "mangelhaft", "nicht in ordnung", "non conforme",
             "echec", "mauvais", "defaillant", "defectueux", "no apto", "suspenso", "fallo", "mal",
             "defectuoso", "no conforme", "desfavorable", "rechazado"),
    "not_applicable": ("not applicable", "entfallt", "nicht zutreffend", "sans objet",
                       "non applicable", "no aplica", "no aplicable"),
    "not_checked": ("not checked", "not tested", "skipped", "missed", "nicht gepruft",
                    "ubersprungen", "non controle", "non verifie", "no revisado",
                    "no comprobado"),
}  # fmt: skip
_RESULT = {word: told for told, words in _RESULTS.items() for word in words}

_DONE = frozenset({
    "done", "complete", "completed", "closed", "finished", "resolved", "open", "in progress",
    "on hold", "cancelled", "canceled", "erledigt", "abgeschlossen", "fertig", "offen",
    "in arbeit", "fait", "termine", "cloture", "ouvert", "en cours", "hecho", "terminado",
    "completado", "cerrado", "abierto", "en curso",
})  # fmt: skip
"""Words that tell how far the work is. They are no result: what was repaired need not work."""

_CHECKS = frozenset({
    "check", "checks", "pm", "pm02", "inspection", "inspections", "preventive",
    "preventive maintenance", "test", "testing", "audit", "survey", "statutory", "prufung",
    "inspektion", "kontrolle", "wartung", "vorbeugend", "prufauftrag", "controle", "entretien",
    "preventif", "maintenance preventive", "verification", "revision", "inspeccion",
    "mantenimiento preventivo", "preventivo", "comprobacion",
})  # fmt: skip
"""Of SAP's order types PM02 is preventive; PM01 is any order."""

MOST_MINUTES = 7 * 24 * 60
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::[0-5]\d)?")
_SPAN = re.compile(
    r"(?:(\d+(?:[.,]\d+)?) ?(?:h|hr|hrs|hours?|std|stunden?|heures?|horas?)\.?)? ?"
    r"(?:(\d+(?:[.,]\d+)?) ?(?:m|min|mins|minutes?|minuten?|minutos?)\.?)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+]?\d{1,12}(?:[.,]\d{1,9})?|[-+]?\d{1,3}(?:[,. ']\d{3})+(?:[.,]\d{1,9})?")
_READ = re.compile(rf"({_NUMBER.pattern})\s*([^\W\d_%°]{{1,3}}/?[^\W\d_]{{0,3}}\d?|%|°\s?[CF])")
_UNIT = re.compile(r"[\[(]\s*([^\])]{1,20}?)\s*[\])]\s*$")
_UNITS = frozenset({
    "h", "hr", "hrs", "hours", "std", "min", "s", "%", "°c", "°f", "c", "k", "bar", "mbar", "pa",
    "kpa", "psi", "v", "mv", "kv", "a", "ma", "w", "kw", "kwh", "ohm", "ω", "kω", "mω", "hz", "mm",
    "cm", "m", "km", "mi", "lx", "lux", "lm", "db", "dba", "db(a)", "ppm", "l", "ml", "m3", "m³",
    "l/s", "l/min", "m/s", "kg", "g", "gpm", "cfm", "fpm", "rpm", "pages", "cycles",
})  # fmt: skip
_ENDS = frozenset({"hours", "stunden", "betriebsstunden", "heures", "horas"})


def result_of(text: str) -> Told | None:
    """The result that a text tells; None where it tells how far the work is, and no result.

    Raises ImportRefused for a text that nobody knows.
    """
    words = plain(text)
    if words in _DONE:
        return None
    try:
        return _RESULT[words]
    except KeyError:
        raise ImportRefused(
            N_("“%(text)s” is no result known here (such as pass or fail): taken as none."),
            text=text[:40],
        ) from None


def past_kind_of(text: str) -> PastKind:
    """A check, where the words say that it was looked after by plan; any other is work."""
    words = plain(text)
    return "check" if words in _CHECKS or set(words.split()) & _CHECKS else "work"


def minutes_of(text: str, *, hours: bool = False) -> int:
    """Whole minutes of "30", "1.5 h", "1 h 20 min", "1:30"; a bare number is hours if so said.

    Raises ImportRefused if it is none, or more than a week.
    """
    said = clean(text)
    if match := _CLOCK.fullmatch(said):
        made = int(match[1]) * 60 + int(match[2])
    elif re.fullmatch(r"\d{1,5}(?:[.,]\d+)?", said):
        made = round(_number(said) * (60 if hours else 1))
    elif (match := _SPAN.fullmatch(said)) and any(match.groups()):
        made = round(_number(match[1] or "0") * 60 + _number(match[2] or "0"))
    else:
        made = -1
    if not 0 <= made <= MOST_MINUTES:
        raise ImportRefused(
            N_("“%(text)s” is no duration. Write minutes, such as 30, or hours, such as 1.5 h."),
            text=said[:40],
        )
    return made


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def unit_in(column: str) -> str:
    """The unit of measure that a column's name bears: "Pressure [bar]", "Lamp hours"; else ""."""
    match = _UNIT.search(clean(column))
    if match:
        unit = match[1].strip()
        return unit if unit.casefold() in _UNITS else ""
    last = plain(column).rpartition(" ")[2]
    return "h" if last in _ENDS else ""


def is_number(text: str) -> bool:
    """Whether a text is a number, perhaps with its unit behind it: "1,204", "3.5 bar"."""
    said = clean(text)
    return bool(_NUMBER.fullmatch(said) or read_off(said))


def read_off(text: str) -> str:
    """The unit behind the number of a cell: "bar" of "3.5 bar"; "" where there is none."""
    match = _READ.fullmatch(clean(text))
    unit = match[2].strip() if match else ""
    return unit if unit.replace(" ", "").casefold() in _UNITS else ""
