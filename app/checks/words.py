"""What scopes, results, reasons and limits are called on pages."""

from datetime import timedelta

from flask_babel import format_timedelta
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import formats
from app.checks.models import Check, CheckItem, Grade, ItemKind, NoTag, Reason, Result, Scope
from app.people.models import Role

SCOPES = {Scope.ROOM_CHECK: _l("Room check"), Scope.SERVICE: _l("Service")}
RESULTS = {
    Result.PASS: _l("Fine"),
    Result.FAIL: _l("Not fine"),
    Result.NOT_CHECKED: _l("Not checked"),
}
"""The results that a whole check can have."""
REASONS = {
    Reason.IN_USE: _l("room in use"),
    Reason.LOCKED: _l("locked"),
    Reason.NOT_FOUND: _l("not found"),
    Reason.NO_TIME: _l("no time"),
}
GRADES = {
    Grade.RECORDED: _l("recorded, without a tag"),
    Grade.PRESENTED: _l("opened by the tag's address, not scanned"),
    Grade.SCANNED: _l("scanned at the tag"),
    Grade.LOCAL_FACT: _l("scanned at the tag, with a fresh reading"),
    Grade.CRYPTOGRAPHIC: _l("touched the tag (NFC)"),
}
"""How a check was made; never "verified", as a printed code proves no presence."""
NO_TAG = {
    NoTag.TORN_OFF: _l("its tag was torn off or unreadable"),
    NoTag.NONE_YET: _l("it had no tag yet"),
    NoTag.FROM_PAPER: _l("copied from paper"),
}
"""Why a check was logged without a tag."""

ROLES = {
    Role.TECHNICIAN: _l("a technician, in-house"),
    Role.MANAGER: _l("a manager, in-house"),
    Role.ADMIN: _l("an administrator, in-house"),
}
"""Who made a check, for readers who are told no names."""


def who(role: Role, name: str = "") -> str:
    """Who made a check, as a role; by the name that they gave to the public, if they did."""
    if name:
        return _("%(name)s, in-house", name=name)
    return str(ROLES.get(role) or _("somebody of our team"))


def how(grade: Grade, no_tag: NoTag | None) -> str:
    """How a check was made, with the reason where that was without a tag."""
    told = str(GRADES[grade])
    return f"{told} ({NO_TAG[no_tag]})" if no_tag else told


def thing(unit_name: str | None) -> str:
    """What was looked at: a unit by its name, or the room itself."""
    return unit_name or _("The room itself")


SLIGHT = 120
"""Seconds by which a phone's clock may be off without a word."""


def without_signal(check: Check) -> str:
    """How a phone kept the check, and what of its clock; empty where there was signal."""
    if not check.is_offline:
        return ""
    told = [_("Made without signal and kept on a phone until it was sent.")]
    if check.done_at == check.received_at:
        told.append(_("When it was made is not known: the phone's clock was set meanwhile."))
    if abs(off := check.clock_off or 0) > SLIGHT:
        much = format_timedelta(timedelta(seconds=abs(off)))
        ahead = _("The phone's clock was %(much)s ahead of ours.", much=much)
        told.append(ahead if off > 0 else _("The phone's clock was %(much)s behind.", much=much))
    return " ".join(told)


def limits(item: CheckItem) -> str:
    """The limits of a reading in words: "19 to 26 °C"; empty where there is none to tell."""
    low = formats.number(item.minimum) if item.minimum else None
    high = None if item.maximum is None else formats.number(item.maximum)
    if item.kind is ItemKind.DATE:
        return _("Must not have passed.") if item.past_fails else ""
    if low and high:
        return _("%(low)s to %(high)s %(unit)s", low=low, high=high, unit=item.unit)
    if low:
        return _("at least %(low)s %(unit)s", low=low, unit=item.unit)
    return _("at most %(high)s %(unit)s", high=high, unit=item.unit) if high else ""
