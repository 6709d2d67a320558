"""Operations in loops and in functions of another file, outside of batch blocks."""
from schema_replay.operations import Operations
from schema_replay.state import Column, Named, Table


class Loops(Operations):
    def add_columns_in_loop(self):
        table = self.some()
        if not table:
            return None
        self.project.use("loop of add_column")
        number = self.state.number()
        names = [f"part_{number}_{one}" for one in ("a", "b", "c")[:self.project.pick(2, 3)]]
        for name in names:
            table.columns[name] = Column(name, "sa.Integer()")
        head, column = self.project.pick(
            (f"for name in {names!r}:", "name"),
            (f"for letter in {tuple(one[-1] for one in names)!r}:", f'f"part_{number}_{{letter}}"'),
            (f"for number, name in enumerate({names!r}):", "name"),
            (f"for name, length in {dict.fromkeys(names, 1)!r}.items():", "name"),
            (f"for name in sorted(set({names!r})):", "name"),
            (f"for name, other in zip({names!r}, range(9)):", "name"))
        up = [head, f"    op.add_column(§{table.name}§, sa.Column({column}, sa.Integer(), nullable=True))"]
        down = [f"for name in reversed({names!r}):", f"    op.drop_column(§{table.name}§, name)"]
        return up, down

    def tables_in_loop(self):
        """Tables that look alike."""
        names = [f"{self.new_table_name()}_{self.state.number()}" for _ in range(2)]
        for name in names:
            table = Table(name)
            table.columns = {"id": Column("id", "sa.Integer()", False), "code": Column("code", "sa.String(9)"), "state": Column("state", "sa.Integer()")}
            table.key = Named(self.conventional("pk", name, ["id"]), ["id"])
            table.indexes = [Named(f"ix_{name}_{one}", [one], {"unique": False}) for one in ("code", "state")]
            self.state.add(table)
        self.project.use("loop of create_table")
        self.script.helpers.update(["identity", "INDEXED", "drop_all"])
        variable = self.script.fresh("TABLES")
        self.script.header.append(f"{variable} = {names!r}")
        up = [f"for table_name in {variable}:",
              '    op.create_table(table_name, identity(), sa.Column("code", sa.String(9)), sa.Column("state", sa.Integer()))',
              "    for indexed in INDEXED:",
              '        op.create_index("ix_%s_%s" % (table_name, indexed), table_name, [indexed])']
        return up, [f"drop_all({variable})"]

    def indexes_in_loop(self):
        tables = [one for one in self.state.reachable() if len(one.columns) > 1]
        if not tables:
            return None
        pairs = []
        for table in tables[:2]:
            column = self.project.pick(*table.columns)
            name = f"idx_{table.name}_{column}"
            if any(one.name == name for other in self.state.tables.values() for one in other.indexes):
                return None
            table.indexes.append(Named(name, [column], {"unique": False}))
            pairs.append((table.name, column))
        self.project.use("loop of create_index")
        up = [f"for table_name, indexed in {pairs!r}:", '    op.create_index(f"idx_{table_name}_{indexed}", table_name, [indexed], unique=False)']
        down = [f"for table_name, indexed in {pairs!r}:", '    op.drop_index("idx_" + table_name + "_" + indexed, table_name=table_name)']
        return up, down
