"""Equipment: the type (projector), the model (maker and model number), the unit in a room."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.database import Base, choice
from app.people.models import Person
from app.places.models import Building, Room, Site

ROOM_SLUG = "room"
"""The type that stands for the room itself: it owns symptom words, and no unit is ever of it."""


SEARCHED = "lower(name || ' ' || coalesce(asset_tag, '') || ' ' || serial_number)"


class Condition(StrEnum):
    """Whether a unit can do its job (EN 13306: up, degraded, down state)."""

    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"


class Impact(StrEnum):
    """What a symptom usually takes away until staff have looked."""

    DEGRADED = "degraded"
    DOWN = "down"


class Symptom(Base):
    """What is wrong, in a room user's words, and its nearest failure mode (ISO 14224)."""

    __tablename__ = "symptom"
    of_site = scope.shared("a word of all sites")

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    label: Mapped[str]
    failure_mode: Mapped[str]
    self_help: Mapped[str] = mapped_column(String(500), default="")
    """What to try first: short imperative sentences, each on its own line."""
    impact: Mapped[Impact] = mapped_column(choice(Impact))
    danger: Mapped[bool] = mapped_column(default=False)
    """Whether it may hurt somebody, so that the only help is to stop, leave and call."""

    @property
    def self_help_steps(self) -> list[str]:
        """What to try first, step by step; empty where nothing helps."""
        return self.self_help.splitlines()


class EquipmentType(Base):
    """A class of equipment; owns check lists and symptoms."""

    __tablename__ = "equipment_type"
    of_site = scope.shared("a word of all sites")

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str]
    discipline: Mapped[str] = mapped_column(String(40))
    statutory: Mapped[bool] = mapped_column(default=False)
    icon: Mapped[str] = mapped_column(String(30), default="tag")
    position: Mapped[int] = mapped_column(default=0)

    symptoms: Mapped[list["TypeSymptom"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="TypeSymptom.position"
    )


class TypeSymptom(Base):
    """A symptom word that a type offers to reporters, in the order in which it is shown."""

    __tablename__ = "type_symptom"
    of_site = scope.shared("words of all sites")

    type_id: Mapped[int] = mapped_column(ForeignKey("equipment_type.id"), primary_key=True)
    symptom_id: Mapped[int] = mapped_column(ForeignKey("symptom.id"), primary_key=True)
    position: Mapped[int]

    symptom: Mapped[Symptom] = relationship(lazy="raise_on_sql")


class EquipmentModel(Base):
    """Maker and model number of a type; both empty stand for "model not known"."""

    __tablename__ = "equipment_model"
    of_site = scope.anyones("named by whoever adds a unit of it")
    __table_args__ = (UniqueConstraint("type_id", "maker", "model_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    type_id: Mapped[int] = mapped_column(ForeignKey("equipment_type.id"))
    maker: Mapped[str] = mapped_column(default="")
    model_number: Mapped[str] = mapped_column(default="")

    type: Mapped[EquipmentType] = relationship(lazy="raise_on_sql")

    @property
    def label(self) -> str:
        """Maker and model number as people say them, or an empty text."""
        return " ".join(part for part in (self.maker, self.model_number) if part)


class Vendor(Base):
    """A firm that sells, guarantees or mends equipment, and how to reach it."""

    __tablename__ = "vendor"
    of_site = scope.shared("a firm may deliver to all sites")

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(500), default="")
    hours: Mapped[str] = mapped_column(default="")
    """When somebody answers there, in the vendor's words."""
    contract: Mapped[str] = mapped_column(String(500), default="")
    """Number of a service contract and what it covers."""
    contract_until: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")


class Equipment(Base):
    """One unit. `condition` is its latest state, kept here so that a scan reads one row."""

    __tablename__ = "equipment"
    of_site = scope.by("room_id")
    __table_args__ = (
        Index("ix_equipment_room_in_use", "room_id", "retired_at"),
        Index("ix_equipment_listed", "retired_at", "searched", "id", "model_id", "condition"),
        Index("ix_equipment_model_in_use", "model_id", "retired_at", "condition", "searched", "id"),
        UniqueConstraint("source", "external_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    model_id: Mapped[int] = mapped_column(ForeignKey("equipment_model.id"))
    name: Mapped[str]
    asset_tag: Mapped[str | None] = mapped_column(String(100), index=True)
    serial_number: Mapped[str] = mapped_column(String(100), default="")
    installed_on: Mapped[date | None]
    purchased_on: Mapped[date | None]
    warranty_until: Mapped[date | None]
    """The last day of the warranty."""
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"), index=True)
    """Who sold it, or is called when it has to be mended."""
    note: Mapped[str] = mapped_column(Text, default="")
    condition: Mapped[Condition] = mapped_column(choice(Condition), default=Condition.UP)
    source: Mapped[str | None]
    external_id: Mapped[str | None]
    key: Mapped[str | None] = mapped_column(String(36), index=True)
    """Of the form that added it: the same unit sent again by the same form is not added twice."""
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    searched: Mapped[str] = mapped_column(
        String(500), Computed(SEARCHED, persisted=True), deferred=True
    )
    """The unit's own words in small letters, kept by the database; lists sort and search by it."""

    room: Mapped[Room] = relationship(lazy="raise_on_sql")
    model: Mapped[EquipmentModel] = relationship(lazy="raise_on_sql")
    vendor: Mapped[Vendor | None] = relationship(lazy="raise_on_sql")

    @property
    def is_retired(self) -> bool:
        """Whether the unit is no longer in use."""
        return self.retired_at is not None


class Spare(Base):
    """A part, or a whole unit, that is kept or ordered to mend units of a model."""

    __tablename__ = "spare"
    of_site = scope.shared("a line of the catalogue; what a site has of it is its stock")
    __table_args__ = (UniqueConstraint("model_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("equipment_model.id"))
    name: Mapped[str]
    part_number: Mapped[str] = mapped_column(String(100), default="")
    set_number: Mapped[str] = mapped_column(String(100), default="")
    category: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Text, default="")
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"), index=True)
    """Where it is ordered."""

    model: Mapped[EquipmentModel] = relationship(lazy="raise_on_sql")
    vendor: Mapped[Vendor | None] = relationship(lazy="raise_on_sql")


class SpareStock(Base):
    """How many of a spare a site has, how many it should have, and on which shelf."""

    __tablename__ = "spare_stock"
    of_site = scope.by("site_id")
    __table_args__ = (
        UniqueConstraint("spare_id", "site_id"),
        CheckConstraint("count >= 0", name="count"),
        CheckConstraint("minimum >= 0", name="minimum"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    spare_id: Mapped[int] = mapped_column(ForeignKey("spare.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    count: Mapped[int] = mapped_column(default=0)
    minimum: Mapped[int] = mapped_column(default=0)
    """Below this it is on the list to order."""
    place: Mapped[str] = mapped_column(default="")
    ordered_at: Mapped[datetime | None]
    """When more of it was ordered; empty once it has come."""

    spare: Mapped[Spare] = relationship(lazy="raise_on_sql")
    site: Mapped[Site] = relationship(lazy="raise_on_sql")


class StockMove(Base):
    """So many of a spare came or went; the sum of its moves is what a site has."""

    __tablename__ = "stock_move"
    of_site = scope.by("stock_id")
    __table_args__ = (CheckConstraint("change <> 0", name="change"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stock_id: Mapped[int] = mapped_column(ForeignKey("spare_stock.id"), index=True)
    change: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(default="")
    key: Mapped[str | None] = mapped_column(String(36), unique=True)
    """Of the form that said it: sent twice, it counts once."""

    stock: Mapped[SpareStock] = relationship(lazy="raise_on_sql")
    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class System(Base):
    """Units of a building that do one thing together, such as its public address system."""

    __tablename__ = "system"
    of_site = scope.by("building_id")
    __table_args__ = (UniqueConstraint("building_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"))
    name: Mapped[str]
    category: Mapped[str] = mapped_column(default="")

    building: Mapped[Building] = relationship(lazy="raise_on_sql")


class SystemUnit(Base):
    """A unit of a system; a unit may belong to several."""

    __tablename__ = "system_unit"
    of_site = scope.by("system_id", "equipment_id")

    system_id: Mapped[int] = mapped_column(ForeignKey("system.id"), primary_key=True)
    equipment_id: Mapped[int] = mapped_column(
        ForeignKey("equipment.id"), primary_key=True, index=True
    )

    system: Mapped[System] = relationship(lazy="raise_on_sql")
    equipment: Mapped[Equipment] = relationship(lazy="raise_on_sql")
