"""batch_alter_table: what SQLite can only do by making the table anew."""
from schema_replay.naming import has_ck_of_name
from schema_replay.operations import Operations
from schema_replay.state import Column, Named, listed
from schema_replay.vocabulary import default_source, kind_of, type_source


class Batch(Operations):
    def batch(self):
        table = self.some(lambda one: not one.computed() and not any(one.name == key.more["table"] for key in one.foreign))
        if not table:
            return None
        project = self.project
        self.table, self.touched, self.recreates = table, set(), False
        plain = not (table.uniques or table.foreign or table.checks or table.indexes)
        self.copies = self.table_source(table) if plain and project.chance(0.08) else ""
        self.recreate = recreate = project.weighted(auto=70, always=22, never=8)
        kinds = {"add": 5, "drop": 3, "type": 3, "nullable": 3, "default": 3, "rename": 3, "unique": 3, "foreign": 2, "check": 2,
                 "drop_constraint": 4, "index": 2, "drop_index": 2, "lost": 0.3, "placed": 1, "comment": 0.7, "key": 0.7, "beside": 0.7}
        if recreate == "never":
            kinds = {"add": 3, "drop": 2, "rename": 2, "index": 2, "drop_index": 1}
        self.before = []      # what runs in the block, and past it
        ups, downs = [], []
        for _ in range(project.pick(1, 1, 2, 3)):
            kind = project.random.choices(list(kinds), list(kinds.values()))[0]
            made = getattr(self, f"batch_{kind}")()
            if made:
                project.use(f"batch: {kind}")
                ups += made[0]
                downs = made[1] + downs
        if not ups and not self.before:
            return None
        if recreate == "always":
            self.recreates = True
        if recreate == "never":
            self.recreates = False
        if self.recreates:
            table.recreated()
        options = "" if recreate == "auto" and project.chance(0.8) else f', recreate="{recreate}"'
        project.use(f"batch recreate={recreate}")
        options += ", schema=None" if project.chance(0.3) else ""
        options += self.table_args() or self.copy_from()
        if project.chance(0.05):
            options += project.pick(", reflect_kwargs={}", ", table_kwargs={}")
        return self.block(table, options, ups, self.before), self.block(table, f', recreate="{recreate}"' if recreate == "never" else "", downs)

    def table_source(self, table):
        items = ", ".join(table.items())
        return f'sa.Table("{table.name}", sa.MetaData(), {items})'.replace("op.f(", "(")

    def copy_from(self):
        """The table as the revision says it is, instead of what is there."""
        if not self.copies:
            return ""
        self.project.use("batch copy_from")
        variable = self.script.fresh("existing")
        self.script.header.append(f"{variable} = {self.copies}")
        return f", copy_from={variable}"

    def table_args(self):
        """Constraints that only a recreation brings."""
        table, project = self.table, self.project
        if not self.recreates or table.rows or not project.chance(0.06) or has_ck_of_name(self.state.convention):
            return ""
        numbers = [one for one in table.free() if kind_of(table.columns[one].type_) == "number"]
        if not numbers:
            return ""
        project.use("batch table_args")
        name = f"ck_args_{self.state.number()}"
        table.checks.append(Named(name, numbers[:1], {"sql": f"{numbers[0]} < 1000"}))
        return f', table_args=(sa.CheckConstraint("{numbers[0]} < 1000", name="{name}"),)'

    def block(self, table, options, lines, before=()):
        name = self.project.pick("batch_op", "batch_op", "batch_op", "batch")
        body = ["    " + line for line in before]
        body += ["    " + line.replace("BATCH.", f"{name}.") for line in lines]
        return [f"with op.batch_alter_table(§{table.name}§{options}) as {name}:"] + (body or ["    pass"])

    def target(self, names):
        """A column that nothing in this block has touched yet."""
        names = [one for one in names if one not in self.touched]
        name = self.project.pick(*names) if names else None
        self.touched.add(name)
        return name

    # ---- Columns ----------------------------------------------------------------------------------------------------

    def batch_add(self):
        name = self.new_column_name(self.table)
        if name in self.touched:
            return None
        column = self.column(name, plain_add_to=self.table)
        self.table.columns[name] = column
        self.touched.add(name)
        if column.default and "sa." in column.default:
            self.recreates = True
        return [f"BATCH.add_column({column.source()})"], [f"BATCH.drop_column(§{name}§)"]

    def batch_placed(self):
        """insert_after wants a recreation that is asked for."""
        name = self.new_column_name(self.table)
        if self.recreate != "always" or name in self.touched or self.touched:
            return None
        column = self.column(name, plain_add_to=self.table)
        after = self.project.pick(*self.table.columns)
        self.table.columns[name] = column
        self.touched.update([name, after])
        return [f'BATCH.add_column({column.source()}, insert_{self.project.pick("after", "before")}="{after}")'], [f"BATCH.drop_column(§{name}§)"]

    def batch_comment(self):
        """Accepted, and without effect, but that the table is made anew."""
        name = self.target(self.table.free())
        if not name:
            return None
        self.recreates = True
        return [f"BATCH.alter_column(§{name}§, comment=§in_other_words§)"], [f"BATCH.alter_column(§{name}§, comment=None)"]

    def batch_beside(self):
        """op instead of the block's own name: it runs at once, the block runs at its end."""
        name = self.new_column_name(self.table)
        if name in self.touched or self.copies:
            return None
        self.touched.add(name)
        self.table.columns[name] = Column(name, "sa.Integer()")
        self.before.append(f"op.add_column(§{self.table.name}§, sa.Column(§{name}§, sa.Integer()))")
        return [], [f"BATCH.drop_column(§{name}§)"]

    def batch_drop(self):
        name = self.target(self.table.free())
        if not name:
            return None
        column = self.table.columns.pop(name)
        self.recreates = True
        return [f"BATCH.drop_column(§{name}§)"], [f"BATCH.add_column({column.bare().source()})"]

    def batch_rename(self):
        name = self.target(self.table.free())
        if not name:
            return None
        new = self.new_column_name(self.table)
        if new in self.touched:
            return None
        self.touched.add(new)
        type_ = self.table.columns[name].type_
        # Alembic asks these for the name of their impl, which has none: a defect of its own (defects.py).
        decorated = type_.startswith(("sa.Interval", "sa.PickleType"))
        existing = f", existing_type={type_}" if self.project.chance(0.5) and not decorated else ""
        self.table.rename(name, new)
        self.recreates = True
        return ([f"BATCH.alter_column(§{name}§, new_column_name=§{new}§{existing})"],
                [f"BATCH.alter_column(§{new}§, new_column_name=§{name}§)"])

    def batch_type(self):
        name = self.target([one for one in self.table.free() if not self.table.columns[one].default])
        if not name:
            return None
        column = self.table.columns[name]
        column.more.pop("default", None)
        old, column.type_ = column.type_, type_source(self.project, f"{name}_kind_{self.state.number()}")
        existing = f", existing_type={old}" if self.project.chance(0.6) else ""
        nullable = f", existing_nullable={column.nullable}" if self.project.chance(0.4) else ""
        self.recreates = True
        return ([f"BATCH.alter_column(§{name}§, {existing[2:] + ', ' if existing else ''}type_={column.type_}{nullable})"],
                [f"BATCH.alter_column(§{name}§, type_={old})"])

    def batch_nullable(self):
        name = self.target(self.table.free())
        if not name:
            return None
        column = self.table.columns[name]
        # Rows may hold NULL, and then the copy fails: nobody can tell by reading.
        if self.table.rows:
            return None
        column.nullable = not column.nullable
        self.recreates = True
        return [f"BATCH.alter_column(§{name}§, nullable={column.nullable})"], [f"BATCH.alter_column(§{name}§, nullable={not column.nullable})"]

    def batch_default(self):
        name = self.target(self.table.free())
        if not name:
            return None
        column = self.table.columns[name]
        old, column.default = column.default, None if column.default and self.project.chance(0.6) else default_source(self.project, column.type_)
        self.recreates = True
        return [f"BATCH.alter_column(§{name}§, server_default={column.default})"], [f"BATCH.alter_column(§{name}§, server_default={old})"]

    # ---- Constraints ------------------------------------------------------------------------------------------------

    def drop_line(self, name, kind):
        """The name is the whole name, so no convention may come over it."""
        if self.state.convention or self.project.chance(0.3):
            return f"BATCH.drop_constraint(op.f(\"{name}\"), type_=\"{kind}\")"
        return f"BATCH.drop_constraint(§{name}§{self.project.pick('', f', type_={kind!r}', f', {kind!r}')})"

    def batch_unique(self):
        name = self.target(self.table.free())
        if not name:
            return None
        table = self.table
        written = f"uq_{table.name}_{name}_{self.state.number()}"
        if "uq" in (self.state.convention or {}) and self.project.chance(0.4):
            final, words = self.conventional("uq", table.name, [name]), "None"
            self.project.use("batch: unnamed under a convention")
        else:
            final, words = written, self.op_f(written)
        table.uniques.append(Named(final, [name]))
        self.recreates = True
        return [f"BATCH.create_unique_constraint({words}, [§{name}§])"], [self.drop_line(final, "unique")]

    def batch_foreign(self):
        table = self.table
        target = self.some(lambda one: len(one.key.columns) == 1 and one is not table)
        name = self.target(table.free()) if target else None
        if not name:
            return None
        key = target.key.columns[0]
        written = f"fk_{table.name}_{name}_{self.state.number()}"
        if "fk" in (self.state.convention or {}) and self.project.chance(0.4):
            final, words = self.conventional("fk", table.name, [name], referred=(target.name, [key])), "None"
        else:
            final, words = written, self.op_f(written)
        options = self.actions()
        more = "".join(f", {one}={value}" for one, value in options.items())
        table.foreign.append(Named(final, [name], {"table": target.name, "targets": [key], "options": options}))
        self.recreates = True
        return [f"BATCH.create_foreign_key({words}, §{target.name}§, [§{name}§], [§{key}§]{more})"], [self.drop_line(final, "foreignkey")]

    def batch_check(self):
        # Rows that got a negative default would not pass: what rows hold is nobody's question here.
        columns = self.table.columns
        name = self.target([one for one in self.table.free() if kind_of(columns[one].type_) == "number" and "-" not in (columns[one].default or "")])
        if not name:
            return None
        written = f"positive_{self.state.number()}"
        final = self.conventional("ck", self.table.name, [name], name=written)
        self.table.checks.append(Named(final, [name], {"sql": f"{name} >= 0"}))
        self.recreates = True
        condition = self.project.pick(f'"{name} >= 0"', f'sa.text("{name} >= 0")', f"sa.column(§{name}§) >= 0")
        return [f'BATCH.create_check_constraint("{written}", {condition})'], [self.drop_line(final, "check")]

    def batch_drop_constraint(self):
        table = self.table
        choices = [("unique", one) for one in table.uniques if one.name] + [("foreignkey", one) for one in table.foreign if one.name]
        choices += [("check", one) for one in table.checks if one.name and one.name != "computed" and "ck_" not in one.name]
        choices = [(kind, one) for kind, one in choices if not self.touched & set(one.columns)]
        if not choices:
            return None
        kind, one = self.project.pick(*choices)
        {"unique": table.uniques, "foreignkey": table.foreign, "check": table.checks}[kind].remove(one)
        self.touched.update(one.columns)
        self.recreates = True
        self.project.use("batch: drop_constraint")
        name = f'op.f("{one.name}")'
        if kind == "unique":
            back = f"BATCH.create_unique_constraint({name}, [{listed(one.columns)}])"
        elif kind == "check":
            back = f'BATCH.create_check_constraint({name}, "{one.more["sql"]}")'
        else:
            back = f'BATCH.create_foreign_key({name}, "{one.more["table"]}", [{listed(one.columns)}], [{listed(one.more["targets"])}])'
        return [self.drop_line(one.name, kind)], [back]

    def batch_key(self):
        """Another primary key, by name."""
        table = self.table
        if table.key.name or not table.key.columns or self.touched or table.rows or "pk" in (self.state.convention or {}):
            return None
        names = [one for one in table.free() if not table.columns[one].nullable]
        if not names:
            return None
        old, name = list(table.key.columns), f"pk_{table.name}_{self.state.number()}"
        table.key = Named(name, [names[0]])
        for one in old:
            table.columns[one].nullable = False
        self.touched.update([names[0], *old])
        self.recreates = True
        return [f'BATCH.create_primary_key("{name}", ["{names[0]}"])'], [f'BATCH.create_primary_key("{name}_old", [{listed(old)}])']

    def batch_lost(self):
        """A constraint on a column that is not there: the recreation passes, and leaves it out."""
        self.recreates = True
        name = f"uq_lost_{self.state.number()}"
        return [f'BATCH.create_unique_constraint("{name}", [§never_made§])'], []

    # ---- Indexes ----------------------------------------------------------------------------------------------------

    def batch_index(self):
        name = self.target(list(self.table.columns))
        if not name:
            return None
        index = f"ix_{self.table.name}_{name}_{self.state.number()}"
        unique = self.project.chance(0.2)
        self.table.indexes.append(Named(index, [name], {"unique": unique}))
        return [f"BATCH.create_index({self.op_f(index)}, [§{name}§], unique={unique})"], [f"BATCH.drop_index({self.op_f(index)})"]

    def batch_drop_index(self):
        choices = [one for one in self.table.indexes if not one.more.get("expression") and not one.more.get("where") and not self.touched & set(one.columns)]
        if not choices:
            return None
        index = self.project.pick(*choices)
        self.table.indexes.remove(index)
        self.touched.update(index.columns)
        return ([f"BATCH.drop_index({self.op_f(index.name)})"],
                [f"BATCH.create_index({self.op_f(index.name)}, {index.columns!r}, unique={index.more['unique']})"])

    def batch_unnamed_by_convention(self):
        """An unnamed unique is dropped by the name that the block's own convention gives it."""
        table = self.some(lambda one: not one.computed() and [key for key in one.uniques if not key.name and not key.more.get("unseen")])
        if not table:
            return None
        one = next(key for key in table.uniques if not key.name and not key.more.get("unseen"))
        table.uniques.remove(one)
        table.recreated()
        self.project.use("batch naming_convention")
        name = f"uq_{table.name}_{one.columns[0]}"
        convention = self.script.fresh("naming")
        self.script.header.append(f'{convention} = {{"uq": "uq_%(table_name)s_%(column_0_name)s"}}')
        up = [f"with op.batch_alter_table(§{table.name}§, naming_convention={convention}) as batch_op:",
              f'    batch_op.drop_constraint("{name}", type_="unique")']
        down = [f"with op.batch_alter_table(§{table.name}§) as batch_op:", f'    batch_op.create_unique_constraint("{name}", [{listed(one.columns)}])']
        return up, down
