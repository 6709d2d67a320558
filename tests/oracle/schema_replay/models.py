"""Declarative models: a package `app.models`, written in one style of SQLAlchemy, with what people do in it."""
import re

from schema_replay.model_columns import ModelColumns
from schema_replay.model_surroundings import ENUMS, HELPERS, MIXINS, TYPES
from schema_replay.naming import has_ck_of_name
from schema_replay.vocabulary import quoted, spelled

CLASSES = ["User", "Order", "Line", "Phone", "Address", "City", "Stock", "Price", "Tax", "Note", "Cart", "Team", "Plan", "Event", "Label", "Room",
           "SeatPlan", "TripReport", "Vote", "APIKey"]

class Class:
    """A model that others can point to."""

    def __init__(self, name, table, module):
        self.name = name
        self.table = table
        self.module = module
        self.key = "id"
        self.children = False   # whether others may inherit from it
        self.child = False
        self.composite = False


class Models(ModelColumns):
    def __init__(self, project, convention):
        self.project = project
        self.convention = convention
        self.classes = []
        self.tables = set()
        # "classic" is Column and declarative_base, in both versions; "typed" is Mapped and mapped_column.
        self.style = project.weighted(typed=75, classic=25) if project.modern else "classic"
        self.dataclass = self.style == "typed" and project.chance(0.1)
        self.named = project.chance(0.15) and self.style == "classic" and not self.dataclass
        self.house = project.chance(0.3)    # whether Model has a __table_args__
        self.presets = False        # whether the module has Annotated presets
        self.mapped_types = False   # whether the base has a type_annotation_map

    def write(self):
        project = self.project
        files = project.files
        files["app/__init__.py"] = ""
        files["app/enums.py"] = ENUMS
        files["app/types.py"] = self.source(TYPES)
        files["app/columns.py"] = self.source(HELPERS)
        more = "from app.columns import NAME_LENGTH"
        files["app/models/mixins.py"] = self.source(MIXINS).replace("\n\n\nclass", f"\nfrom sqlalchemy.orm import declared_attr\n{more}\n\n\nclass", 1)
        if self.style == "typed" and self.dataclass:
            project.use("models: MappedAsDataclass")
        files["app/models/base.py"] = self.base()
        modules = [f"{one}_models" if project.chance(0.3) else one for one in project.random.sample(["core", "shop", "people", "log"], project.pick(1, 2, 3))]
        for module in modules:
            files[f"app/models/{module}.py"] = self.module(module)
        lines = ["from app.models.base import Base"] + [project.pick(f"from app.models import {one}", f"from app.models.{one} import *", f"from . import {one}") for one in modules]
        files["app/models/__init__.py"] = "\n".join(lines) + "\n"

    def source(self, template):
        imports, body = spelled(self.project, template.format(imports="IMPORTS"))
        return body.replace("IMPORTS", "\n".join(imports))

    # ---- The base ---------------------------------------------------------------------------------------------------

    def base(self):
        project = self.project
        words = f"naming_convention={self.convention!r}" if self.convention else ""
        imports = ["from sqlalchemy import MetaData"]
        before = []
        if self.convention and project.chance(0.6):
            before = [f"NAMING = {self.convention!r}", ""]
            words = "naming_convention=NAMING"
        if self.style == "typed":
            lines, more = self.typed_base(words)
        else:
            lines, more = self.classic_base(words)
        abstract = ["", "", "class Model(Base):", "    __abstract__ = True", '    __table_args__ = ({"comment": "of the house"},)' if self.house else "", ""]
        if self.style == "typed" and self.dataclass:
            abstract += ["    id: Mapped[int] = mapped_column(primary_key=True, init=False)"]
            more.append("from sqlalchemy.orm import Mapped, mapped_column")
        elif self.style == "typed":
            abstract += ["    id: Mapped[int] = mapped_column(primary_key=True)", "    owner: Mapped[Optional[str]] = mapped_column(String(30))"]
            more += ["from sqlalchemy.orm import Mapped, mapped_column", "from sqlalchemy import String", "from typing import Optional"]
        else:
            abstract += ["    id = Column(Integer, primary_key=True)", "    owner = Column(String(30), index=True)"]
            more += ["from sqlalchemy import Column, Integer, String"]
        return "\n".join(['"""The base of all models."""', *imports, *more, "", *before, *lines, *abstract]) + "\n"

    def classic_base(self, words):
        project = self.project
        at = "sqlalchemy.orm" if project.chance(0.6) or project.modern else "sqlalchemy.ext.declarative"
        metadata = f"MetaData({words})"
        form = project.pick("plain", "plain", "named", "registry", "decorated", "class")
        if self.named and form != "decorated":
            form = "class"
        project.use(f"base: {form}")
        if form == "plain":
            return [f"Base = declarative_base({f'metadata={metadata}' if words or project.chance(0.3) else ''})"], [f"from {at} import declarative_base"]
        if form == "named":
            return [f"metadata = {metadata}", "", "Base = declarative_base(metadata=metadata)"], [f"from {at} import declarative_base"]
        if form == "registry":
            return [f"mapper_registry = registry(metadata={metadata})", "Base = mapper_registry.generate_base()"], ["from sqlalchemy.orm import registry"]
        body = ["    @declared_attr", "    def __tablename__(cls):", f"        return {project.pick('cls.__name__.lower()', 'cls.__name__.lower() + chr(115)', 'PREFIX + cls.__name__.lower()')}"] if self.named else ["    pass"]
        body[-1] = body[-1].replace("chr(115)", '"s"')
        more = ["from sqlalchemy.orm import declared_attr", "from app.columns import PREFIX"] if self.named else []
        if form == "decorated":
            return [f"@as_declarative(metadata={metadata})", "class Base:", *body], ["from sqlalchemy.orm import as_declarative", *more]
        return ["class Core:", *body, "", "", f"Base = declarative_base(cls=Core, metadata={metadata})"], [f"from {at} import declarative_base", *more]

    def typed_base(self, words):
        project = self.project
        parents = "MappedAsDataclass, DeclarativeBase" if self.dataclass else "DeclarativeBase"
        more = [f"from sqlalchemy.orm import {parents}"]
        body = []
        if words or project.chance(0.3):
            body.append(f"    metadata = MetaData({words})")
        if project.chance(0.5):
            project.use("models: type_annotation_map")
            self.mapped_types = True
            body += ["    type_annotation_map = {", "        str: String(99),", "        decimal.Decimal: Numeric(11, 3),", "        dict: JSON,",
                     "        datetime.datetime: DateTime(timezone=True),", "    }"]
            more += ["import datetime", "import decimal", "from sqlalchemy import DateTime, JSON, Numeric, String"]
        project.use("base: DeclarativeBase")
        return [f"class Base({parents}):", *(body or ["    pass"])], more

    # ---- Models -----------------------------------------------------------------------------------------------------

    def module(self, module):
        project = self.project
        self.module_name = module
        self.presets = False
        blocks = [self.annotations()] if self.style == "typed" and project.chance(0.5) else []
        own = []
        for _ in range(project.pick(1, 2, 3, 4)):
            free = [one for one in CLASSES if one not in [other.name for other in self.classes]]
            if not free:
                break
            roll = project.random.random() if self.classes else 1.0  # no project without a model
            parents = [one for one in own if one.children]
            if roll < 0.1:
                blocks.append(self.core_table(free))
            elif roll < 0.16 and len(self.classes) > 1:
                blocks.append(self.association())
            elif roll < 0.2 and self.style == "classic" and not self.named:
                blocks.append(self.with_table(project.pick(*free)))
            elif roll < 0.32 and parents and not self.dataclass:
                blocks.append(self.child(project.pick(*free), project.pick(*parents)))
            else:
                blocks.append(self.model(project.pick(*free), own))
        body = "\n\n\n".join(one for one in blocks if one) or '"""Nothing yet."""'
        header = self.header(body)
        imports, body = spelled(project, body, style=None)
        return "\n".join(header + [one for one in imports if one not in header]) + "\n\n\n" + body + "\n"

    def header(self, body):
        """Imports for whatever the body says, each from where it is."""
        places = {"app.models.base": ["Base", "Model"], "app.models.mixins": ["Dated", "Titled", "Slugged", "Counted", "Indexed", "Commented"],
                  "app.enums": ["Status", "Color", "Level"], "app.types": ["Lowered", "Money", "Tags", "ShortText", "Name"],
                  "app.columns": ["key", "required", "reference", "PREFIX", "NAME_LENGTH"],
                  "sqlalchemy.orm": ["Mapped", "mapped_column", "declared_attr", "relationship", "deferred", "column_property"],
                  "typing": ["Optional", "Union", "List"], "typing_extensions": ["Annotated"]}
        lines = ["import datetime", "import decimal"] if "datetime." in body or "decimal." in body else []
        lines += ["import uuid"] if "uuid." in body else []
        words = set(re.findall(r"(?<![.\w\"'])(\w+)", body)) | set(re.findall(r"\w+", " ".join(re.findall(r'Mapped\["(.*?)"\]', body))))
        for place, names in places.items():
            used = [one for one in names if one in words]
            if used:
                lines.append(f"from {place.replace('typing_extensions', 'typing')} import {', '.join(used)}")
        return lines

    def model(self, name, own):
        project = self.project
        table = self.table_name(name)
        one = Class(name, table, self.module_name)
        lines = []
        mixins = [] if self.dataclass else [mixin for mixin in ("Dated", "Titled", "Slugged", "Counted", "Commented") if project.chance(0.13)]
        if project.chance(0.06) and not self.dataclass:
            mixins = ["Indexed"]
        project.random.shuffle(mixins)
        base = "Model" if project.chance(0.25) else "Base"
        parents = mixins + [base] if project.chance(0.8) else mixins[:1] + [base] + mixins[1:]
        if mixins:
            project.use("models: mixins")
        if base == "Model":
            project.use("models: abstract base")
        lines.append(f"class {name}({', '.join(parents)}):")
        if not self.named:
            lines.append(f"    __tablename__ = {self.table_text(table)}")
        self.start(one)
        if base == "Base":
            self.columns.append(self.key_line(one))
            if project.chance(0.06) and not self.dataclass:
                self.columns.append(self.second_key(one))
        for _ in range(project.random.randint(1, 6)):
            self.columns.append(self.column_line(one))
        if project.chance(0.04) and self.style == "classic":
            project.use("models: loop in a class body")
            self.columns.append('    for side in ("left", "right"):\n        locals()[side] = sa.Column(sa.Integer)\n    del side')
        one.composite = len(self.columns) > 1 and "second_key" in self.columns[1]
        args = [] if "Indexed" in mixins else self.table_arguments(one, mixins, base)
        one.children = not one.composite and "Integer" in self.columns[0] or base == "Model"
        if self.named or "Indexed" in mixins or "Slugged" in mixins:
            one.children = False
        body = self.columns
        if self.dataclass:
            body = [line for line in body if "=" not in line] + [line for line in body if "=" in line]
        lines += args + [""] + body if project.chance(0.7) else [""] + body + args
        self.classes.append(one)
        own.append(one)
        self.tables.add(table)
        if project.chance(0.08):
            lines += self.later_index(one)
        return "\n".join(lines)

    def table_name(self, name):
        project = self.project
        table = project.pick(name.lower(), name.lower() + "s", f"app_{name.lower()}")
        if self.named:
            text = "".join(self.project.files["app/models/base.py"])
            table = f"app_{name.lower()}" if "PREFIX +" in text else name.lower() + ("s" if '+ "s"' in text else "")
        return table

    def table_text(self, table):
        project = self.project
        if table.startswith("app_") and project.chance(0.6):
            project.use("models: table name from a constant")
            return project.pick(f'f"{{PREFIX}}{table[4:]}"', f'PREFIX + "{table[4:]}"', f'"%s{table[4:]}" % PREFIX')
        return quoted(project, table)

    def child(self, name, parent):
        """Single-table, or joined."""
        project = self.project
        one = Class(name, parent.table, self.module_name)
        one.child, one.key = True, parent.key
        self.start(one)
        if project.chance(0.5):
            project.use("models: single-table inheritance")
            own = [self.column_line(one, unique_names=True) for _ in range(project.pick(0, 1, 2))]
            self.classes.append(one)
            return "\n".join([f"class {name}({parent.name}):"] + (own or ["    pass"]))
        project.use("models: joined inheritance")
        one.table, one.key = f"{parent.table}_{name.lower()}", "id"
        key = f'    id = sa.Column(sa.ForeignKey("{parent.table}.{parent.key}"), primary_key=True)'
        if self.style == "typed":
            key = f'    id: Mapped[int] = mapped_column(sa.ForeignKey("{parent.table}.{parent.key}", ondelete="CASCADE"), primary_key=True)'
        own = [self.column_line(one, unique_names=True) for _ in range(project.pick(1, 2))]
        self.classes.append(one)
        self.tables.add(one.table)
        return "\n".join([f"class {name}({parent.name}):", f"    __tablename__ = {quoted(project, one.table)}", "    __table_args__ = {}", "", key] + own)

    def with_table(self, name):
        """A class on a Table."""
        project = self.project
        one = Class(name, f"{name.lower()}_table", self.module_name)
        self.start(one)
        project.use("models: __table__")
        items = [self.core_column(one) for _ in range(project.pick(1, 2))]
        self.classes.append(one)
        self.tables.add(one.table)
        table = [f'sa.Table(', f'        "{one.table}",', "        Base.metadata,", '        sa.Column("id", sa.Integer, primary_key=True),', *[f"        {item}," for item in items], "    )"]
        return "\n".join([f"class {name}(Base):", f"    __table__ = {table[0]}", *table[1:]])

    # ---- Tables without a class -------------------------------------------------------------------------------------

    def core_table(self, free):
        project = self.project
        name = f"{project.pick(*free).lower()}_plain"
        if name in self.tables:
            return ""
        self.tables.add(name)
        project.use("models: Table()")
        items = ['sa.Column("id", sa.Integer, primary_key=True)']
        one = Class(name, name, self.module_name)
        self.start(one)
        for _ in range(project.pick(1, 2, 3)):
            items.append(self.core_column(one))
        if project.chance(0.3):
            items.append('sa.Index("ix_%s_one", "%s")' % (name, self.names[0]))
        if project.chance(0.2):
            items.append('comment="no class"')
        return "\n".join([f"{name} = sa.Table(", f"    {quoted(project, name)},", "    Base.metadata,", *[f"    {item}," for item in items], ")"])

    def association(self):
        project = self.project
        targets = [one for one in self.classes if one.key == "id" and not one.composite]
        if len(targets) < 2:
            return ""
        left, right = project.random.sample(targets, 2)
        name = f"{left.name.lower()}_to_{right.name.lower()}"
        if name in self.tables or left.table == right.table:
            return ""
        self.tables.add(name)
        project.use("models: association table")
        return "\n".join([f"{name} = sa.Table(", f"    {quoted(project, name)},", "    Base.metadata,",
                          f'    sa.Column("left_id", sa.ForeignKey("{left.table}.{left.key}"), primary_key=True),',
                          f'    sa.Column("right_id", sa.ForeignKey("{right.table}.{right.key}", ondelete="CASCADE"), primary_key=True),', ")"])

    def ck_needs_name(self):
        return has_ck_of_name(self.convention)
