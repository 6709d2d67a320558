"""What the generator of migrations believes the database to hold: enough to write operations that fit, and their inverse.

It is no judge: where it is wrong, the real database says so.
"""
import copy
from dataclasses import dataclass, field


@dataclass
class Column:
    name: str
    type_: str
    nullable: bool = True
    default: str | None = None
    items: list = field(default_factory=list)   # ForeignKey(...), CheckConstraint(...), as sources
    more: dict = field(default_factory=dict)    # unique, index, comment, primary_key ...

    def source(self, name=None):
        words = [name or f'"{self.name}"', self.type_, *self.items]
        if not self.nullable:
            words.append("nullable=False")
        elif self.more.get("says_nullable"):
            words.append("nullable=True")
        if self.default:
            words.append(f"server_default={self.default}")
        words += [f"{key}={value}" for key, value in self.more.items() if key != "says_nullable"]
        return f"sa.Column({', '.join(words)})"

    def bare(self):
        """The column without what becomes an object of its own."""
        more = {key: value for key, value in self.more.items() if key not in ("unique", "index", "primary_key")}
        return Column(self.name, self.type_, self.nullable, self.default, [one for one in self.items if "Computed" in one], more)


@dataclass
class Named:
    """A constraint or an index; `source` is its definition as an item of create_table, `{name}` stands for the name."""
    name: str | None
    columns: list
    more: dict = field(default_factory=dict)


class Table:
    def __init__(self, name):
        self.name = name
        self.columns = {}
        self.key = Named(None, [])
        self.uniques = []
        self.foreign = []        # more: table, targets, options
        self.checks = []         # more: sql
        self.indexes = []        # more: unique, expression, where
        self.rows = False

    def computed(self):
        return [one.name for one in self.columns.values() if "Computed" in str(one.items)]

    def busy(self):
        """Columns that something else names."""
        used = set(self.key.columns)
        for one in self.uniques + self.foreign + self.checks + self.indexes:
            used.update(one.columns)
        return used | set(self.computed())

    def free(self):
        return [name for name in self.columns if name not in self.busy()] if len(self.columns) > 2 else []

    def rename(self, old, new):
        column = self.columns[old]
        column.name = new
        self.columns = {one.name: one for one in self.columns.values()}
        for one in [self.key] + self.uniques + self.foreign + self.checks + self.indexes:
            one.columns = [new if name == old else name for name in one.columns]
            if "sql" in one.more:
                one.more["sql"] = one.more["sql"].replace(old, new)

    def recreated(self):
        """What a batch block that makes the table anew loses."""
        self.checks = [one for one in self.checks if one.name]
        self.indexes = [one for one in self.indexes if not one.more.get("expression")]
        self.uniques = [one for one in self.uniques if not one.more.get("unseen")]

    def items(self):
        """Everything in `op.create_table` behind the name."""
        items = [column.bare().source() for column in self.columns.values()]
        if self.key.columns:
            items.append(constraint("sa.PrimaryKeyConstraint", listed(self.key.columns), self.key.name))
        for one in self.foreign:
            targets = [f"{one.more['table']}.{name}" for name in one.more["targets"]]
            items.append(constraint("sa.ForeignKeyConstraint", f"[{listed(one.columns)}], [{listed(targets)}]", one.name, one.more.get("options", {})))
        for one in self.uniques:
            items.append(constraint("sa.UniqueConstraint", listed(one.columns), one.name))
        for one in self.checks:
            items.append(constraint("sa.CheckConstraint", f'"{one.more["sql"]}"', one.name))
        return items


def listed(names):
    return ", ".join(f'"{one}"' for one in names)


def constraint(call, words, name, options=None):
    """A name that is known is the whole name: no convention touches it."""
    more = [f"{key}={value}" for key, value in (options or {}).items()] + ([f'name=op.f("{name}")'] if name else [])
    return f"{call}({', '.join([words] + more)})"


class State:
    """Tables by name. `mine` are those that the branch at hand may touch."""

    def __init__(self, convention):
        self.tables = {}
        self.convention = convention
        self.mine = None
        self.counter = 0

    def reachable(self):
        return [one for name, one in self.tables.items() if self.mine is None or name in self.mine]

    def add(self, table):
        self.tables[table.name] = table
        if self.mine is not None:
            self.mine.add(table.name)

    def remove(self, name):
        del self.tables[name]
        if self.mine is not None:
            self.mine.discard(name)

    def rename(self, old, new):
        table = self.tables[old]
        self.remove(old)
        table.name = new
        self.add(table)
        for other in self.tables.values():
            for key in other.foreign:
                if key.more["table"] == old:
                    key.more["table"] = new

    def number(self):
        self.counter += 1
        return self.counter

    def copy(self):
        return copy.deepcopy(self)
