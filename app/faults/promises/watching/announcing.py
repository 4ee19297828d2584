"""Letting chat rooms and webhooks hear of a fault: nothing personal, and no reporter's words."""

from datetime import datetime

from app.faults.models import Fault
from app.notices import service as notices
from app.notices.models import Topic
from app.notices.service import Said
from app.places.models import Room


def announce(topic: Topic, fault: Fault, room: Room, words: Said, *, at: datetime) -> None:
    """Announce it to the channels that want to hear of the topic."""
    payload = {
        "fault": fault.id,
        "room": room.name,
        "state": fault.state.value,
        "priority": fault.priority.value,
        "effect": fault.effect.value,
    }
    notices.announce(topic, words, about=f"fault-{fault.id}", payload=payload, at=at)
