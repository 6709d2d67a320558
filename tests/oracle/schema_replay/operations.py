"""Operations outside of batch blocks, each with its inverse. All of them are meant to pass."""
from schema_replay.naming import conventional, has_ck_of_name
from schema_replay.state import Column, Named, Table, constraint, listed
from schema_replay.vocabulary import COLUMNS, TABLES, default_source, kind_of, type_source


class Operations:
    def __init__(self, project, state, script):
        self.project = project
        self.state = state
        self.script = script

    # ---- What things are called -------------------------------------------------------------------------------------

    def conventional(self, *words, **more):
        return conventional(self.state.convention, *words, **more)

    def new_table_name(self):
        free = [one for one in TABLES if one not in self.state.tables]
        name = self.project.pick(*free) if free and self.state.mine is None else f"{self.project.pick(*TABLES)}_{self.state.number()}"
        return name if name not in self.state.tables else f"{name}_{self.state.number()}"

    def new_column_name(self, table):
        free = [one for one in COLUMNS if one not in table.columns]
        return self.project.pick(*free) if self.project.chance(0.8) else f"extra_{self.state.number()}"

    def some(self, condition=lambda table: True):
        tables = [one for one in self.state.reachable() if condition(one)]
        return self.project.pick(*tables) if tables else None

    # ---- Columns ----------------------------------------------------------------------------------------------------

    def column(self, name, plain_add_to=None):
        """With `plain_add_to`, what ALTER TABLE ADD COLUMN takes there."""
        project = self.project
        rows = plain_add_to is not None and plain_add_to.rows
        type_ = type_source(project, enum=f"{name}_kind_{self.state.number()}")
        column = Column(name, type_, nullable=project.chance(0.65))
        if project.chance(0.2):
            column.more["says_nullable"] = True
        if project.chance(0.3) or (rows and not column.nullable):
            column.default = default_source(project, type_, constant=rows)
            project.use("server default")
        if project.chance(0.05):
            column.more["comment"] = '"what it is"'
        if project.chance(0.05):
            column.more["default"] = {"number": "1", "text": '"a"', "boolean": "False"}.get(kind_of(type_), "None")
        return column

    def key_column(self, table):
        project = self.project
        type_ = project.pick("sa.Integer()", "sa.Integer()", "sa.Integer", "sa.BigInteger()", "sa.String(36)")
        column = Column(project.pick("id", "id", "id", "uid"), type_, nullable=project.chance(0.4))
        if project.chance(0.15):
            column.more["autoincrement"] = "True" if "Integer" in type_ else "False"
        table.key = Named(None, [column.name])
        table.columns[column.name] = column
        return column

    # ---- create_table -----------------------------------------------------------------------------------------------

    def create_table(self):
        """Up and down, and the state has the table."""
        project = self.project
        table = Table(self.new_table_name())
        items = []
        key = self.key_column(table)
        for _ in range(project.random.randint(1, 5)):
            column = self.column(self.new_column_name(table))
            table.columns[column.name] = column
        sources = self.with_constraints(table)
        if project.chance(0.3):
            key.more["primary_key"] = "True"
            sources.insert(0, key.source())
        else:
            items.append(self.key_constraint(table))
            sources.insert(0, key.source())
        if table.key.name is None:
            table.key.name = self.conventional("pk", table.name, table.key.columns)
        sources, extra = self.more_columns(table, sources)
        items = sources + extra + items + self.table_items(table)
        options = [one for one in ('comment="things"', "sqlite_autoincrement=False", 'info={"a": 1}') if project.chance(0.04)]
        target = ""
        if project.chance(0.12):
            target = self.script.fresh("table") + " = "
        lines = [f"{target}op.create_table(", f"    §{table.name}§,", *[f"    {one}," for one in items + options], ")"]
        lines += self.first_rows(table, target)
        self.state.add(table)
        drop = [f"op.drop_table(§{table.name}§)"]
        if table.indexes and project.chance(0.5):
            drop = [f"op.drop_index({self.op_f(one.name)}, table_name=§{table.name}§)" for one in table.indexes] + drop
        project.use("create_table")
        if project.chance(0.1):
            lines = self.script.guard_table(table.name, lines)
        return lines, drop

    def key_constraint(self, table):
        project = self.project
        name = None
        if project.chance(0.15) and len(table.columns) > 2:
            other = next((one for one in list(table.columns)[1:] if one not in table.busy()), None)
            if other is None:
                return constraint("sa.PrimaryKeyConstraint", listed(table.key.columns), None)
            table.key.columns.append(other)
            table.columns[other].nullable = False
            table.columns[table.key.columns[0]].more.pop("autoincrement", None)
            project.use("composite primary key")
        if project.chance(0.4):
            name = f"pk_{table.name}"
        table.key.name = name
        return constraint("sa.PrimaryKeyConstraint", listed(table.key.columns), name)

    def with_constraints(self, table):
        """Sources of the columns but the key; flags and items of columns become constraints and indexes of the state."""
        project = self.project
        sources = []
        for column in list(table.columns.values())[1:]:
            name = column.name
            roll = project.random.random()
            if roll < 0.07:
                column.more["unique"] = "True"
                table.uniques.append(Named(self.conventional("uq", table.name, [name]), [name]))
                project.use("Column(unique=True)")
            elif roll < 0.15 and "ix" in (self.state.convention or {"ix": ""}):
                unique = project.chance(0.3)
                column.more.update({"index": "True", **({"unique": "True"} if unique else {})})
                index = self.conventional("ix", table.name, [name]) or f"ix_{table.name}_{name}"
                table.indexes.append(Named(index, [name], {"unique": unique}))
                project.use("Column(index=True)")
            elif roll < 0.22:
                self.foreign_item(table, column)
            elif roll < 0.26 and kind_of(column.type_) == "number" and not has_ck_of_name(self.state.convention):
                column.items.append(f'sa.CheckConstraint("{name} >= 0")')
                table.checks.append(Named(None, [name], {"sql": f"{name} >= 0"}))
                project.use("Column(CheckConstraint)")
            elif roll < 0.29 and kind_of(column.type_) == "boolean":
                check = f"ck_{name}"
                column.type_ = f'sa.Boolean(create_constraint=True, name="{check}")'
                table.checks.append(Named(self.conventional("ck", table.name, [name], name=check), [name], {"sql": f"{name} IN (0, 1)"}))
                project.use("Boolean(create_constraint=True)")
            elif roll < 0.302:
                number = next((one.name for one in table.columns.values() if kind_of(one.type_) == "number" and one is not column and one.name not in table.computed()), None)
                if number:
                    stored = project.pick("", ", persisted=True")
                    column.type_, column.default, column.nullable, column.more = "sa.Integer()", None, True, {}
                    column.items = [f'sa.Computed("{number} * 2"{stored})']
                    table.checks.append(Named("computed", [number, name], {"sql": ""}))  # keeps both from being changed
                    project.use("Computed")
            sources.append(column.source())
        return sources

    def foreign_item(self, table, column):
        """sa.ForeignKey in a column of create_table."""
        target = self.some(lambda one: len(one.key.columns) == 1)
        if not target:
            return
        project = self.project
        key = target.key.columns[0]
        column.type_, column.default = target.columns[key].type_, None
        options = self.actions()
        words = "".join(f", {name}={value}" for name, value in options.items())
        column.items.append(f'sa.ForeignKey("{target.name}.{key}"{words})')
        name = self.conventional("fk", table.name, [column.name], referred=(target.name, [key]))
        table.foreign.append(Named(name, [column.name], {"table": target.name, "targets": [key], "options": options}))
        project.use("Column(ForeignKey)")

    def actions(self):
        options = {}
        if self.project.chance(0.4):
            options["ondelete"] = self.project.pick('"CASCADE"', '"SET NULL"', '"cascade"', '"RESTRICT"')
        if self.project.chance(0.1):
            options["onupdate"] = '"CASCADE"'
        return options

    def more_columns(self, table, sources):
        """Columns that are not written out: comprehensions, helpers, loops."""
        project = self.project
        roll = project.random.random()
        extra = []
        if roll < 0.06:
            names = [one for one in ("first", "second", "third")]
            type_ = project.pick("sa.Integer()", "sa.String(10)")
            variable = self.script.fresh("NAMES")
            self.script.header.append(f"{variable} = {names!r}")
            source = project.pick(variable, repr(tuple(names)))
            extra = [f"*[sa.Column(one, {type_}) for one in {source}]"]
            for one in names:
                table.columns[one] = Column(one, type_)
            project.use("comprehension of columns")
        elif roll < 0.12:
            extra = ["*timestamps()"]
            self.script.helpers.add("timestamps")
            table.columns["created_at"] = Column("created_at", "sa.DateTime()", False, "sa.func.now()")
            table.columns["updated_at"] = Column("updated_at", "sa.DateTime()")
            project.use("helper of another file")
        elif roll < 0.15:
            extra = ['Auditing.column("created")']
            self.script.helpers.add("Auditing")
            table.columns["created_by"] = Column("created_by", "sa.String(length=30)")
            project.use("helper of another file")
        elif roll < 0.19:
            function = self.script.fresh("_text")
            self.script.functions.append([f"def {function}(name, size=20, **more):", "    return sa.Column(name, sa.String(size), **more)"])
            extra = [f'{function}("summary")', f'{function}("label", 12, nullable=False)']
            table.columns["summary"] = Column("summary", "sa.String(20)")
            table.columns["label"] = Column("label", "sa.String(12)", False)
            project.use("helper of the same file")
        return sources, extra

    def table_items(self, table):
        """Constraints at the end of create_table."""
        project = self.project
        items = []
        free = [one for one in table.free() if "created" not in one]
        project.random.shuffle(free)
        if len(free) > 1 and project.chance(0.25):
            columns = [free.pop() for _ in range(project.pick(1, 2) if len(free) > 2 else 1)]
            name = project.pick(None, f"uq_{table.name}_{columns[0]}")
            table.uniques.append(Named(name or self.conventional("uq", table.name, columns), columns))
            items.append(f"sa.UniqueConstraint({listed(columns)}{self.name_word(name, 'uq')})")
            project.use("UniqueConstraint in create_table")
        target = self.some(lambda one: one.key.columns)
        if target and len(free) >= len(target.key.columns) and project.chance(0.2):
            columns = [free.pop() for _ in target.key.columns]
            name = project.pick(None, f"fk_{table.name}_{target.name}")
            final = name or self.conventional("fk", table.name, columns, referred=(target.name, target.key.columns))
            options = self.actions()
            more = "".join(f", {key}={value}" for key, value in options.items())
            targets = [f"{target.name}.{one}" for one in target.key.columns]
            items.append(f"sa.ForeignKeyConstraint([{listed(columns)}], [{listed(targets)}]{more}{self.name_word(name, 'fk')})")
            table.foreign.append(Named(final, columns, {"table": target.name, "targets": list(target.key.columns), "options": options}))
            project.use("ForeignKeyConstraint in create_table")
        numbers = [one for one in free if kind_of(table.columns[one].type_) == "number"]
        if numbers and project.chance(0.4):
            items.append(self.check_item(table, numbers[0]))
        return items

    def check_item(self, table, column):
        project = self.project
        name = f"positive_{column}" if project.chance(0.6) or has_ck_of_name(self.state.convention) else None
        sql = f"{column} > 0"
        final = self.conventional("ck", table.name, [column], name=name) if name else None
        if name and project.chance(0.2):
            final, word = name, f', name=op.f("{name}")'
        else:
            word = f', name="{name}"' if name else ""
        table.checks.append(Named(final, [column], {"sql": sql}))
        project.use("CheckConstraint in create_table")
        return f'sa.CheckConstraint("{sql}"{word})'

    def name_word(self, name, kind):
        if name is None:
            return ""
        return f', name=op.f("{name}")' if self.project.chance(0.3) else f', name="{name}"'

    def op_f(self, name):
        return f'op.f("{name}")' if self.project.chance(0.5) else f"§{name}§"

    def first_rows(self, table, target):
        """Sometimes a new table gets a row at once."""
        project = self.project
        if not target or not self.can_have_rows(table) or not project.chance(0.6):
            return []
        project.use("bulk_insert")
        table.rows = True
        values = ", ".join(f'"{name}": {value}' for name, value in self.row(table).items())
        return [f"op.bulk_insert({target.split(' ')[0]}, [{{{values}}}])"]

    def can_have_rows(self, table):
        """Whether a row can be written without knowing more than names and kinds of types."""
        needed = [table.columns[name] for name in self.row(table)]
        return not [one for one in table.checks if one.columns] and all(kind_of(one.type_) != "other" and "Enum" not in one.type_ for one in needed)

    def row(self, table):
        """Values for what must have one; as few as possible, so that nothing collides."""
        return {one.name: row_value(one) for one in table.columns.values()
                if one.name not in table.computed() and (one.name in table.key.columns or (not one.nullable and not one.default))}


def row_value(column):
    kind = kind_of(column.type_)
    if kind == "time":
        return 'datetime.datetime(2020, 1, 1)' if "Date(" not in column.type_ else "datetime.date(2020, 1, 1)"
    return {"text": '"a"', "number": "1", "boolean": "True"}.get(kind, "None")
