"""What really becomes of a project: its models imported, its migrations run by Alembic on SQLite.

Everything happens in this process, one project after the other: modules of the project before are forgotten, databases are
in memory.
"""
import contextlib
import io
import os
import sqlite3
import sys
import traceback
import warnings

import alembic
import sqlalchemy
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import StaticPool

from schema_replay.reflection import reflect

MODERN = sqlalchemy.__version__ >= "2"
VERSIONS = f"Alembic {alembic.__version__}, SQLAlchemy {sqlalchemy.__version__}, SQLite {sqlite3.sqlite_version}"
PACKAGES = ("app", "migrations")

# Alembic 1.8 takes the files as the disk lists them, later releases by name: by name for all (facts F54).
_listdir = os.listdir
os.listdir = lambda *where: sorted(_listdir(*where))


@contextlib.contextmanager
def inside(folder):
    """The project's folder is where we are, its packages can be imported, and nothing of it stays."""
    before, path = os.getcwd(), list(sys.path)
    os.chdir(folder)
    sys.path.insert(0, folder)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        os.chdir(before)
        sys.path[:] = path
        for name in [one for one in sys.modules if one.split(".")[0] in PACKAGES]:
            del sys.modules[name]


# ---- Models ---------------------------------------------------------------------------------------------------------


def declared(metadata, dialect):
    """The tables of a MetaData as `dialect` would be told to create them."""
    for table in metadata.tables.values():
        for key in table.foreign_keys:
            key.column  # the type of a column that has none is settled by looking
    return {table.name: declared_table(table, dialect) for table in metadata.tables.values()}


def declared_table(table, dialect):
    compiler = dialect.ddl_compiler(dialect, None)

    def name(thing):
        if thing.name is None:
            return None
        return dialect.identifier_preparer.format_constraint(thing, _alembic_quote=False)

    told = {"schema": table.schema or "", "certainty": "known", "columns": [], "unique": [], "foreign_keys": [], "checks": [], "indexes": [],
            "primary_key": {"name": name(table.primary_key), "columns": [one.name for one in table.primary_key]}}
    if table.comment:
        told["comment"] = table.comment
    for column in table.columns:
        told["columns"].append(declared_column(column, dialect, compiler))
    of_columns = [one for column in table.columns for one in column.constraints if isinstance(one, CheckConstraint)]
    for constraint in [*table.constraints, *of_columns]:
        rule = constraint._create_rule
        if rule is not None and not rule(compiler):
            continue
        if isinstance(constraint, UniqueConstraint):
            told["unique"].append({"name": name(constraint), "columns": [one.name for one in constraint]})
        elif isinstance(constraint, CheckConstraint):
            told["checks"].append({"name": name(constraint), "sql": text_of(constraint.sqltext, dialect)})
        elif isinstance(constraint, ForeignKeyConstraint):
            target = constraint.elements[0].column.table
            told["foreign_keys"].append({
                "name": name(constraint), "columns": [one.name for one in constraint.columns], "schema": "", "table": target.name,
                "targets": [one.column.name for one in constraint.elements],
                "on_delete": (constraint.ondelete or "").upper(), "on_update": (constraint.onupdate or "").upper()})
    for index in table.indexes:
        parts = [one.name if isinstance(one, sqlalchemy.Column) else {"expression": text_of(one, dialect)} for one in index.expressions]
        one = {"name": name(index), "unique": bool(index.unique), "columns": parts}
        where = index.dialect_options[dialect.name].get("where") if dialect.name in ("sqlite", "postgresql") else None
        if where is not None:
            one["where"] = text_of(where, dialect)
        told["indexes"].append(one)
    return told


def text_of(element, dialect):
    if isinstance(element, str):
        return element
    return str(element.compile(dialect=dialect, compile_kwargs={"literal_binds": True, "include_table": False}))


def declared_column(column, dialect, compiler):
    default = None
    if column.computed is not None:
        default = {"kind": "computed", "text": text_of(column.computed.sqltext, dialect)}
    elif column.identity is not None:
        default = {"kind": "identity", "text": ""}
    elif column.server_default is not None:
        text = compiler.get_column_default_string(column)
        default = None if text is None else {"kind": "sql", "text": text}
    told = {"name": column.name, "type": column.type.compile(dialect=dialect), "nullable": bool(column.nullable), "default": default,
            "primary_key": bool(column.primary_key)}
    if column.comment:
        told["comment"] = column.comment
    return told


# ---- Migrations -----------------------------------------------------------------------------------------------------


class Run:
    """Every upgrade from the base to the heads, and every downgrade from the state after its own upgrade."""

    def __init__(self, folder):
        self.folder = folder
        self.order = []          # revisions in the order in which they ran, the one that failed included
        self.after = {}          # revision → tables, where nothing but it and its ancestors has run
        self.tables = {}         # at the end
        self.failures = []       # {"revision", "direction", "message"}
        self.refusals = []       # revisions whose downgrade raises by its own words
        self.undone = 0
        self._snapshots = {}
        config = Config(os.path.join(folder, "alembic.ini"), stdout=io.StringIO())
        self.script = ScriptDirectory.from_config(config)
        self._config = config
        self._opts = None

    def upgrade(self):
        raw = None
        done = set()

        def steps(revision, context):
            nonlocal raw
            self._opts = context.opts
            raw = context.connection.connection.dbapi_connection
            for step in self.script._upgrade_revs("heads", revision):
                own = step.revision.revision
                self.order.append(own)
                yield step
                done.add(own)
                self._snapshots[own] = raw.serialize()
                self.tables = reflect(raw)
                lineage = {one.revision for one in self.script.iterate_revisions(own, "base")}
                if lineage == done:
                    self.after[own] = self.tables

        with engine_of(memory()) as engine:
            # env.py makes its engine as projects do; it gets this one.
            real, sqlalchemy.engine_from_config = sqlalchemy.engine_from_config, lambda *words, **more: engine
            try:
                with EnvironmentContext(self._config, self.script, fn=steps, destination_rev="heads"):
                    self.script.run_env()
            except Exception as error:
                if not self.order:
                    raise
                self.failures.append(failure(self.order[-1], "upgrade", error))
            finally:
                sqlalchemy.engine_from_config = real

    def downgrade(self):
        for revision, bytes_ in self._snapshots.items():
            raw = memory()
            raw.deserialize(bytes_)
            module = self.script.get_revision(revision).module
            with engine_of(raw) as engine, engine.connect() as connection:
                context = MigrationContext.configure(connection=connection, opts=dict(self._opts))
                try:
                    with Operations.context(context), context.begin_transaction(_per_migration=True):
                        module.downgrade()
                    self.undone += 1
                except Exception as error:
                    if raised_by_script(error, self.folder):
                        self.refusals.append(revision)
                    else:
                        self.failures.append(failure(revision, "downgrade", error))

    def upgraded(self):
        return list(self._snapshots)

    def environment(self):
        """The same as Limbeck prints it."""
        return {"certainty": "known", "doubts": [], "tables": self.tables, "enums": {}, "failures": self.failures}


def memory():
    return sqlite3.connect(":memory:", check_same_thread=False)


@contextlib.contextmanager
def engine_of(raw):
    engine = sqlalchemy.create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    try:
        yield engine
    finally:
        engine.dispose()
        raw.close()


def failure(revision, direction, error):
    words = str(error).splitlines() or [""]
    return {"revision": revision, "direction": direction, "message": f"{type(error).__name__}: {words[0]}"}


def raised_by_script(error, folder):
    """Whether the last thing that ran was a `raise` of the revision itself."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return last.filename.startswith(folder) and (last.line or "").startswith("raise")


def run_migrations(folder):
    run = Run(folder)
    run.upgrade()
    run.downgrade()
    return run


def import_models(folder):
    """{dialect name: tables}; the MetaData is where `app/models/__init__.py` says."""
    models = __import__("app.models", fromlist=["Base"])
    dialects = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}
    return {name: declared(models.Base.metadata, dialect) for name, dialect in dialects.items()}
