"""Operations on tables that are there, outside of batch blocks; raw SQL and rows among them."""
from schema_replay.operations import Operations
from schema_replay.state import Column, Named, Table
from schema_replay.vocabulary import kind_of


class Simple(Operations):
    def add_column(self):
        table = self.some()
        if not table:
            return None
        project, script = self.project, self.script
        name = self.new_column_name(table)
        column = self.column(name, plain_add_to=table)
        table.columns[name] = column
        project.use("add_column")
        roll = project.random.random()
        up = [f"op.add_column(§{table.name}§, {column.source()})"]
        down = [f"op.drop_column(§{table.name}§, §{name}§)"]
        if roll < 0.1 and "ix" in (self.state.convention or {"ix": ""}):
            column.more["index"] = "True"
            up = [f"op.add_column(§{table.name}§, {column.source()})"]
            del column.more["index"]
            index = self.conventional("ix", table.name, [name]) or f"ix_{table.name}_{name}"
            table.indexes.append(Named(index, [name], {"unique": False}))
            down.insert(0, f"op.drop_index({self.op_f(index)}, table_name=§{table.name}§)")
            project.use("add_column(index=True)")
        elif roll < 0.16:
            column.type_, column.default, column.nullable, column.more = "sa.String(40)", None, True, {}
            script.helpers.add("add_text")
            up = [f"add_text(§{table.name}§, §{name}§)"]
            project.use("helper of another file")
        elif roll < 0.2 and kind_of(column.type_) == "number" and not self.state.convention:
            column.items = [f'sa.CheckConstraint("{name} >= 0")']
            up = [f"op.add_column(§{table.name}§, {column.source()})"]
            column.items = []
            table.checks.append(Named(None, [name], {"sql": f"{name} >= 0"}))
            down = [f'with op.batch_alter_table(§{table.name}§) as batch_op:', f"    batch_op.drop_column(§{name}§)"]
        elif roll < 0.3:
            up = script.guard_column(table.name, name, up)
        elif roll < 0.34:
            up = [f"op.add_column(table_name=§{table.name}§, column={column.source()}, schema=None)"]
        return up, down

    def drop_column(self):
        table = self.some(Table.free)
        if not table:
            return None
        name = self.project.pick(*table.free())
        column = table.columns.pop(name)
        self.project.use("drop_column")
        up = [f"op.drop_column(§{table.name}§, §{name}§)"]
        if self.project.chance(0.15):
            up = self.script.guard_column(table.name, name, up, absent=False)
        return up, [f"op.add_column(§{table.name}§, {column.bare().source()})"]

    def rename_column(self):
        table = self.some(Table.free)
        if not table:
            return None
        old = self.project.pick(*table.free())
        new = self.new_column_name(table)
        table.rename(old, new)
        self.project.use("alter_column(new_column_name)")
        return ([f"op.alter_column(§{table.name}§, §{old}§, new_column_name=§{new}§)"],
                [f"op.alter_column(§{table.name}§, §{new}§, new_column_name=§{old}§)"])

    def create_index(self):
        table = self.some(lambda one: len(one.columns) > 1)
        if not table:
            return None
        project = self.project
        columns = project.random.sample(list(table.columns), project.pick(1, 1, 2) if len(table.columns) > 2 else 1)
        unique = project.chance(0.2)
        name = f"ix_{table.name}_{'_'.join(columns)}_{self.state.number()}"
        words = ", unique=True" if unique else project.pick("", "", ", unique=False")
        expression = where = None
        parts = f"[{', '.join(f'§{one}§' for one in columns)}]"
        project.use("create_index")
        if project.chance(0.1):
            expression = f"lower({columns[0]})"
            parts = f"[sa.text(\"{expression}\")]"
            columns = columns[:1]
            project.use("index of an expression")
        elif project.chance(0.1):
            where = f"{columns[0]} IS NOT NULL"
            words += f", sqlite_where=sa.text(\"{where}\")"
            project.use("partial index")
        if project.chance(0.05) and not expression and "ix" in (self.state.convention or {"ix": ""}):
            name = self.conventional("ix", table.name, columns) or f"ix_{table.name}_{columns[0]}"
            if any(one.name == name for other in self.state.tables.values() for one in other.indexes):
                return None
            up = [f"op.create_index(None, §{table.name}§, {parts}{words})"]
            project.use("create_index(None)")
        else:
            up = [f"op.create_index({self.op_f(name)}, §{table.name}§, {parts}{words})"]
            if project.chance(0.07) and not (expression or where):
                name = f"ix_{table.name}_{'_'.join(columns)}"
                if any(one.name == name for other in self.state.tables.values() for one in other.indexes):
                    return None
                self.script.helpers.add("index_of")
                up = [f"index_of(op, §{table.name}§, {', '.join(f'§{one}§' for one in columns)}, unique={unique})"]
                project.use("helper of another file")
        table.indexes.append(Named(name, columns, {"unique": unique, "expression": expression, "where": where}))
        down = project.pick(f"op.drop_index({self.op_f(name)}, table_name=§{table.name}§)", f"op.drop_index({self.op_f(name)}, §{table.name}§)", f"op.drop_index({self.op_f(name)})")
        return up, [down]

    def drop_index(self):
        table = self.some(lambda one: one.indexes)
        if not table:
            return None
        index = self.project.pick(*table.indexes)
        table.indexes.remove(index)
        self.project.use("drop_index")
        up = [f"op.drop_index({self.op_f(index.name)}, table_name=§{table.name}§)"]
        parts = f"[sa.text(\"{index.more['expression']}\")]" if index.more.get("expression") else f"{index.columns!r}"
        where = f", sqlite_where=sa.text(\"{index.more['where']}\")" if index.more.get("where") else ""
        return up, [f"op.create_index({self.op_f(index.name)}, §{table.name}§, {parts}, unique={index.more['unique']}{where})"]

    def rename_table(self):
        table = self.some()
        if not table or self.state.mine is not None:
            return None
        old, new = table.name, self.new_table_name()
        self.state.rename(old, new)
        self.project.use("rename_table")
        return [f"op.rename_table(§{old}§, §{new}§)"], [f"op.rename_table(§{new}§, §{old}§)"]

    def drop_table(self):
        used = {key.more["table"] for one in self.state.tables.values() for key in one.foreign}
        table = self.some(lambda one: one.name not in used and not one.computed())
        if not table or len(self.state.reachable()) < 3:
            return None
        self.state.remove(table.name)
        self.project.use("drop_table")
        down = ["op.create_table(", f"    §{table.name}§,", *[f"    {one}," for one in table.items()], ")"]
        for index in table.indexes:
            parts = f"[sa.text(\"{index.more['expression']}\")]" if index.more.get("expression") else f"{index.columns!r}"
            down.append(f"op.create_index({self.op_f(index.name)}, §{table.name}§, {parts}, unique={index.more['unique']})")
        up = [f"op.drop_table(§{table.name}§)"]
        if self.project.chance(0.2):
            up = self.script.guard_table(table.name, up, absent=False)
        return up, down

    # ---- Rows -------------------------------------------------------------------------------------------------------

    def rows(self):
        table = self.some(lambda one: one.rows) if self.project.chance(0.4) else self.some(lambda one: not one.rows)
        if not table:
            return None
        project = self.project
        plain = [one for one in table.columns.values() if one.name not in table.computed()]
        column = project.pick(*plain)
        if table.rows:
            project.use("execute: UPDATE or DELETE")
            if project.chance(0.3):
                return [f"op.execute(sa.text(§DELETE FROM {table.name} WHERE 1 = 0§))"], []
            form = project.pick(f'op.execute("UPDATE {table.name} SET {column.name} = {column.name}")',
                                f"op.get_bind().execute(sa.text(\"UPDATE {table.name} SET {column.name} = {column.name} WHERE 1 = 1\"))",
                                f"op.execute(sa.table(§{table.name}§, sa.column(§{column.name}§)).update().values({column.name}=sa.column(§{column.name}§)))",
                                f"op.execute(f\"SELECT * FROM {table.name}\")")
            return [form], []
        row = {name: {'"a"': "'a'", "True": "1", "None": "'x'"}.get(value, value if value == "1" else "'2020-01-01'") for name, value in self.row(table).items()}
        if not self.can_have_rows(table) or not row:
            return None
        table.rows = True
        project.use("execute: INSERT")
        sql = f"INSERT INTO {table.name} ({', '.join(row)}) VALUES ({', '.join(row.values())})"
        clean = [f"op.execute(\"DELETE FROM {table.name}\")"]
        if project.chance(0.4):
            names = ", ".join(f'sa.column("{one}")' for one in row)
            values = ", ".join(f'"{name}": {value}' for name, value in row.items())
            project.use("bulk_insert")
            return [f"op.bulk_insert(sa.table(§{table.name}§, {names}), [{{{values}}}])"], clean
        return [project.pick(f'op.execute("{sql}")', f'op.execute(sa.text("{sql}"))', f'op.get_bind().execute(sa.text("{sql}"))',
                             f'op.get_bind().exec_driver_sql("{sql}")')], clean
