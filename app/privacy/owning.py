"""Which rows are a person's own, and which only say who did something.

The first are deleted with the person; the second keep the number, behind which no name is left.
"""

from sqlalchemy import Column, Table

from app.database import Base


def _columns(names: str) -> frozenset[str]:
    return frozenset(names.split())


OWN = _columns(
    """
    wish.person_id quiet.person_id push_device.person_id sign_in.person_id identity.person_id
    second_factor.person_id recovery_code.person_id passkey.person_id
    begun_sheet.person_id duty.person_id person_site.person_id
    """
)
"""Columns whose rows are nothing without the person."""
IN_HAND = frozenset({"fault.assignee_id", "round.person_id"})
"""Columns that say who is to do what is not done yet: somebody else has to."""
DONE = _columns(
    """
    batch.person_id check.person_id diagnosis.by_id guide.confirmed_by_id guide_version.by_id
    import_batch.person_id import_batch.undone_by_id import_profile.person_id mail.by_id
    moved_work.moved_by_id notice.person_id promise_move.by_id report.taken_by_id
    report.shown_by_id report_photo.approved_by_id round.made_by_id seeded_fault.seeded_by_id
    spelling.person_id
    stock_move.by_id tag.placed_by_id timeline_entry.person_id erasure.person_id
    """
)
"""Columns that say who did something: the number stays."""


def name_of(column: Column[object]) -> str:
    """Its table and its own name, as they stand in the sets above."""
    return f"{column.table.name}.{column.name}"


def pointing() -> list[Column[object]]:
    """All columns that say a person."""
    person = Base.metadata.tables["person"]
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(each.column.table is person for each in column.foreign_keys)
    ]


def own() -> list[tuple[Table, Column[object]]]:
    """The tables whose rows go with the person, those that others point at last."""
    found = [(column.table, column) for column in pointing() if name_of(column) in OWN]
    return [(table, column) for table, column in reversed(found) if isinstance(table, Table)]
