"""DuckDB for SQLAlchemy, as much of it as Great Expectations uses.

Neither of the two supports DuckDB. Great Expectations sends plain SELECTs and reads each result after it
has closed the connection: so all of them share one connection that stays open, and nothing is ever rolled
back. That needs no foreign dialect package.
"""

import duckdb
import sqlalchemy
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.pool import StaticPool

URL = "duckdb://"


class DuckDBDialect(DefaultDialect):
    """SELECTs on one open DuckDB connection."""

    name = "duckdb"
    supports_statement_cache = False

    @classmethod
    def import_dbapi(cls):
        return duckdb

    def do_rollback(self, dbapi_connection):
        """A pool rolls back what it takes back; DuckDB raises where there is no transaction."""

    def do_commit(self, dbapi_connection):
        """Nothing is written."""

    def get_columns(self, connection, table_name, schema=None, **kw):
        names = connection.exec_driver_sql(f'select * from "{table_name}" limit 0').keys()
        return [{"name": name, "type": sqlalchemy.types.NullType(), "nullable": True} for name in names]

    def get_pk_constraint(self, connection, table_name, schema=None, **kw):
        return {"constrained_columns": [], "name": None}


sqlalchemy.dialects.registry.register(DuckDBDialect.name, __name__, DuckDBDialect.__name__)


def engine_arguments(connection: duckdb.DuckDBPyConnection) -> dict:
    """Arguments of `sqlalchemy.create_engine` that make it use this connection."""
    return {"creator": lambda: connection, "poolclass": StaticPool}
