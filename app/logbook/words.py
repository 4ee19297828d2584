"""The sentences of the audit log: who did what with what."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import formats
from app.audit.acts import Act, Who

SENTENCES: dict[Act, Any] = {
    Act.SIGNED_IN: _l("%(who)s signed in"),
    Act.SIGNED_OUT: _l("%(who)s signed out"),
    Act.SIGN_IN_REFUSED: _l("%(who)s was refused at signing in"),
    Act.SIGN_IN_LIMITED: _l("%(who)s tried to sign in too often"),
    Act.PASSWORD_CHOSEN: _l("%(who)s chose a password for %(what)s"),
    Act.LINK_GIVEN: _l("%(who)s made a one-time link for %(what)s"),
    Act.LINK_USED: _l("%(who)s used the one-time link of %(what)s"),
    Act.INVITED: _l("%(who)s invited %(what)s"),
    Act.INVITATION_ENDED: _l("%(who)s took back the invitation of %(what)s"),
    Act.PERSON_ADDED: _l("%(who)s gave an account to %(what)s"),
    Act.PERSON_CHANGED: _l("%(who)s changed the account of %(what)s"),
    Act.PERSON_OFF: _l("%(who)s switched off %(what)s"),
    Act.PERSON_ON: _l("%(who)s switched on %(what)s"),
    Act.ROLE_SET: _l("%(who)s gave %(what)s another role"),
    Act.SITES_SET: _l("%(who)s said which sites %(what)s serves"),
    Act.QUALIFIED: _l("%(who)s said what %(what)s may sign"),
    Act.FACTOR_ADDED: _l("%(who)s added a way to sign in for %(what)s"),
    Act.FACTOR_REMOVED: _l("%(who)s removed a way to sign in of %(what)s"),
    Act.RECOVERY_MADE: _l("%(who)s made recovery codes for %(what)s"),
    Act.RECOVERY_USED: _l("%(who)s used a recovery code of %(what)s"),
    Act.IDENTITY_LINKED: _l("%(who)s linked the single sign-on of %(what)s"),
    Act.IDENTITY_UNLINKED: _l("%(who)s ended the single sign-on of %(what)s"),
    Act.SESSION_ENDED: _l("%(who)s ended a session of %(what)s"),
    Act.CALENDAR_RENEWED: _l("%(who)s gave the calendar of %(what)s a new address"),
    Act.CALENDAR_CLOSED: _l("%(who)s closed the calendar of %(what)s"),
    Act.PERSON_EXPORTED: _l("%(who)s took out all that is kept of %(what)s"),
    Act.PERSON_ERASED: _l("%(who)s erased %(what)s"),
    Act.PLACE_MADE: _l("%(who)s added %(what)s"),
    Act.PLACE_CHANGED: _l("%(who)s changed %(what)s"),
    Act.PLACE_RETIRED: _l("%(who)s retired %(what)s"),
    Act.PLACE_BROUGHT_BACK: _l("%(who)s brought back %(what)s"),
    Act.PLACE_REMOVED: _l("%(who)s removed %(what)s"),
    Act.CALENDAR_CHANGED: _l("%(who)s changed the times of %(what)s"),
    Act.BOOKINGS_SET: _l("%(who)s said where the bookings of %(what)s are read"),
    Act.UNIT_MADE: _l("%(who)s added %(what)s"),
    Act.UNIT_CHANGED: _l("%(who)s changed %(what)s"),
    Act.UNIT_MOVED: _l("%(who)s moved %(what)s to another room"),
    Act.UNIT_RETIRED: _l("%(who)s retired %(what)s"),
    Act.UNIT_BROUGHT_BACK: _l("%(who)s brought back %(what)s"),
    Act.VENDOR_CHANGED: _l("%(who)s changed %(what)s"),
    Act.VENDORS_MERGED: _l("%(who)s merged another vendor into %(what)s"),
    Act.VENDOR_REMOVED: _l("%(who)s removed %(what)s"),
    Act.SPARE_CHANGED: _l("%(who)s changed %(what)s"),
    Act.SPARE_REMOVED: _l("%(who)s removed %(what)s"),
    Act.TAGS_ORDERED: _l("%(who)s ordered tags"),
    Act.TAG_CLAIMED: _l("%(who)s said what a blank tag stands for: %(what)s"),
    Act.TAG_VOIDED: _l("%(who)s voided the tag of %(what)s"),
    Act.TAG_REPLACED: _l("%(who)s replaced the tag of %(what)s"),
    Act.GUIDE_CHANGED: _l("%(who)s wrote %(what)s"),
    Act.GUIDE_RETIRED: _l("%(who)s retired %(what)s"),
    Act.GUIDE_BROUGHT_BACK: _l("%(who)s brought back %(what)s"),
    Act.PLAN_MADE: _l("%(who)s made %(what)s"),
    Act.PLAN_CHANGED: _l("%(who)s changed %(what)s"),
    Act.PLAN_RETIRED: _l("%(who)s retired %(what)s"),
    Act.PLAN_BROUGHT_BACK: _l("%(who)s brought back %(what)s"),
    Act.WORK_MOVED: _l("%(who)s moved planned work of %(what)s"),
    Act.FAULT_SEEDED: _l("%(who)s made a fault on purpose in %(what)s"),
    Act.FAULTS_MERGED: _l("%(who)s merged another fault into %(what)s"),
    Act.FAULT_SPLIT: _l("%(who)s split off %(what)s"),
    Act.FAULT_REJECTED: _l("%(who)s closed %(what)s without repair"),
    Act.FAULT_REOPENED: _l("%(who)s opened %(what)s again"),
    Act.PROMISE_MOVED: _l("%(who)s moved the promise of %(what)s"),
    Act.TARGETS_CHANGED: _l("%(who)s changed what is promised under %(what)s"),
    Act.DUTY_CHANGED: _l("%(who)s changed who is on call: %(what)s"),
    Act.PHOTO_PUBLISHED: _l("%(who)s made a photo public: %(what)s"),
    Act.PHOTO_HIDDEN: _l("%(who)s took a photo back from the public: %(what)s"),
    Act.WORDS_PUBLISHED: _l("%(who)s made a reporter's words public: %(what)s"),
    Act.WORDS_HIDDEN: _l("%(who)s took a reporter's words back from the public: %(what)s"),
    Act.IMPORTED: _l("%(who)s imported %(what)s"),
    Act.IMPORT_UNDONE: _l("%(who)s took back %(what)s"),
    Act.CHANNEL_MADE: _l("%(who)s made %(what)s"),
    Act.CHANNEL_STARTED: _l("%(who)s started %(what)s"),
    Act.CHANNEL_STOPPED: _l("%(who)s stopped %(what)s"),
    Act.BACKED_UP: _l("%(who)s made a backup, which was restored elsewhere and compared"),
    Act.BACKUP_FAILED: _l("%(who)s could not make a backup"),
    Act.RESTORED: _l("%(who)s restored a backup"),
    Act.UPGRADED: _l("%(who)s upgraded the program"),
    Act.MOVED_DATABASE: _l("%(who)s moved everything to another database"),
    Act.SETTING_CHANGED: _l("%(who)s changed a setting: %(what)s"),
    Act.DATA_FORGOTTEN: _l("%(who)s forgot what was kept long enough: %(what)s"),
    Act.LOG_CLOSED: _l("%(who)s took out the oldest entries of this log, as their time was over"),
    Act.HISTORY_OPENED: _l("%(who)s changed sealed history, as the law asks: %(what)s"),
}

THINGS: dict[str, Any] = {
    "person": _l("Accounts"),
    "site": _l("Sites"),
    "building": _l("Buildings"),
    "floor": _l("Floors"),
    "room": _l("Rooms"),
    "zone": _l("Zones"),
    "support_calendar": _l("Support calendars"),
    "equipment": _l("Equipment"),
    "vendor": _l("Vendors"),
    "spare": _l("Spares"),
    "tag": _l("Tags"),
    "guide": _l("Guides"),
    "job_plan": _l("Job plans"),
    "fault": _l("Faults"),
    "import_batch": _l("Imports"),
    "channel": _l("Channels"),
}
"""The tables by which the log can be filtered, as people call what stands in them."""

CALLED: dict[str, Any] = {
    "site": _l("site %(name)s"),
    "building": _l("building %(name)s"),
    "floor": _l("floor %(name)s"),
    "room": _l("room %(name)s"),
    "zone": _l("zone %(name)s"),
    "support_calendar": _l("support calendar %(name)s"),
    "vendor": _l("vendor %(name)s"),
    "spare": _l("spare %(name)s"),
    "guide": _l("guide %(name)s"),
    "job_plan": _l("job plan %(name)s"),
    "import_batch": _l("import %(name)s"),
    "channel": _l("channel %(name)s"),
}

GROUPS: dict[str, Any] = {
    "people.": _l("Accounts and signing in"),
    "places.": _l("Places"),
    "equipment.": _l("Equipment"),
    "codes.": _l("Tags"),
    "guides.": _l("Guides"),
    "checks.": _l("Plans and planned work"),
    "faults.": _l("Faults and promises"),
    "imports.": _l("Imports"),
    "notices.": _l("Channels"),
    "program.": _l("Backups and the program itself"),
    "audit.": _l("This log"),
}
"""Acts by what they begin with, for the filter."""

NOBODY: dict[Who, Any] = {
    Who.PERSON: _l("Somebody"),
    Who.WORKER: _l("The program"),
    Who.COMMAND: _l("The command line"),
    Who.VISITOR: _l("A visitor"),
}


def sentence(act: str, who: str, what: str) -> str:
    """What an entry tells, as one sentence without its full stop."""
    known = SENTENCES.get(Act(act)) if act in set(Act) else None
    words = str(known) if known else _("%(who)s did “%(act)s” with %(what)s", act=act, **_KEPT)
    return words % {"who": who, "what": what}


_KEPT = {"who": "%(who)s", "what": "%(what)s"}


def called(about: str, key: int | None, name: str) -> str:
    """What an entry is about: "room 2.14", "Projector 3", "fault 12"; of a person nothing."""
    if about in CALLED and name:
        return str(CALLED[about] % {"name": name})
    if name:
        return name
    if about == "fault":
        return _("fault %(number)s", number=key)
    return f"{about} {key}" if about and key is not None else about


NAMED = 3
"""How many things a sentence names before it counts the rest."""


def listed(whats: Sequence[str]) -> str:
    """Things in the order in which they come, each once: "room 1.01, room 1.02, and 10 more"."""
    names = list(dict.fromkeys(whats))
    if len(names) > NAMED:
        rest = len(names) - NAMED + 1
        names = [*names[: NAMED - 1], ngettext("%(num)d more", "%(num)d more", rest)]
    return str(format_list(names, locale=get_locale()))


MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?")
"""As the log keeps a moment: in UTC, without saying so."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def changed(field: str, pair: tuple[Any, Any], zone: tzinfo = UTC) -> str:
    """One change: "name: 2.14 → 2.15", or that there was one."""
    words = field.removesuffix("_id").removesuffix("_at").replace("_", " ")
    old, new = (_value(each, zone) for each in pair)
    if old is None and new is None:
        return _("%(field)s: changed", field=words)
    if old is None:
        return f"{words}: {new}"
    return f"{words}: {old} → {_('nothing') if new is None else new}"


def _value(value: Any, zone: tzinfo) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return formats.full_moment(datetime.fromisoformat(value).replace(tzinfo=UTC), zone)
    if isinstance(value, str) and DAY.fullmatch(value):
        return formats.full_date(date.fromisoformat(value))
    return _("nothing") if value == "" else value


def changes(told: Mapping[str, tuple[Any, Any]], zone: tzinfo = UTC) -> list[str]:
    """All changes of an entry."""
    return [changed(field, pair, zone) for field, pair in told.items()]
