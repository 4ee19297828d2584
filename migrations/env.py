"""How Alembic finds our tables, and how it writes our column types."""

from typing import Any

from alembic import context
from flask import current_app

from app.database import Base, UtcDateTime

config = context.config


def render_item(kind: str, item: Any, autogen: Any) -> str | bool:
    """Write our own column types with the import they need."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen.imports.add("import app.database")
        return "app.database.UtcDateTime()"
    return False


def include_object(_item: Any, name: str, kind: str, _reflected: bool, _other: Any) -> bool:
    """Leave the tables of other programs in the same database alone."""
    return not (kind == "table" and name.startswith("huey_"))


def include_name(name: str | None, _kind: str, _parents: Any) -> bool:
    """Leave alone what an engine keeps of the words of guides: the models make it by themselves."""
    return not (name or "").startswith("guide_words")


OPTIONS: dict[str, Any] = {
    "target_metadata": Base.metadata,
    "render_item": render_item,
    "include_name": include_name,
    "include_object": include_object,
    "render_as_batch": True,
    "compare_type": True,
}

if context.is_offline_mode():
    context.configure(
        url=current_app.config["SQLALCHEMY_DATABASE_URI"], literal_binds=True, **OPTIONS
    )
    with context.begin_transaction():
        context.run_migrations()
elif (given := config.attributes.get("connection")) is not None:  # its owner ends the transaction
    context.configure(connection=given, **OPTIONS)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(connection=connection, **OPTIONS)
        with context.begin_transaction():
            context.run_migrations()
        if connection.in_transaction():
            connection.commit()
