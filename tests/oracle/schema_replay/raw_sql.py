"""Schema changes written as SQL."""
from schema_replay.operations import Operations
from schema_replay.state import Column, Named, Table

TYPES = {"INTEGER": "sa.Integer()", "VARCHAR(30)": "sa.String(30)", "TEXT": "sa.Text()", "NUMERIC(10, 2)": "sa.Numeric(10, 2)", "BOOLEAN": "sa.Boolean()", "DATETIME": "sa.DateTime()"}


class RawSql(Operations):
    def run(self, sql):
        """The statement in one of the ways in which it reaches the database."""
        project = self.project
        body = f'"{sql}"'
        if project.chance(0.3):
            body = '"""\n        ' + sql.replace(" (", " (\n            ", 1).replace(", ", ",\n            ") + '\n    """'
        return [project.pick("op.execute({})", "op.execute({})", "op.execute(sa.text({}))", "op.get_bind().execute(sa.text({}))", "op.get_bind().exec_driver_sql({})", "op.execute(sa.DDL({}))").format(body)]

    def case(self, word):
        return word.lower() if self.project.chance(0.2) else word

    def sql_create_table(self):
        project = self.project
        table = Table(self.new_table_name())
        table.columns["id"] = Column("id", "sa.Integer()", False)
        table.key = Named(None, ["id"])
        items = [project.pick("id INTEGER NOT NULL PRIMARY KEY", "id INTEGER NOT NULL", '"id" INTEGER NOT NULL')]
        tail = [] if "PRIMARY" in items[0] else ["PRIMARY KEY (id)"]
        for name in project.random.sample(["name", "state", "amount", "note", "size"], project.random.randint(1, 4)):
            type_ = project.pick(*TYPES)
            column = Column(name, TYPES[type_], project.chance(0.6))
            words = [name, type_] + ([] if column.nullable else ["NOT NULL"])
            if project.chance(0.15):
                words.append("UNIQUE")
                # SQLAlchemy does not see UNIQUE behind a type with parentheses, so a batch block loses it.
                table.uniques.append(Named(None, [name], {"unseen": "(" in type_}))
            if project.chance(0.25):
                column.default = project.pick('"0"', "sa.text(\"'x'\")")
                words.append("DEFAULT " + {'"0"': "'0'"}.get(column.default, "'x'"))
            items.append(" ".join(words))
            table.columns[name] = column
        target = self.some(lambda one: len(one.key.columns) == 1)
        if target and project.chance(0.3):
            key = target.key.columns[0]
            action = project.pick("", " ON DELETE CASCADE")
            items.append(f"parent INTEGER REFERENCES {target.name} ({key}){action}")
            table.columns["parent"] = Column("parent", "sa.Integer()")
            table.foreign.append(Named(None, ["parent"], {"table": target.name, "targets": [key], "options": {"ondelete": '"CASCADE"'} if action else {}}))
        if project.chance(0.3) and "amount" in table.columns:
            tail.append(f"CONSTRAINT ck_{table.name} CHECK (amount > 0)")
            table.checks.append(Named(f"ck_{table.name}", ["amount"], {"sql": "amount > 0"}))
        self.state.add(table)
        project.use("SQL: CREATE TABLE")
        guard = project.pick("", "", "IF NOT EXISTS ")
        # Several lines: SQLAlchemy 1.4 misreads a named CHECK of a table that was made in one (facts F44).
        sql = f"{self.case('CREATE TABLE')} {guard}{table.name} (\\n" + ",\\n".join(items + tail).replace('"', '\\"') + "\\n)"
        up = [project.pick("op.execute({})", "op.execute(sa.text({}))", "op.get_bind().exec_driver_sql({})").format(f'"{sql}"')]
        return up, project.pick([f"op.drop_table(§{table.name}§)"], self.run(f"DROP TABLE {table.name}"), self.run(f"DROP TABLE IF EXISTS {table.name}"))

    def sql_add_column(self):
        table = self.some()
        if not table:
            return None
        name = self.new_column_name(table)
        type_ = self.project.pick(*TYPES)
        column = Column(name, TYPES[type_], default=self.project.pick(None, "sa.text(\"'x'\")"))
        table.columns[name] = column
        self.project.use("SQL: ADD COLUMN")
        word = self.project.pick("ADD COLUMN", "ADD COLUMN", "ADD")
        sql = f"{self.case('ALTER TABLE')} {table.name} {word} {name} {type_}" + (" DEFAULT 'x'" if column.default else "")
        return self.run(sql), [f"op.drop_column(§{table.name}§, §{name}§)"]

    def sql_drop_column(self):
        table = self.some(Table.free)
        if not table:
            return None
        name = self.project.pick(*table.free())
        column = table.columns.pop(name)
        self.project.use("SQL: DROP COLUMN")
        return self.run(f"ALTER TABLE {table.name} DROP COLUMN {name}"), [f"op.add_column(§{table.name}§, {column.bare().source()})"]

    def sql_rename_column(self):
        table = self.some(Table.free)
        if not table:
            return None
        old, new = self.project.pick(*table.free()), self.new_column_name(table)
        table.rename(old, new)
        self.project.use("SQL: RENAME COLUMN")
        return self.run(f'ALTER TABLE "{table.name}" RENAME COLUMN {old} TO {new}'.replace('"', "")), self.run(f"ALTER TABLE {table.name} RENAME COLUMN {new} TO {old}")

    def sql_rename_table(self):
        table = self.some()
        if not table or self.state.mine is not None:
            return None
        old, new = table.name, self.new_table_name()
        self.state.rename(old, new)
        self.project.use("SQL: RENAME TO")
        return self.run(f"ALTER TABLE {old} RENAME TO {new}"), [f"op.rename_table(§{new}§, §{old}§)"]

    def sql_index(self):
        table = self.some(lambda one: len(one.columns) > 1)
        if not table:
            return None
        columns = self.project.random.sample(list(table.columns), 2 if len(table.columns) > 2 and self.project.chance(0.3) else 1)
        name = f"idx_{table.name}_{self.state.number()}"
        unique = self.project.chance(0.2)
        table.indexes.append(Named(name, columns, {"unique": unique}))
        self.project.use("SQL: CREATE INDEX")
        sql = f"CREATE {'UNIQUE ' if unique else ''}INDEX {self.project.pick('', 'IF NOT EXISTS ')}{name} ON {table.name} ({', '.join(columns)})"
        return self.run(sql), self.project.pick(self.run(f"DROP INDEX {name}"), [f"op.drop_index(§{name}§, table_name=§{table.name}§)"])

    def sql_drop_index(self):
        table = self.some(lambda one: [index for index in one.indexes if not index.more.get("expression") and not index.more.get("where")])
        if not table:
            return None
        index = self.project.pick(*[one for one in table.indexes if not one.more.get("expression") and not one.more.get("where")])
        table.indexes.remove(index)
        self.project.use("SQL: DROP INDEX")
        return self.run(f"DROP INDEX {self.project.pick('', 'IF EXISTS ')}{index.name}"), [f"op.create_index({self.op_f(index.name)}, §{table.name}§, {index.columns!r}, unique={index.more['unique']})"]

    def sql_no_effect(self):
        self.project.use("SQL without effect")
        sql = self.project.pick("PRAGMA foreign_keys=OFF", "SELECT 1", "DROP TABLE IF EXISTS never_there", "DROP INDEX IF EXISTS never_there", "ANALYZE")
        return self.run(sql), []
