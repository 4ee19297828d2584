"""SQLite as the program brings it along, with WAL's faults mended, whatever the machine has.

All that opens a database does so by this driver: two copies of SQLite in one process take each
other's locks away (https://sqlite.org/howtocorrupt.html, 2.2.1). The names are those of Python's
own `sqlite3`; the connections lack `serialize` and `iterdump`.
"""

from types import ModuleType
from typing import TYPE_CHECKING

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

if TYPE_CHECKING:
    import sqlite3
else:
    from pysqlite3 import dbapi2 as sqlite3

__all__ = ["Dialect", "sqlite3"]


class Dialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's own, with our driver."""

    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> ModuleType:
        """The driver."""
        return sqlite3


registry.register("sqlite", "app.sqlite", "Dialect")
registry.register("sqlite.pysqlite", "app.sqlite", "Dialect")
