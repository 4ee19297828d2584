"""What a fault turned out to be: mode, mechanism, cause and what was done, never mixed.

Sources: ISO 14224 (failure mode, failure mechanism of table B.2, failure cause of table B.3,
maintenance activity of table B.5) and EN 13306 (failure is an event, a fault is a state).
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.database import Base, choice
from app.equipment.models import StockMove
from app.faults.models.faults import Fault
from app.people.models import Person


class Mechanism(StrEnum):
    """What physically went wrong."""

    MECHANICAL = "mechanical"
    MATERIAL = "material"
    CONTROL = "control"
    SOFTWARE = "software"
    ELECTRICAL = "electrical"
    CONNECTION = "connection"
    EXTERNAL = "external"
    NONE = "none"
    UNKNOWN = "unknown"


class Cause(StrEnum):
    """Why it went wrong."""

    DESIGN = "design"
    INSTALLATION = "installation"
    OPERATION = "operation"
    MAINTENANCE = "maintenance"
    WEAR = "wear"
    EXTERNAL = "external"
    UNKNOWN = "unknown"


class Remedy(StrEnum):
    """What was done about it."""

    REPLACE = "replace"
    REPAIR = "repair"
    ADJUST = "adjust"
    RESET = "reset"
    CLEAN = "clean"
    MODIFY = "modify"
    EXPLAIN = "explain"
    NONE = "none"


class Diagnosis(Base):
    """What a fault turned out to be, said when it is closed."""

    __tablename__ = "diagnosis"
    of_site = scope.by("fault_id")
    __table_args__ = (CheckConstraint("minutes >= 0", name="minutes"),)

    fault_id: Mapped[int] = mapped_column(ForeignKey("fault.id"), primary_key=True)
    mode: Mapped[str] = mapped_column(String(10))
    """The code of a failure mode, such as FTF."""
    mechanism: Mapped[Mechanism] = mapped_column(choice(Mechanism))
    cause: Mapped[Cause] = mapped_column(choice(Cause))
    remedy: Mapped[Remedy] = mapped_column(choice(Remedy))
    minutes: Mapped[int]
    """Of work, travel included."""
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    fault: Mapped[Fault] = relationship(lazy="raise_on_sql")
    by: Mapped[Person] = relationship(lazy="raise_on_sql")


class PartUsed(Base):
    """A spare that went into mending a fault."""

    __tablename__ = "part_used"
    of_site = scope.by("fault_id", "move_id")

    move_id: Mapped[int] = mapped_column(ForeignKey("stock_move.id"), primary_key=True)
    fault_id: Mapped[int] = mapped_column(ForeignKey("fault.id"), index=True)

    move: Mapped[StockMove] = relationship(lazy="raise_on_sql")
