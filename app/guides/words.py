"""Guides in words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.guides.models import Guide, GuideKind

KINDS = {
    GuideKind.SELF_HELP: _l("Self-help, for everybody"),
    GuideKind.PROCEDURE: _l("Procedure, for staff"),
    GuideKind.KNOWN_ERROR: _l("Known error, for staff"),
}
SHORT = {
    GuideKind.SELF_HELP: _l("Self-help"),
    GuideKind.PROCEDURE: _l("Procedure"),
    GuideKind.KNOWN_ERROR: _l("Known error"),
}


def about(guide: Guide) -> str:
    """What a guide is about: its unit with its room, its model, or its type."""
    if guide.equipment:
        unit = guide.equipment
        return _("%(unit)s in room %(room)s", unit=unit.name, room=unit.room.name)
    if guide.model:
        return f"{_(guide.model.type.title)} · {guide.model.label}".removesuffix(" · ")
    return str(_(guide.type.title)) if guide.type else ""


def against(guide: Guide) -> str:
    """The symptom that it helps against, or that it helps in general."""
    return str(_(guide.symptom.label)) if guide.symptom else _("in general")
