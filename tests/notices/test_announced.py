"""Chat rooms and webhooks hear of a fault as it comes, and of nobody who reported it."""

import json

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.faults import service
from app.notices.channels.signing import new_secret
from app.notices.models import Channel, Notice, Via
from tests.builders import NOON, Builder


def test_a_new_fault_is_announced_without_a_word_of_whoever_reported_it(
    app: Flask, make: Builder
) -> None:
    channel = Channel(via=Via.WEBHOOK, name="ours", address="https://example.org/", created_at=NOON)
    channel.secret, channel.topics = new_secret(), "new_fault"
    db.session.add(channel)
    symptom = make.symptom()
    unit = make.equipment(model=make.model(type=make.equipment_type(symptoms=(symptom,))))
    said = {"note": "Call me, Carla", "contact": "carla@example.org", "key": "k"}
    service.report(unit.room, unit, symptom, at=NOON, **said)
    db.session.commit()
    notice = db.session.scalars(select(Notice).where(Notice.via == Via.WEBHOOK)).one()
    event = json.loads(notice.body)
    assert event["type"] == "new_fault"
    assert event["data"]["room"] == unit.room.name
    assert "arla" not in notice.body
