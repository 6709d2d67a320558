"""One thing that SQLite, or Alembic before it, certainly refuses (facts F39 to F44)."""
from schema_replay.operations import Operations
from schema_replay.state import Table
from schema_replay.vocabulary import kind_of


class Defects(Operations):
    def defect(self):
        """Adds one to the script, at the end of what it does so far. Not every kind fits every state."""
        kinds = [name for name in dir(Defects) if name.startswith("broken_")]
        self.project.random.shuffle(kinds)
        for name in kinds:
            lines = getattr(self, name)()
            if lines:
                self.project.defect = name.removeprefix("broken_").replace("_", " ")
                self.script.up.append(self.script.wrapped(lines))
                return

    def inside(self, table, line, options=""):
        return [f"with op.batch_alter_table(§{table.name}§{options}) as batch_op:", f"    batch_op.{line}"]

    # ---- What is not there, and what is there already ---------------------------------------------------------------

    def broken_drop_missing_table(self):
        return ["op.drop_table(§never_made§)"]

    def broken_drop_missing_column(self):
        table = self.some()
        return table and [f"op.drop_column(§{table.name}§, §never_made§)"]

    def broken_table_twice(self):
        table = self.some()
        return table and [f'op.create_table(§{table.name}§, sa.Column("id", sa.Integer(), primary_key=True))']

    def broken_column_twice(self):
        table = self.some()
        return table and [f"op.add_column(§{table.name}§, sa.Column(§{self.project.pick(*table.columns)}§, sa.Integer(), nullable=True))"]

    def broken_index_twice(self):
        table = self.some(lambda one: one.indexes)
        other = self.some()
        return table and [f'op.create_index("{table.indexes[0].name}", §{other.name}§, [§{self.project.pick(*other.columns)}§])']

    def broken_drop_missing_index(self):
        table = self.some()
        return table and self.project.pick([f"op.drop_index(§ix_never§, table_name=§{table.name}§)"], self.inside(table, "drop_index(§ix_never§)"))

    def broken_index_on_missing_column(self):
        table = self.some()
        return table and [f"op.create_index(§ix_new§, §{table.name}§, [§never_made§])"]

    def broken_index_on_missing_table(self):
        return ["op.create_index(§ix_new§, §never_made§, [§id§])"]

    def broken_rename_missing(self):
        table = self.some()
        return self.project.pick(["op.rename_table(§never_made§, §made§)"], table and [f"op.alter_column(§{table.name}§, §never_made§, new_column_name=§made§)"])

    def broken_rename_to_taken(self):
        table = self.some(lambda one: len(one.columns) > 1)
        if not table:
            return None
        first, second = self.project.random.sample(list(table.columns), 2)
        return [f"op.alter_column(§{table.name}§, §{first}§, new_column_name=§{second}§)"]

    def broken_add_to_missing_table(self):
        return ["op.add_column(§never_made§, sa.Column(§made§, sa.Integer()))"]

    def broken_sql_on_missing(self):
        table = self.some()
        if not table:
            return None
        return [self.project.pick('op.execute("DROP TABLE never_made")', 'op.execute("ALTER TABLE never_made ADD COLUMN a INTEGER")', 'op.execute("DROP INDEX never_made")',
                                  f'op.execute("ALTER TABLE {table.name} DROP COLUMN never_made")', f'op.execute("CREATE TABLE {table.name} (id INTEGER)")')]

    # ---- What SQLite does not alter ---------------------------------------------------------------------------------

    def broken_alter_outside_batch(self):
        table = self.some()
        words = self.project.pick("type_=sa.String(200)", "nullable=True", "nullable=False", 'server_default="1"', "server_default=None", "server_default=sa.text(\"'x'\")",
                                  "existing_type=sa.Integer(), type_=sa.BigInteger()", "existing_type=sa.Text(), nullable=True")
        return table and [f"op.alter_column(§{table.name}§, §{self.project.pick(*table.columns)}§, {words})"]

    def broken_comment_outside_batch(self):
        table = self.some()
        return table and [f'op.alter_column(§{table.name}§, §{self.project.pick(*table.columns)}§, comment="new words", existing_type=sa.Integer())']

    def broken_constraint_outside_batch(self):
        table = self.some()
        if not table:
            return None
        column = self.project.pick(*table.columns)
        return [self.project.pick(f"op.create_unique_constraint(§uq_new§, §{table.name}§, [§{column}§])", f'op.create_check_constraint("ck_new", §{table.name}§, "{column} > 0")',
                                  f"op.create_foreign_key(§fk_new§, §{table.name}§, §{table.name}§, [§{column}§], [§{column}§])", f"op.create_primary_key(§pk_new§, §{table.name}§, [§{column}§])")]

    def broken_drop_constraint_outside_batch(self):
        table = self.some()
        return table and [f"op.drop_constraint(§uq_some§, §{table.name}§, type_=\"unique\")"]

    def broken_unique_or_key_in_plain_add(self):
        table = self.some()
        words = self.project.pick("sa.Integer(), unique=True", f'sa.Integer(), sa.ForeignKey("{table.name}.{table.key.columns[0] if table.key.columns else "id"}")') if table else ""
        return table and [f"op.add_column(§{table.name}§, sa.Column(§quite_new§, {words}))"]

    def broken_not_null_on_rows(self):
        table = self.some(lambda one: one.rows)
        line = "add_column({}sa.Column(§quite_new§, sa.Integer(), nullable=False))"
        return table and self.project.pick(["op." + line.format(f"§{table.name}§, ")], self.inside(table, line.format("")))

    def broken_drop_of_indexed_column(self):
        table = self.some(lambda one: [index for index in one.indexes if not index.more.get("expression")])
        if not table:
            return None
        index = next(one for one in table.indexes if not one.more.get("expression"))
        return self.project.pick([f"op.drop_column(§{table.name}§, §{index.columns[0]}§)"], self.inside(table, f"drop_column(§{index.columns[0]}§)"))

    def broken_drop_of_key_column(self):
        table = self.some(lambda one: one.key.columns)
        return table and [f"op.drop_column(§{table.name}§, §{table.key.columns[0]}§)"]

    def broken_drop_of_unique_column(self):
        table = self.some(lambda one: one.uniques)
        return table and [f"op.drop_column(§{table.name}§, §{table.uniques[0].columns[0]}§)"]

    def broken_drop_of_checked_column(self):
        table = self.some(lambda one: [check for check in one.checks if check.name and check.name != "computed"])
        if not table:
            return None
        check = next(one for one in table.checks if one.name and one.name != "computed")
        return self.project.pick([f"op.drop_column(§{table.name}§, §{check.columns[0]}§)"], self.inside(table, f"drop_column(§{check.columns[0]}§)"))

    # ---- What a batch block refuses ---------------------------------------------------------------------------------

    def broken_drop_constraint_none(self):
        table = self.some()
        return table and self.project.pick(self.inside(table, 'drop_constraint(None, type_="unique")'), [f'op.drop_constraint(None, §{table.name}§, type_="foreignkey")'])

    def broken_unnamed_in_batch(self):
        table = self.some(Table.free)
        if not table or {"uq", "fk"} & set(self.state.convention or {}):
            return None
        column = self.project.pick(*table.free())
        return self.inside(table, self.project.pick(f"create_unique_constraint(None, [§{column}§])", f"create_foreign_key(None, §{table.name}§, [§{column}§], [§{column}§])",
                                                    f'add_column(sa.Column(§quite_new§, sa.Integer(), sa.ForeignKey("{table.name}.{column}")))'))

    def broken_missing_column_in_batch(self):
        table = self.some()
        return table and self.inside(table, self.project.pick("drop_column(§never_made§)", "alter_column(§never_made§, nullable=True)", "alter_column(§never_made§, new_column_name=§made§)"))

    def broken_missing_constraint_in_batch(self):
        table = self.some()
        return table and self.inside(table, f"drop_constraint({self.project.pick('§uq_never§', '§t_p_id_fkey§', '§ck_never§')}, type_={self.project.pick('%r' % 'unique', '%r' % 'foreignkey')})")

    def broken_batch_on_missing_table(self):
        return ["with op.batch_alter_table(§never_made§) as batch_op:", "    batch_op.drop_column(§a§)"]

    def broken_place_without_recreate(self):
        table = self.some(lambda one: one.key.columns)
        return table and self.inside(table, f'add_column(sa.Column(§quite_new§, sa.Integer()), insert_after="{table.key.columns[0]}")')

    def broken_never_recreate(self):
        table = self.some(Table.free)
        if not table:
            return None
        column = self.project.pick(*table.free())
        return self.inside(table, self.project.pick(f"alter_column(§{column}§, nullable=True)", f"create_unique_constraint(§uq_new§, [§{column}§])", f"alter_column(§{column}§, type_=sa.Text())"), ', recreate="never"')

    # ---- Calls that are wrong in themselves -------------------------------------------------------------------------

    def broken_type_of_another_database(self):
        table = self.some()
        return table and [f"op.add_column(§{table.name}§, sa.Column(§quite_new§, {self.project.pick('postgresql.JSONB()', 'postgresql.INET()', 'postgresql.ARRAY(sa.Integer())', 'postgresql.TSVECTOR()')}))"]

    def broken_kind_of_constraint(self):
        table = self.some()
        return table and [f"op.drop_constraint(§fk_some§, §{table.name}§, type_=\"foreign_key\")"]

    def broken_foreign_key_in_new_table(self):
        """A column of the constraint is not among those of the table."""
        name = self.new_table_name()
        return [f'op.create_table(§{name}§, sa.Column("id", sa.Integer()), sa.UniqueConstraint("never_made"))']

    def broken_rename_of_decorated(self):
        """Alembic asks a TypeDecorator, as these two are, for the name of a type that has none."""
        table = self.some(lambda one: not one.computed() and one.free())
        return table and self.inside(table, f"alter_column(§{self.project.pick(*table.free())}§, new_column_name=§quite_new§, existing_type=sa.{self.project.pick('Interval', 'PickleType')}())")

    def broken_recreation_with_computed(self):
        """Alembic copies generated columns too."""
        table = self.some(Table.computed)
        return table and self.inside(table, 'create_check_constraint("ck_never", "1 = 1")')

    def broken_index_without_convention(self):
        """A convention that says nothing about indexes leaves them without any name."""
        table = self.some()
        return table and "ix" not in (self.state.convention or {"ix": ""}) and [f"op.add_column(§{table.name}§, sa.Column(§quite_new§, sa.Integer(), index=True))"]

    def broken_number_of_rows(self):
        table = self.some(lambda one: one.rows and [c for c in one.columns.values() if kind_of(c.type_) == "number"])
        return table and ["op.add_column(§%s§, sa.Column(§stamped§, sa.DateTime(), server_default=sa.func.now()))" % table.name]
