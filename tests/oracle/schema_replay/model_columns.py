"""Columns of models, and what stands in __table_args__."""
from schema_replay.vocabulary import COLUMNS, default_source, kind_of, quoted, type_source

ANNOTATIONS = ["int", "str", "float", "bool", "bytes", "datetime.date", "datetime.datetime", "datetime.time", "datetime.timedelta", "decimal.Decimal", "uuid.UUID", "Status", "Color"]
ENUMS = ["sa.Enum(Status)", "sa.Enum(Color)", "sa.Enum(Status, native_enum=False)", 'sa.Enum(Status, name="statuses")', "sa.Enum(Level, native_enum=False, length=15)",
         "sa.Enum(Status, values_callable=lambda kind: [one.value for one in kind])", 'sa.Enum("x", "yy", name="letters")', 'sa.Enum("up", "down", name="way", native_enum=False)',
         'sa.Enum(*[one.value for one in Status], name="status_values")']
OWN = ["Lowered", "Lowered()", "Money()", "Tags", "Tags()", "ShortText", "Name"]


class ModelColumns:
    def start(self, one):
        """A new class or table begins."""
        self.columns = []
        self.names = []
        self.keys = {}       # name in the database → attribute

    def new_name(self, prefix=""):
        free = [one for one in COLUMNS if one not in self.names and one not in ("title",)]
        name = prefix + self.project.pick(*free)
        self.names.append(name)
        return name

    def model_type(self):
        project = self.project
        roll = project.random.random()
        if roll < 0.12:
            project.use("models: Enum")
            return project.pick(*ENUMS)
        if roll < 0.22:
            project.use("models: own type")
            return project.pick(*OWN)
        if roll < 0.27:
            project.use("models: length from a constant")
            return "sa.String(NAME_LENGTH)"
        return type_source(project)

    def options(self, one, name, type_, typed=False):
        """Keywords of a column."""
        project = self.project
        words = []
        if not typed and project.chance(0.45):
            words.append(f"nullable={project.pick(True, False, False)}")
        elif typed and project.chance(0.1):
            words.append(f"nullable={project.pick(True, False)}")
        roll = project.random.random()
        if roll < 0.1:
            words.append("unique=True")
        elif roll < 0.2 and "ix" in (self.convention or {"ix": ""}):
            words.append("index=True")
        elif 0.2 < roll < 0.24 and "ix" in (self.convention or {"ix": ""}):
            words += ["unique=True", "index=True"]
        if project.chance(0.22):
            kind = type_ if type_.startswith(("sa.", "postgresql.")) else "sa.String"
            words.append(f"server_default={default_source(project, kind)}")
        elif project.chance(0.1):
            words.append(project.pick("default=None", "server_onupdate=sa.FetchedValue()", "info={'a': 1}") if not self.dataclass else "info={'a': 1}")
        if project.chance(0.07):
            words.append(f"comment={quoted(project, 'what it is')}")
            project.use("models: column comment")
        return words

    def key_line(self, one):
        project = self.project
        one.key = name = project.pick("id", "id", "id", "id", "uid")
        self.names.append(name)
        if self.style == "typed":
            init = ", init=False" if self.dataclass else ""
            one.key_type = "Integer"
            return project.pick(f"    {name}: Mapped[int] = mapped_column(primary_key=True{init})", f"    {name}: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=True{init})")
        return f"    {name} = " + project.pick("sa.Column(sa.Integer, primary_key=True)", "sa.Column(sa.Integer(), primary_key=True, autoincrement=True)", "key()", "sa.Column(sa.BigInteger, primary_key=True)",
                                              "sa.Column(sa.String(36), primary_key=True)", "key(sa.BigInteger)", f'sa.Column("{name}", sa.Integer, primary_key=True, nullable=False)')

    def second_key(self, one):
        """The key has two columns then."""
        self.project.use("models: composite primary key")
        self.names.append("second_key")
        if self.style == "typed":
            return self.project.pick("    second_key: Mapped[str] = mapped_column(sa.String(5), primary_key=True)",
                                "    second_key: Mapped[Optional[str]] = mapped_column(sa.String(5), primary_key=True)")
        return self.project.pick("    second_key = sa.Column(sa.String(5), primary_key=True)", "    second_key = sa.Column(sa.String(5), primary_key=True, nullable=True)")

    def foreign(self, one):
        """sa.ForeignKey(...) to something that is there, or None."""
        targets = [other for other in self.classes if not other.composite]
        if not targets or not self.project.chance(0.16):
            return None
        target = self.project.pick(*targets)
        more = self.project.pick("", "", ', ondelete="CASCADE"', ', ondelete="SET NULL", onupdate="CASCADE"', f', name="fk_{one.table}_{len(self.names)}"')
        self.project.use("models: ForeignKey")
        if target.module == self.module_name and not target.child and self.project.chance(0.15):
            self.project.use("models: ForeignKey(Model.id)")
            return f"sa.ForeignKey({target.name}.{target.key}{more})"
        return f'sa.ForeignKey("{target.table}.{target.key}"{more})'

    def column_line(self, one, unique_names=False):
        project = self.project
        name = self.new_name(f"{one.name.lower()}_" if unique_names else "")
        if self.style == "typed":
            return self.typed_line(one, name)
        self.keys[name] = name
        foreign = None if one.child else self.foreign(one)
        roll = project.random.random()
        if foreign and "app_" not in foreign and '.id"' in foreign and roll < 0.2:
            project.use("models: helper makes a column")
            table = foreign.split('"')[1].split(".")[0]
            return f'    {name} = reference("{table}"' + project.pick("", ", nullable=True", ', ondelete="SET NULL"') + ")"
        words = [foreign] if foreign and project.chance(0.6) else [self.model_type()] + ([foreign] if foreign else [])
        if not foreign and roll < 0.06:
            project.use("models: explicit column name")
            words.insert(0, f'"{name}_db"')
            self.keys[f"{name}_db"] = self.keys.pop(name)
        if foreign is None and 0.06 < roll < 0.085 and words[0][0] != '"':
            project.use("models: Column(name=, type_=)")
            return f'    {name} = sa.Column(name="{name}", type_={words[0]}, nullable={project.pick(True, False)})'
        if foreign is None and 0.085 < roll < 0.1 and words[0][0] != '"':
            project.use("models: Column(key=)")
            return f'    {name} = sa.Column("{name}_db", {words[0]}, key="{name}")'
        type_ = next(one for one in words if not one.startswith(('"', "sa.ForeignKey"))) if not words[0].startswith("sa.ForeignKey") else "sa.Integer"
        if foreign is None and 0.3 < roll < 0.5 and kind_number(type_) and not self.ck_needs_name():
            words.append(f'sa.CheckConstraint("{name} > 0"{project.pick("", ", name=%r" % f"ck_{one.table}_{name}")})')
            project.use("models: Column(CheckConstraint)")
        if foreign is None and 0.1 < roll < 0.12:
            words = ["sa.Boolean(create_constraint=True, name=%r)" % f"ck_{name}_bool"]
            project.use("models: Boolean(create_constraint=True)")
        if 0.12 < roll < 0.15 and not foreign:
            project.use("models: helper makes a column")
            return f"    {name} = required({', '.join(words + self.options(one, name, type_, typed=True))})"
        if 0.15 < roll < 0.17 and not foreign:
            words = ["sa.Integer", project.pick('sa.Computed("1 + 1")', 'sa.Computed("2 * 3", persisted=True)', "sa.Identity(start=3)")]
            return f"    {name} = sa.Column({', '.join(words)})"
        text = f"sa.Column({', '.join(words + self.options(one, name, type_))})"
        if 0.2 < roll < 0.23:
            project.use("models: deferred or column_property")
            text = project.pick(f"deferred({text})", f"column_property({text})")
        if 0.23 < roll < 0.26 and not foreign and one.table not in ():
            project.use("models: declared_attr column")
            return f"    @declared_attr\n    def {name}(cls):\n        return {text}"
        return f"    {name} = {text}"

    def core_column(self, one):
        name = self.new_name()
        foreign = self.foreign(one)
        words = [quoted(self.project, name)] + ([foreign] if foreign else [self.model_type()])
        return f"sa.Column({', '.join(words + self.options(one, name, words[1] if not foreign else 'sa.Integer'))})"

    # ---- Annotations ------------------------------------------------------------------------------------------------

    def annotations(self):
        """Annotated presets of this file."""
        self.project.use("models: Annotated")
        self.presets = True
        return "\n".join([f"required_name = Annotated[str, mapped_column(sa.String(48), nullable=False)]", "money = Annotated[decimal.Decimal, mapped_column(sa.Numeric(9, 2))]",
                          "moment = Annotated[datetime.datetime, mapped_column(sa.DateTime, server_default=sa.func.now())]"])

    def typed_line(self, one, name):
        project = self.project
        self.keys[name] = name
        foreign = None if one.child else self.foreign(one)
        roll = project.random.random()
        if foreign:
            optional = project.pick("int", "Optional[int]", "int | None")
            return f"    {name}: Mapped[{optional}] = mapped_column({foreign})"
        if roll < 0.12 and self.presets and not self.dataclass:
            kind = project.pick("required_name", "money", "moment")
            return f"    {name}: Mapped[{project.pick(kind, f'Optional[{kind}]')}]" + project.pick("", " = mapped_column(index=True)")
        if roll < 0.4:
            kind = project.pick(*ANNOTATIONS, *(["dict"] if self.mapped_types else []))
            annotation = project.pick(kind, kind, f"Optional[{kind}]", f"{kind} | None", f"Union[{kind}, None]")
            if project.chance(0.1):
                annotation = f'"{annotation}"'
            project.use("models: Mapped[] alone")
            return f"    {name}: Mapped[{annotation}]"
        type_ = self.model_type()
        words = self.options(one, name, type_, typed=True)
        if self.dataclass:
            words = [word for word in words if not word.startswith("default=")]
        if roll < 0.75:
            kind = project.pick("str", "int", "Optional[str]", "str | None", "Optional[int]")
            explicit = [f'"{name}_db"'] if project.chance(0.08) else []
            if explicit:
                self.keys[f"{name}_db"] = self.keys.pop(name)
            return f"    {name}: Mapped[{kind}] = mapped_column({', '.join(explicit + [type_] + words)})"
        if self.dataclass:
            return f"    {name}: Mapped[str] = mapped_column({', '.join([type_] + words)})"
        project.use("models: mapped_column without annotation")
        return f"    {name} = mapped_column({', '.join([type_] + words)})"

    # ---- __table_args__ ---------------------------------------------------------------------------------------------

    def table_arguments(self, one, mixins, base):
        project = self.project
        if base == "Model" and self.house and project.chance(0.5) and self.keys and "Commented" not in mixins:
            project.use("models: Base.__table_args__ in a sum")
            return [f"    __table_args__ = (sa.UniqueConstraint({quoted(project, project.pick(*self.keys))}),) + Model.__table_args__"]
        if not project.chance(0.4):
            return []
        items = []
        names = [name for name in self.keys]
        project.random.shuffle(names)
        if names and project.chance(0.5):
            columns = names[:project.pick(1, 2)]
            items.append(f"sa.UniqueConstraint({', '.join(quoted(project, name) for name in columns)}{project.pick('', f', name=%r' % f'uq_{one.table}_some')})")
            project.use("models: UniqueConstraint")
        if names and project.chance(0.5):
            items.append(self.index_item(one, names[-1]))
        if names and project.chance(0.35):
            name = f', name="{one.table}_check"' if self.ck_needs_name() or project.chance(0.7) else ""
            items.append(f'sa.CheckConstraint("{names[0]} IS NOT NULL"{name})')
            project.use("models: CheckConstraint")
        targets = [other for other in self.classes if not other.composite]
        if targets and names and project.chance(0.2):
            target = project.pick(*targets)
            items.append(f'sa.ForeignKeyConstraint(["{names[0]}"], ["{target.table}.{target.key}"]{project.pick("", ", ondelete=%r" % "CASCADE", ", name=%r" % f"fk_{one.table}_args")})')
            project.use("models: ForeignKeyConstraint")
        options = ['"comment": "about it"'] if project.chance(0.3) else []
        options += ['"sqlite_autoincrement": True'] if project.chance(0.1) else []
        if not items:
            project.use("models: __table_args__ dict")
            return [f"    __table_args__ = {{{', '.join(options)}}}"]
        if options:
            project.use("models: __table_args__ tuple and dict")
            items.append("{" + ", ".join(options) + "}")
        if project.chance(0.1) and "Commented" not in mixins:
            project.use("models: __table_args__ declared_attr")
            return ["    @declared_attr", "    def __table_args__(cls):", f"        return ({', '.join(items)},)"]
        if project.chance(0.1) and not options:
            project.use("models: __table_args__ sum")
            return [f"    __table_args__ = ({items[0]},) + ({', '.join(items[1:])}{',' if items[1:] else ''})"]
        return [f"    __table_args__ = ({', '.join(items)},)"]

    def index_item(self, one, name):
        project = self.project
        project.use("models: Index")
        unique = project.pick("", "", ", unique=True")
        form = project.pick("plain", "plain", "text", "where", "unnamed")
        if form == "text":
            return f'sa.Index("ix_{one.table}_low", sa.text("lower({name})"){unique})'
        if form == "where":
            return f'sa.Index("ix_{one.table}_part", "{name}", postgresql_where=sa.text("{name} IS NOT NULL"), sqlite_where=sa.text("{name} IS NOT NULL"){unique})'
        if form == "unnamed" and "ix" not in (self.convention or {}):
            return f'sa.Index(None, "{name}"{unique})'
        return f'sa.Index("ix_{one.table}_some", "{name}"{unique})'

    def later_index(self, one):
        """Below the class."""
        if not self.keys:
            return []
        attribute = self.project.pick(*self.keys.values())
        self.project.use("models: Index below the class")
        return ["", "", self.project.pick(f'sa.Index("ix_{one.table}_later", {one.name}.{attribute})', f'{one.name}.__table__.append_constraint(sa.Index("ix_{one.table}_added", {one.name}.__table__.c[0]))',
                                          f'sa.Index("ix_{one.table}_desc", {one.name}.{attribute}.desc())')]


def kind_number(type_):
    return type_.startswith("sa.") and kind_of(type_) == "number"
