"""ISO 14224's words for what a fault was, in words that a technician says."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.faults.models import Cause, Diagnosis, Mechanism, Remedy

OTHER_MODE = "OTH"

MODES: Mapping[str, Any] = {
    "FTF": _l("Does not work"),
    "FTS": _l("Does not start"),
    "STP": _l("Does not stop"),
    "UST": _l("Stops by itself"),
    "BRD": _l("Broken down"),
    "ERO": _l("Works now and then"),
    "LOO": _l("Too weak"),
    "HIO": _l("Too strong"),
    "DOP": _l("Works late"),
    "NOI": _l("Noise"),
    "VIB": _l("Vibration"),
    "OHE": _l("Too hot"),
    "PLU": _l("Blocked"),
    "CON": _l("Dirty"),
    "ELU": _l("Leaks outward"),
    "INL": _l("Leaks inward"),
    "STD": _l("Damaged or loose"),
    "AIR": _l("A reading out of its limits"),
    "SER": _l("Something small"),
    "NONE": _l("Nothing was wrong"),
    "OTH": _l("Something else"),
    "UNK": _l("Not known"),
}
"""The failure modes of ISO 14224 that symptoms here have: how it showed."""

MECHANISMS = {
    Mechanism.CONNECTION: _l("A cable or plug"),
    Mechanism.ELECTRICAL: _l("Electrical"),
    Mechanism.SOFTWARE: _l("Software"),
    Mechanism.CONTROL: _l("Settings or control"),
    Mechanism.MECHANICAL: _l("Mechanical"),
    Mechanism.MATERIAL: _l("Worn or broken material"),
    Mechanism.EXTERNAL: _l("From outside"),
    Mechanism.NONE: _l("Nothing was wrong"),
    Mechanism.UNKNOWN: _l("Not known"),
}

CAUSES = {
    Cause.WEAR: _l("Age and wear"),
    Cause.OPERATION: _l("How it was used"),
    Cause.INSTALLATION: _l("How it was installed"),
    Cause.MAINTENANCE: _l("How it was looked after"),
    Cause.DESIGN: _l("How it was made"),
    Cause.EXTERNAL: _l("From outside"),
    Cause.UNKNOWN: _l("Not known"),
}

REMEDIES = {
    Remedy.RESET: _l("Restarted"),
    Remedy.ADJUST: _l("Set right"),
    Remedy.REPAIR: _l("Mended"),
    Remedy.REPLACE: _l("Replaced"),
    Remedy.CLEAN: _l("Cleaned"),
    Remedy.MODIFY: _l("Changed for the better"),
    Remedy.EXPLAIN: _l("Explained"),
    Remedy.NONE: _l("Nothing"),
}


def mode_of(said: str) -> str:
    """The code at the beginning of a symptom's failure mode; "something else" for none of ours."""
    code = said.split(" ", maxsplit=1)[0]
    return code if code in MODES else OTHER_MODE


def in_short(diagnosis: Diagnosis) -> str:
    """What it was, in a line: how it showed, what broke, why, what was done."""
    return _(
        "%(mode)s. What: %(mechanism)s. Why: %(cause)s. Done: %(remedy)s (%(minutes)s min).",
        mode=MODES.get(diagnosis.mode, diagnosis.mode),
        mechanism=MECHANISMS[diagnosis.mechanism],
        cause=CAUSES[diagnosis.cause],
        remedy=REMEDIES[diagnosis.remedy],
        minutes=diagnosis.minutes,
    )
