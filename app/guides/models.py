"""Guides and their versions, and what became of a guide where it was shown."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    DDL,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.database import Base, choice
from app.equipment.models import Equipment, EquipmentModel, EquipmentType, Symptom
from app.people.models import Person
from app.photos.models import IN_TEXT
from app.places.models import Room


class GuideKind(StrEnum):
    """For whom and what for: room users help themselves; staff have procedures, known errors."""

    SELF_HELP = "self_help"
    PROCEDURE = "procedure"
    KNOWN_ERROR = "known_error"


class Guide(Base):
    """Words and pictures that help with a type, a model or a unit; by a symptom, or in general.

    Exactly one of the three is named. `body` is Markdown; the versions before it are kept.
    """

    __tablename__ = "guide"
    of_site = scope.by_or_open("equipment_id")
    __table_args__ = (
        CheckConstraint(
            "(type_id IS NOT NULL AND model_id IS NULL AND equipment_id IS NULL)"
            " OR (type_id IS NULL AND model_id IS NOT NULL AND equipment_id IS NULL)"
            " OR (type_id IS NULL AND model_id IS NULL AND equipment_id IS NOT NULL)",
            name="of_one",
        ),
        Index("ix_guide_type", "type_id"),
        Index("ix_guide_model", "model_id"),
        Index("ix_guide_equipment", "equipment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[GuideKind] = mapped_column(choice(GuideKind))
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text, info=IN_TEXT)
    version: Mapped[int] = mapped_column(default=1)
    type_id: Mapped[int | None] = mapped_column(ForeignKey("equipment_type.id"))
    model_id: Mapped[int | None] = mapped_column(ForeignKey("equipment_model.id"))
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"))
    symptom_id: Mapped[int | None] = mapped_column(ForeignKey("symptom.id"), index=True)
    """What it helps against; empty for a guide in general."""
    confirmed_at: Mapped[datetime]
    """When somebody last saw that it is right."""
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    type: Mapped[EquipmentType | None] = relationship(lazy="raise_on_sql")
    model: Mapped[EquipmentModel | None] = relationship(lazy="raise_on_sql")
    equipment: Mapped[Equipment | None] = relationship(lazy="raise_on_sql")
    symptom: Mapped[Symptom | None] = relationship(lazy="raise_on_sql")
    confirmed_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class GuideVersion(Base):
    """A guide as it was written once; the newest is also in the guide itself."""

    __tablename__ = "guide_version"
    of_site = scope.by("guide_id")
    __table_args__ = (UniqueConstraint("guide_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    guide_id: Mapped[int] = mapped_column(ForeignKey("guide.id"))
    number: Mapped[int]
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text, info=IN_TEXT)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class Solved(Base):
    """Somebody said of a help that it solved it: a support call that was avoided.

    `guide_id` is empty where the first words of the symptom itself helped. `key` is the page's:
    the same tap twice counts once.
    """

    __tablename__ = "solved"
    of_site = scope.by("room_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    symptom_id: Mapped[int] = mapped_column(ForeignKey("symptom.id"))
    guide_id: Mapped[int | None] = mapped_column(ForeignKey("guide.id"), index=True)
    at: Mapped[datetime]

    room: Mapped[Room] = relationship(lazy="raise_on_sql")


WORDS = {
    "sqlite": (
        (
            "CREATE VIRTUAL TABLE guide_words USING fts5(title, body, content='guide',"
            " content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
        ),
        (
            "CREATE TRIGGER guide_words_come AFTER INSERT ON guide BEGIN"
            " INSERT INTO guide_words(rowid, title, body) VALUES (new.id, new.title, new.body); END"
        ),
        (
            "CREATE TRIGGER guide_words_go AFTER DELETE ON guide BEGIN"
            " INSERT INTO guide_words(guide_words, rowid, title, body)"
            " VALUES ('delete', old.id, old.title, old.body); END"
        ),
        (
            "CREATE TRIGGER guide_words_change AFTER UPDATE OF title, body ON guide BEGIN"
            " INSERT INTO guide_words(guide_words, rowid, title, body)"
            " VALUES ('delete', old.id, old.title, old.body);"
            " INSERT INTO guide_words(rowid, title, body) VALUES (new.id, new.title, new.body); END"
        ),
    ),
    "postgresql": (
        "CREATE INDEX guide_words ON guide USING gin (to_tsvector('simple', title || ' ' || body))",
    ),
}
"""What each engine keeps of the words of guides; it follows the rows by itself.

Migration 0008 makes the same. A later one that makes the table of guides anew on SQLite makes the
triggers anew, too.
"""
for _engine, _statements in WORDS.items():
    for _statement in _statements:
        event.listen(Guide.__table__, "after_create", DDL(_statement).execute_if(dialect=_engine))
event.listen(
    Guide.__table__,
    "after_drop",
    DDL("DROP TABLE IF EXISTS guide_words").execute_if(dialect="sqlite"),
)
