"""What a SQLite database holds, in the form in which Limbeck prints a schema.

PRAGMA tells columns and indexes; names of constraints stand only in the text of CREATE TABLE, which is read here instead
of asking SQLAlchemy: its reflection is one of the things that are tested.
"""
import re

TOKEN = re.compile(r"""\s+|--[^\n]*|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|\w+(?:\.\w+)?|.""", re.S)
COLUMN_ENDS = {"CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "GENERATED", "AS"}


class Tokens:
    """The words of one item of CREATE TABLE, and where each stands in the text."""

    def __init__(self, sql, words):
        self.sql = sql
        self.words = words
        self.at = 0

    def done(self):
        return self.at >= len(self.words)

    def peek(self):
        return "" if self.done() else self.words[self.at].group().upper()

    def take(self):
        self.at += 1
        return self.words[self.at - 1].group()

    def accept(self, *words):
        if [one.group().upper() for one in self.words[self.at:self.at + len(words)]] != list(words):
            return False
        self.at += len(words)
        return True

    def group(self):
        """What stands between the next parenthesis and its end, or nothing."""
        if self.peek() != "(":
            return None
        depth, first = 0, self.words[self.at].end()
        while True:
            word = self.take()
            depth += (word == "(") - (word == ")")
            if depth == 0:
                return self.sql[first:self.words[self.at - 1].start()]


def words_of(sql):
    return [one for one in TOKEN.finditer(sql) if not one.group().isspace() and not one.group().startswith("--")]


def name_of(word):
    if word[:1] in "\"`[":
        return word[1:-1].replace('""', '"')
    return word


def items_of(sql):
    """The items between the outermost parentheses, and the words behind them."""
    items, item, depth, rest = [], [], 0, []
    for word in words_of(sql):
        text = word.group()
        if depth == 0 and text != "(":
            if items:
                rest.append(word)
            continue
        depth += (text == "(") - (text == ")")
        if (depth == 1 and text == ",") or depth == 0:
            items.append(Tokens(sql, item))
            item = []
        elif not (depth == 1 and text == "(" and not item and not items):
            item.append(word)
    return items, Tokens(sql, rest)


def names_in(text):
    return [name_of(words_of(part)[0].group()) for part in split(text)]


def split(text):
    parts, part, depth = [], "", 0
    for word in TOKEN.finditer(text):
        depth += (word.group() == "(") - (word.group() == ")")
        if depth == 0 and word.group() == ",":
            parts.append(part)
            part = ""
        else:
            part += word.group()
    return [one.strip() for one in parts + [part]]


def reference(item, table, name, columns):
    """What follows the word REFERENCES."""
    key = {"name": name, "columns": columns, "schema": "", "table": name_of(item.take()), "targets": [], "on_delete": "", "on_update": ""}
    targets = item.group()
    key["targets"] = names_in(targets) if targets else []
    while item.accept("ON"):
        what = "on_delete" if item.take().upper() == "DELETE" else "on_update"
        action = item.take().upper()
        key[what] = f"{action} {item.take().upper()}" if action in ("SET", "NO") else action
    table["foreign_keys"].append(key)


def read_constraint(item, table, name):
    if item.accept("PRIMARY", "KEY"):
        table["primary_key"]["name"] = name
    elif item.accept("UNIQUE"):
        table["unique"].append({"name": name, "columns": names_in(item.group())})
    elif item.accept("CHECK"):
        table["checks"].append({"name": name, "sql": item.group()})
    elif item.accept("FOREIGN", "KEY"):
        columns = names_in(item.group())
        item.accept("REFERENCES")
        reference(item, table, name, columns)


def read_column(item, table, computed):
    column = name_of(item.take())
    while not item.done() and item.peek() not in COLUMN_ENDS:
        item.take()
    name = None
    while not item.done():
        if item.accept("CONSTRAINT"):
            name = name_of(item.take())
            continue
        if item.accept("PRIMARY", "KEY"):
            table["primary_key"]["name"] = name
        elif item.accept("UNIQUE"):
            table["unique"].append({"name": name, "columns": [column]})
        elif item.accept("CHECK"):
            table["checks"].append({"name": name, "sql": item.group()})
        elif item.accept("REFERENCES"):
            reference(item, table, name, [column])
        elif item.accept("AS"):
            computed[column] = item.group()
        elif item.accept("DEFAULT"):
            if item.group() is None:
                item.take()
            continue
        else:
            item.take()
            continue
        name = None


def read_index(raw, name, unique, partial, table):
    """One row of PRAGMA index_list, made by CREATE INDEX."""
    sql = raw.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?", (name,)).fetchone()[0]
    rest = items_of(sql)[1]
    body = sql[sql.index("("):]
    inner = Tokens(body, words_of(body)).group()
    columns = []
    for part in split(inner):
        words = words_of(part)
        columns.append(name_of(words[0].group()) if len(words) == 1 else {"expression": part})
    index = {"name": name, "unique": bool(unique), "columns": columns}
    if partial:
        rest.accept("WHERE")
        index["where"] = sql[rest.words[rest.at].start():]
    table["indexes"].append(index)


def read_table(raw, name, sql):
    table = {"schema": "", "certainty": "known", "columns": [], "primary_key": {"name": None, "columns": []}, "unique": [],
             "foreign_keys": [], "checks": [], "indexes": []}
    computed = {}
    for item in items_of(sql)[0]:
        if item.accept("CONSTRAINT"):
            read_constraint(item, table, name_of(item.take()))
        elif item.peek() in ("PRIMARY", "UNIQUE", "CHECK", "FOREIGN"):
            read_constraint(item, table, None)
        else:
            read_column(item, table, computed)
    key = []
    for _, column, type_text, notnull, default, place, hidden in raw.execute(f'PRAGMA table_xinfo("{name}")'):
        told = {"name": column, "type": type_text.upper(), "nullable": not notnull, "default": None, "primary_key": place > 0}
        if column in computed:
            # A generated column's declared type ends in the words of its definition.
            told["type"] = re.sub(r" ?GENERATED ALWAYS$", "", told["type"])
            told["default"] = {"kind": "computed", "text": computed[column]}
        elif default is not None:
            told["default"] = {"kind": "sql", "text": default}
        if place:
            key.append((place, column))
        table["columns"].append(told)
    table["primary_key"]["columns"] = [column for _, column in sorted(key)]
    for _, index, unique, origin, partial in raw.execute(f'PRAGMA index_list("{name}")').fetchall():
        if origin == "c":
            read_index(raw, index, unique, partial, table)
    return table


def reflect(raw):
    """{name: table} of everything but Alembic's own table."""
    rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                       "AND name <> 'alembic_version' ORDER BY name").fetchall()
    return {name: read_table(raw, name, sql) for name, sql in rows}
