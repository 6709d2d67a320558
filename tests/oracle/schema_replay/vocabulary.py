"""Words, types, defaults, and the ways in which people write them. Sources say `sa.` and `op.`; `spelled` changes that."""
import re

TABLES = ["users", "orders", "lines", "phones", "emails", "cities", "stocks", "prices", "taxes", "notes", "carts", "teams", "plans",
          "events", "files", "labels", "rooms", "seats", "trips", "votes"]
COLUMNS = ["name", "title", "code", "amount", "total", "state", "kind", "size", "weight", "color", "active", "note", "level", "rank",
           "score", "body", "path", "sort_order", "country", "started", "ended", "due", "flag", "lang", "email", "vat_rate", "payload"]

SIMPLE = ["sa.Integer()", "sa.Integer()", "sa.Integer", "sa.SmallInteger()", "sa.BigInteger()", "sa.String(50)", "sa.String(length=50)",
          "sa.String(255)", "sa.String()", "sa.String", "sa.Unicode(20)", "sa.Text()", "sa.Text", "sa.UnicodeText()", "sa.Boolean()",
          "sa.Boolean", "sa.Float()", "sa.Float(53)", "sa.Numeric()", "sa.Numeric(10, 2)", "sa.Numeric(precision=12, scale=4)",
          "sa.DECIMAL(5, 1)", "sa.Date()", "sa.Time()", "sa.DateTime()", "sa.DateTime(timezone=True)", "sa.TIMESTAMP()",
          "sa.TIMESTAMP(timezone=True)", "sa.Interval()", "sa.JSON()", "sa.LargeBinary()", "sa.PickleType()", "sa.CHAR(3)",
          "sa.VARCHAR(20)", "sa.NVARCHAR(3)", "sa.REAL()", "sa.INTEGER()", "sa.BIGINT()", "sa.BOOLEAN()", "sa.DATETIME()"]
VARIANTS = ['sa.String(50).with_variant(sa.Text(), "sqlite")', 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")',
            'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")', "postgresql.TIMESTAMP()", "postgresql.JSON()"]
MODERN = ["sa.Uuid()", "sa.Double()", "sa.UUID()"]

TEXTS = ("String", "Unicode", "VARCHAR", "NVARCHAR", "CHAR", "Text")
NUMBERS = ("Integer", "INTEGER", "BIGINT", "Numeric", "DECIMAL", "Float", "REAL", "Double")


def type_source(project, enum=None):
    """A column type; `enum` gives names to enum types."""
    roll = project.random.random()
    if roll < 0.07 and enum:
        project.use("type Enum")
        values = project.pick('"new", "done"', '"a", "bb", "ccc"', '"red", "green", "dark blue"')
        forms = [f'sa.Enum({values}, name="{enum}")', f'sa.Enum({values}, name="{enum}", native_enum=False)',
                 f'sa.Enum({values}, native_enum=False, length=20, name="{enum}")', f'sa.Enum(*[{values}], name="{enum}")']
        return project.pick(*forms)
    if roll < 0.11:
        project.use("type with variant or of a dialect")
        return project.pick(*VARIANTS)
    if roll < 0.15 and project.modern:
        project.use("type of SQLAlchemy 2")
        return project.pick(*MODERN)
    return project.pick(*SIMPLE)


def kind_of(type_):
    name = re.match(r"(?:sa|postgresql)\.(\w+)", type_).group(1)
    if name.endswith(TEXTS) or name == "Enum":
        return "text"
    if name.endswith(NUMBERS):
        return "number"
    if name in ("Boolean", "BOOLEAN"):
        return "boolean"
    return "time" if name in ("DateTime", "DATETIME", "TIMESTAMP", "Date") else "other"


def default_source(project, type_, constant=False):
    """A server default that fits the type, in one of its forms."""
    forms = {
        "text": ['"x"', "'x'", '"it\'s"', '""', "sa.text(\"'new'\")", 'sa.text("\'a b\'")', '"0"'],
        "number": ['"0"', 'sa.text("0")', '"1.5"', "sa.text('42')", 'sa.text("(1 + 1)")', "str(7)", 'sa.text("-1")'],
        "boolean": ["sa.false()", "sa.true()", '"0"', 'sa.text("1")', "sa.sql.expression.false()", 'sa.text("false")'],
        "time": ["sa.func.now()", 'sa.text("CURRENT_TIMESTAMP")', "sa.text('(CURRENT_TIMESTAMP)')", "sa.func.current_timestamp()", "sa.sql.func.now()"],
        "other": ["sa.text(\"'x'\")"],
    }[kind_of(type_)]
    if constant:
        forms = [one for one in forms if "CURRENT" not in one and "func" not in one and "+" not in one] or ['"2020-01-01"']
    return project.pick(*forms)


def quoted(project, text):
    return f"'{text}'" if "'" not in text and project.chance(0.25) else f'"{text}"'


def spelled(project, source, style=None):
    """The same source, with SQLAlchemy and Alembic imported in one of the usual ways; the imports come first."""
    style = style or project.weighted(sa=60, names=25, module=8, db=7)
    imports = []
    if "postgresql." in source:
        imports.append("from sqlalchemy.dialects import postgresql")
    if re.search(r"\bop\.", source):
        how = project.weighted(plain=70, alias=15, module=8, names=7)
        if how == "alias":
            project.use("from alembic import op as o")
            source = re.sub(r"\bop\.", "o.", source)
            source = re.sub(r"\(op([,)])", r"(o\1", source)
            imports.append("from alembic import op as o")
        elif how == "module" and "(op)" not in source and "(op," not in source:
            project.use("import alembic.op")
            source = re.sub(r"\bop\.", "alembic.op.", source)
            imports.append("import alembic.op")
        else:
            imports.append("from alembic import op")
    elif re.search(r"\bop\b", source):
        imports.append("from alembic import op")
    if not re.search(r"\bsa\.", source):
        return imports, source
    if style == "names":
        names = sorted(set(re.findall(r"\bsa\.(\w+)", source)))
        project.use("from sqlalchemy import names")
        source = re.sub(r"\bsa\.(\w+)", r"\1", source)
        imports.append(f"from sqlalchemy import {', '.join(names)}")
    elif style == "module":
        project.use("import sqlalchemy")
        source = re.sub(r"\bsa\.", "sqlalchemy.", source)
        imports.append("import sqlalchemy")
    elif style == "db":
        project.use("import sqlalchemy as db")
        source = re.sub(r"\bsa\.", "db.", source)
        imports.append("import sqlalchemy as db")
    else:
        imports.append("import sqlalchemy as sa")
    return imports, source
