"""Job plans: what to do, how often, and the check items that it is done by."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.checks.models.results import Result
from app.database import Base, choice
from app.equipment.models import Equipment, EquipmentModel, EquipmentType
from app.photos.models import Photo
from app.places.models import Room


class ItemKind(StrEnum):
    """How a check item is answered."""

    PASS_FAIL = "pass_fail"  # noqa: S105 - an answer, not a secret
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    TEXT = "text"
    PHOTO = "photo"

    @property
    def is_reading(self) -> bool:
        """Whether something is read off: a number or a date."""
        return self in {ItemKind.NUMBER, ItemKind.DATE}


class Scope(StrEnum):
    """The two sizes of work: the short look, and the full list with readings."""

    ROOM_CHECK = "room_check"
    SERVICE = "service"


OF_A_TYPE = "model_id IS NULL AND equipment_id IS NULL AND room_id IS NULL"


class Basis(StrEnum):
    """From where the next time is counted."""

    GRID = "grid"
    """A fixed grid of dates: the rule's own, whenever the work was done."""
    AFTER = "after"
    """So many days after it was last done."""


class Shift(StrEnum):
    """Where a date goes that falls on a day on which nobody works."""

    STAY = "stay"
    BEFORE = "before"
    AFTER = "after"
    SKIP = "skip"


class JobPlan(Base):
    """What to do on equipment, how often (RFC 5545 rule), and how long it takes.

    It is for all units of a type, or for those of one model, for one unit, or for one room; then
    `type_id` is the type of these. `qualification` names who alone may sign the work; empty where
    any technician may.

    When it is due: by the dates of `rrule` from `starts_on` on, or `every_days` after it was last
    done; or, where that comes first, when the reading of the item `reading_code` has moved on by
    `reading_every`. Statutory work may be done late, and never be skipped; it has no grace.
    """

    __tablename__ = "job_plan"
    of_site = scope.by("equipment_id", "room_id")
    __table_args__ = (
        Index(
            "uq_job_plan_of_type",
            "type_id",
            "name",
            unique=True,
            sqlite_where=text(OF_A_TYPE),
            postgresql_where=text(OF_A_TYPE),
        ),
        UniqueConstraint("model_id", "name"),
        UniqueConstraint("equipment_id", "name"),
        UniqueConstraint("room_id", "name"),
        CheckConstraint("(basis = 'after') = (every_days IS NOT NULL)", name="every_days"),
        CheckConstraint("every_days > 0", name="days_ahead"),
        CheckConstraint(
            "(reading_code IS NULL) = (reading_every IS NULL) AND reading_every > 0",
            name="reading",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    type_id: Mapped[int] = mapped_column(ForeignKey("equipment_type.id"))
    model_id: Mapped[int | None] = mapped_column(ForeignKey("equipment_model.id"))
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    name: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[Scope] = mapped_column(choice(Scope))
    rrule: Mapped[str]
    minutes: Mapped[int]
    qualification: Mapped[str] = mapped_column(String(40), default="")
    statutory: Mapped[bool] = mapped_column(default=False)
    basis: Mapped[Basis] = mapped_column(choice(Basis), default=Basis.GRID)
    every_days: Mapped[int | None]
    starts_on: Mapped[date | None]
    """The day from which the grid counts; None: from when the room or the unit came."""
    shift: Mapped[Shift] = mapped_column(choice(Shift), default=Shift.AFTER)
    in_term: Mapped[bool] = mapped_column(default=False)
    """Whether it is done in term only."""
    reading_code: Mapped[str | None] = mapped_column(String(20))
    reading_every: Mapped[float | None]
    version: Mapped[int] = mapped_column(default=1)
    """Grows when its items change; what was checked keeps the items of its own version."""
    retired_at: Mapped[datetime | None]

    type: Mapped[EquipmentType] = relationship(lazy="raise_on_sql")
    model: Mapped[EquipmentModel | None] = relationship(lazy="raise_on_sql")
    equipment: Mapped[Equipment | None] = relationship(lazy="raise_on_sql")
    room: Mapped[Room | None] = relationship(lazy="raise_on_sql")
    items: Mapped[list["CheckItem"]] = relationship(
        lazy="raise_on_sql", back_populates="job_plan", order_by="CheckItem.position"
    )

    @property
    def nearness(self) -> int:
        """How closely it is meant: 0 for a type, 1 for a model, 2 for one unit or one room."""
        if self.equipment_id is not None or self.room_id is not None:
            return 2
        return 0 if self.model_id is None else 1

    def covers(self, unit: Equipment) -> bool:
        """Whether it is for this unit, which brings its model; never where it is for a room."""
        if self.room_id is not None:
            return False
        if self.equipment_id is not None:
            return self.equipment_id == unit.id
        if self.model_id is not None:
            return self.model_id == unit.model_id
        return self.type_id == unit.model.type_id


class CheckItem(Base):
    """One line of a job plan.

    A number outside its limits is a failure, and so is a date that has passed where `past_fails`.
    An optional reading may be left out; any other is given, or said to be not checked.
    """

    __tablename__ = "check_item"
    of_site = scope.by("job_plan_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    job_plan_id: Mapped[int] = mapped_column(ForeignKey("job_plan.id"), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))
    kind: Mapped[ItemKind] = mapped_column(choice(ItemKind))
    unit: Mapped[str] = mapped_column(String(20), default="")
    minimum: Mapped[float | None]
    maximum: Mapped[float | None]
    past_fails: Mapped[bool] = mapped_column(default=False)
    optional: Mapped[bool] = mapped_column(default=False)
    hint: Mapped[str] = mapped_column(String(500), default="")
    choices: Mapped[str] = mapped_column(Text, default="")
    """What can be chosen, each on its own line; one that begins with ! is a failure."""
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("photo.id"))
    since_version: Mapped[int] = mapped_column(default=1)
    until_version: Mapped[int | None]
    """The last version of the plan that it belongs to; None while it still does."""

    job_plan: Mapped[JobPlan] = relationship(lazy="raise_on_sql", back_populates="items")
    picture: Mapped[Photo | None] = relationship(lazy="raise_on_sql")

    def judged(self, reading: float) -> Result:
        """What a number means: pass within the limits, both included, else fail."""
        low = self.minimum is not None and reading < self.minimum
        high = self.maximum is not None and reading > self.maximum
        return Result.FAIL if low or high else Result.PASS

    def judged_date(self, read_on: date, today: date) -> Result:
        """What a date means: fail where it may not have passed and has."""
        return Result.FAIL if self.past_fails and read_on < today else Result.PASS

    @property
    def options(self) -> tuple[str, ...]:
        """What can be chosen, as it is read: without the sign of a failure."""
        return tuple(each.removeprefix("!").strip() for each in self._lines)

    def judged_choice(self, chosen: str) -> Result:
        """What a choice means: fail where its line begins with "!"."""
        failures = {each.removeprefix("!").strip() for each in self._lines if each[0] == "!"}
        return Result.FAIL if chosen in failures else Result.PASS

    @property
    def _lines(self) -> list[str]:
        return [each.strip() for each in self.choices.splitlines() if each.strip(" !\t")]
