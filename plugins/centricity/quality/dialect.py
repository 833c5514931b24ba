"""DuckDB for SQLAlchemy, as much of it as Great Expectations uses.

Neither of the two supports DuckDB. Great Expectations sends plain SELECTs and reads each result after it
has closed the connection: so all of them share one connection that stays open, and nothing is ever rolled
back. That needs no foreign dialect package.
"""

from types import ModuleType
from typing import Any

import duckdb
import sqlalchemy
from sqlalchemy.engine import Connection
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.engine.interfaces import DBAPIConnection, ReflectedColumn, ReflectedPrimaryKeyConstraint
from sqlalchemy.pool import StaticPool

URL = "duckdb://"


class DuckDBDialect(DefaultDialect):
    """SELECTs on one open DuckDB connection."""

    name = "duckdb"
    supports_statement_cache = False

    @classmethod
    def import_dbapi(cls) -> ModuleType:
        return duckdb

    def do_rollback(self, dbapi_connection: DBAPIConnection) -> None:
        """A pool rolls back what it takes back; DuckDB raises where there is no transaction."""

    def do_commit(self, dbapi_connection: DBAPIConnection) -> None:
        """Nothing is written."""

    def get_columns(
        self, connection: Connection, table_name: str, schema: str | None = None, **kw: Any
    ) -> list[ReflectedColumn]:
        names = connection.exec_driver_sql(f'select * from "{table_name}" limit 0').keys()
        return [
            {"name": name, "type": sqlalchemy.types.NullType(), "nullable": True, "default": None} for name in names
        ]

    def get_pk_constraint(
        self, connection: Connection, table_name: str, schema: str | None = None, **kw: Any
    ) -> ReflectedPrimaryKeyConstraint:
        return {"constrained_columns": [], "name": None}


sqlalchemy.dialects.registry.register(DuckDBDialect.name, __name__, DuckDBDialect.__name__)


def engine_arguments(connection: duckdb.DuckDBPyConnection) -> dict:
    """Arguments of `sqlalchemy.create_engine` that make it use this connection."""
    return {"creator": lambda: connection, "poolclass": StaticPool}
