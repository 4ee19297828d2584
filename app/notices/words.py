"""How topics and ways are called."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.notices.models import Topic, Via

TOPICS: dict[Topic, Any] = {
    Topic.NEW_FAULT: _l("A new fault that I may see to"),
    Topic.MINE: _l("News of faults that I have taken"),
    Topic.WARNING: _l("A promise that is about to pass"),
    Topic.ESCALATION: _l("A fault that nobody has seen to in time"),
    Topic.WORK: _l("Work that is due"),
    Topic.SYSTEM: _l("The program itself"),
    Topic.REPORTER: _l("To a reporter"),
}

HEARD: dict[Topic, Any] = {
    Topic.NEW_FAULT: _l("New faults"),
    Topic.WARNING: _l("Promises that are about to pass"),
    Topic.ESCALATION: _l("Faults that nobody has seen to in time"),
    Topic.WORK: _l("Work that is due"),
    Topic.SYSTEM: _l("The program itself"),
}
"""What a channel can hear of."""

VIAS: dict[Via, Any] = {
    Via.EMAIL: _l("E-mail"),
    Via.PUSH: _l("Push"),
    Via.CHAT: _l("Chat room"),
    Via.WEBHOOK: _l("Webhook"),
}
