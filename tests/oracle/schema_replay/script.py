"""One revision file: what it does, in the many ways in which people write the same thing.

A name between § marks is a string that may be written in any form; `§users§` becomes "users", f"{PREFIX}ers", USERS, ...
"""
import re

from schema_replay.vocabulary import quoted, spelled

HELPERS = '''"""What several revisions need."""
{imports}

INDEXED = ["code", "state"]
PREFIX = "app_"


def timestamps():
    return [
        sa.Column("created_at", sa.DateTime(), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=True),
    ]


def identity(name="id", type_=sa.Integer):
    return sa.Column(name, type_(), primary_key=True)


def add_text(table, name, length=40, **more):
    op.add_column(table, sa.Column(name, sa.String(length), **more))


def index_of(operations, table, *columns, unique=False):
    name = "ix_" + table + "_" + "_".join(columns)
    operations.create_index(name, table, list(columns), unique=unique)
    return name


def drop_all(names):
    for one in reversed(names):
        op.drop_table(one)


class Auditing:
    SUFFIX = "_by"

    @staticmethod
    def column(name):
        return sa.Column(f"{{name}}{{Auditing.SUFFIX}}", sa.String(length=30), nullable=True)
'''


class Script:
    """Lines of upgrade and downgrade come in; a whole file goes out."""

    def __init__(self, project, number):
        self.project = project
        self.number = number
        self.header = []
        self.functions = []
        self.helpers = set()
        self.up = []
        self.down = []
        self.names = 0
        self.constants = {}
        self.inspector = False

    def fresh(self, stem):
        self.names += 1
        return f"{stem}_{self.names}"

    # ---- Strings ----------------------------------------------------------------------------------------------------

    def text(self, value):
        project = self.project
        if project.chance(0.82):
            return quoted(project, value)
        form = project.weighted(constant=30, fstring=25, plus=10, percent=8, format=8, join=5, case=5, cls=5)
        half = len(value) // 2
        if form == "constant":
            project.use("string: module constant")
            return self.constant(value)
        if form == "fstring" and half:
            project.use("string: f-string")
            if project.chance(0.5):
                return 'f"{' + self.constant(value[:half]) + "}" + value[half:] + '"'
            return 'f"' + value[:half] + '{' + quoted(project, value[half:]).replace('"', "'") + '}"'
        if form == "plus" and half:
            project.use("string: a + b")
            return f'("{value[:half]}" + "{value[half:]}")'
        if form == "percent" and half:
            project.use("string: %")
            return f'("%s{value[half:]}" % "{value[:half]}")'
        if form == "format" and half:
            project.use("string: format")
            return project.pick(f'"{{}}{value[half:]}".format("{value[:half]}")', f'"{value[:half]}{{tail}}".format(tail="{value[half:]}")')
        if form == "join" and "_" in value:
            project.use("string: join")
            return f'"_".join({value.split("_")!r})'
        if form == "case" and value == value.lower():
            project.use("string: lower")
            return f'"{value.upper()}".lower()'
        if form == "cls":
            project.use("string: attribute of a class")
            name = self.fresh("Names")
            self.header.append(f'\n\nclass {name}:\n    value = "{value}"\n')
            return f"{name}.value"
        return quoted(project, value)

    def constant(self, value):
        if value not in self.constants:
            name = re.sub(r"\W", "_", value.upper()).strip("_") or "EMPTY"
            self.constants[value] = self.fresh(name if not name[0].isdigit() else "NAME")
            self.header.append(f'{self.constants[value]} = "{value}"')
        return self.constants[value]

    def settle(self, lines):
        return [re.sub(r"§([^§]*)§", lambda one: self.text(one.group(1)), line) for line in lines]

    # ---- What stands around operations ------------------------------------------------------------------------------

    def add(self, up, down):
        """An operation and its inverse; either may come to stand in a function, under a condition, ..."""
        self.up.append(self.wrapped(up))
        self.down.insert(0, down if self.project.chance(0.8) else self.wrapped(down))

    def wrapped(self, lines):
        how = self.project.weighted(plain=68, function=8, parameter=6, constant=6, dialect=5, never=3, tuple=2, context=2, tried=1)
        if how == "plain" or not lines:
            return lines
        self.project.use(f"around an operation: {how}")
        return getattr(self, f"in_{how}")(lines)

    def in_function(self, lines):
        name = self.fresh("_step")
        self.functions.append([f"def {name}():"] + indented(lines))
        return [f"{name}()"]

    def in_parameter(self, lines):
        """A function that is told the table."""
        tables = re.findall(r"§([^§]*)§", "\n".join(lines))
        if not tables:
            return lines
        name = self.fresh("change")
        table = tables[0]
        body = [line.replace(f"§{table}§", "table_name") for line in lines]
        if self.project.chance(0.4):
            self.functions.append([f"def {name}(op, table_name):"] + indented(body))
            self.project.use("op passed to a function")
            return [f"{name}(op, §{table}§)"]
        word = self.project.pick("", "table_name=")
        self.functions.append([f"def {name}(table_name):"] + indented(body))
        return [f"{name}({word}§{table}§)"]

    def in_constant(self, lines):
        flag = self.fresh("FLAG")
        value = self.project.pick("True", "1", '"yes"', "[1]", "not False", "1 + 1 == 2")
        if self.project.chance(0.5):
            self.header.append(f"{flag} = {value}")
            return [f"if {flag}:"] + indented(lines)
        self.header.append(f"{flag} = not ({value})")
        return [f"if {flag}:", '    op.drop_table("never_there")', "else:"] + indented(lines)

    def dialect_name(self):
        return self.project.pick("op.get_bind().dialect.name", "op.get_context().dialect.name", "op.get_bind().engine.name")

    def in_dialect(self, lines):
        name = self.dialect_name()
        if self.project.chance(0.4):
            return [f'if {name} == "sqlite":'] + indented(lines)
        if self.project.chance(0.5):
            return [f'if {name} in ("postgresql", "mysql"):', '    op.execute("CREATE EXTENSION IF NOT EXISTS citext")', "else:"] + indented(lines)
        variable = self.fresh("is_sqlite")
        return [f'{variable} = {name} == "sqlite"', f"if not {variable}:", '    op.drop_column("never_there", "nothing")', f"if {variable}:"] + indented(lines)

    def in_tried(self, lines):
        return ["try:"] + indented(lines) + ["finally:", "    pass"]

    def in_never(self, lines):
        return lines + [f'if {self.dialect_name()} == "postgresql":', "    op.execute(\"ALTER TYPE mood ADD VALUE 'calm'\")"]

    def in_tuple(self, lines):
        return ["for _ in range(1):"] + indented(lines)

    def in_context(self, lines):
        return ["with op.get_context().autocommit_block():"] + indented(lines)

    def inspect(self):
        """An expression that is an inspector of the state at this point."""
        form = self.project.pick("sa.inspect(op.get_bind())", "sa.inspect(op.get_bind())", "sa.engine.reflection.Inspector.from_engine(op.get_bind())")
        return form if not (self.project.modern and "from_engine" in form) else "sa.inspect(op.get_bind())"

    def guard_table(self, name, lines, absent=True):
        """`lines` run if there is no such table (or, with absent=False, if there is one)."""
        self.project.use("guard: table")
        word = "not " if absent else ""
        if self.project.chance(0.5):
            return [f"if {word}{self.inspect()}.has_table(§{name}§):"] + indented(lines)
        inspector = self.fresh("inspector")
        return [f"{inspector} = {self.inspect()}", f"if §{name}§ {word}in {inspector}.get_table_names():"] + indented(lines)

    def guard_column(self, table, name, lines, absent=True):
        self.project.use("guard: column")
        word = "not " if absent else ""
        columns = self.fresh("columns")
        form = self.project.pick("[{}]", "{{{}}}", "list({})", "set({})").format(f'one["name"] for one in {self.inspect()}.get_columns(§{table}§)')
        if self.project.chance(0.3):
            self.functions.append([f"def has_{columns}(table, column):", f"    inspector = {self.inspect()}",
                                   '    return any(one["name"] == column for one in inspector.get_columns(table))'])
            return [f"if {word}has_{columns}(§{table}§, §{name}§):"] + indented(lines)
        return [f"{columns} = {form}", f"if §{name}§ {word}in {columns}:"] + indented(lines)

    # ---- The file ---------------------------------------------------------------------------------------------------

    def file(self, revision, parents, message):
        project = self.project
        up = self.settle([line for one in self.up for line in one]) or ["pass"]
        down = self.settle([line for one in self.down for line in one]) or ["pass"]
        functions = [self.settle(one) for one in self.functions]
        parent = {0: "None", 1: repr(parents[0]) if parents else ""}.get(len(parents), repr(tuple(parents)))
        parts = ["\n".join(self.header)] if self.header else []
        helpers = ["\n".join(one) for one in functions]
        bodies = ["def upgrade():\n" + "\n".join(indented(up)), "def downgrade():\n" + "\n".join(indented(down))]
        if project.chance(0.3):
            bodies = [one.replace("():", "() -> None:", 1) for one in bodies]
        order = helpers + bodies if project.chance(0.6) else bodies + helpers
        imports, body = spelled(project, "\n\n\n".join(parts + order))
        if self.helpers:
            imports.append(f"from app.helpers import {', '.join(sorted(self.helpers))}")
        header = [f'"""{message}"""', *imports, "", f"revision = {revision!r}", f"down_revision = {parent}", "branch_labels = None", "depends_on = None", "", ""]
        return "\n".join(header) + body + "\n"


def indented(lines):
    return ["    " + line if line else line for line in lines]
