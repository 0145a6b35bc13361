"""Empties the tables after a test that committed, by deleting the rows that are there.

Django truncates every table, and PostgreSQL makes new files for each of them and its indexes: ten
times as long as deleting, where a test leaves a few hundred rows.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.operations import DatabaseOperations


def delete_instead_of_truncating() -> None:
    """Let the command `flush`, which ends every such test, delete, whoever's connection it has."""
    DatabaseOperations.sql_flush = _tables_alone
    DatabaseOperations.execute_sql_flush = _empty


def _tables_alone(
    operations: DatabaseOperations, style: Any, tables: Sequence[str], **_: Any
) -> list[str]:
    return list(tables)


def _empty(operations: DatabaseOperations, tables: Sequence[str]) -> None:
    """Delete all rows; the guards of a table rest meanwhile, and nobody else is let in."""
    connection = operations.connection
    names = [operations.quote_name(table) for table in tables]
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE")
        filled = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names]
        cursor.execute(" UNION ALL ".join(filled))
        rows = [name for (name,) in cursor.fetchall()]
        cursor.execute(_each("ALTER TABLE {} DISABLE TRIGGER USER", rows))
        cursor.execute(_each("DELETE FROM {}", rows))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_each("ALTER TABLE {} ENABLE TRIGGER USER", rows))


def _each(statement: str, names: Sequence[str]) -> str:
    return "; ".join(statement.format(name) for name in names) or "SELECT"
