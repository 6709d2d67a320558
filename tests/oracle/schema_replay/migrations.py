"""A history of migrations: its graph, what each revision does, the one defect that it may have."""
from schema_replay.batch import Batch
from schema_replay.defects import Defects
from schema_replay.loops import Loops
from schema_replay.naming import CONVENTIONS
from schema_replay.raw_sql import RawSql
from schema_replay.script import HELPERS, Script
from schema_replay.simple import Simple
from schema_replay.state import State
from schema_replay.vocabulary import spelled

WEIGHTS = {"create_table": 6, "add_column": 7, "add_columns_in_loop": 1.5, "tables_in_loop": 0.7, "indexes_in_loop": 0.8, "drop_column": 3, "rename_column": 2, "create_index": 4, "drop_index": 2,
           "rename_table": 1, "drop_table": 2.5, "rows": 4, "batch": 12, "batch_unnamed_by_convention": 1, "sql_create_table": 1, "sql_add_column": 1,
           "sql_drop_column": 1, "sql_rename_column": 1, "sql_rename_table": 0.5, "sql_index": 1, "sql_drop_index": 0.5, "sql_no_effect": 0.5, "idle": 1.5}

ENV = '''from logging.config import fileConfig
{imports}
from alembic import context

config = context.config


def run_migrations_offline():
    context.configure(url=config.get_main_option("sqlalchemy.url"), target_metadata=target_metadata, literal_binds=True{options})
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online():
    connectable = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata{options})
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
'''


class Writer(Simple, Loops, RawSql, Batch, Defects):
    def idle(self):
        """What looks like a change, and is none."""
        table = self.some()
        if not table:
            return None
        name = self.project.pick(*table.columns)
        if self.project.chance(0.5):
            return self.script.guard_column(table.name, name, [f"op.add_column(§{table.name}§, sa.Column(§{name}§, sa.Integer()))"]), []
        return self.script.guard_table("never_there", [f"op.drop_table(§never_there§)"], absent=False), []


class History:
    def __init__(self, project):
        self.project = project
        target = project.weighted(models=70, models_with_convention=30)
        self.convention = project.pick(*CONVENTIONS) if target == "models_with_convention" else None
        self.metadata = "models" if self.convention or project.chance(0.8) else project.pick("none", "own")
        if self.convention:
            project.use("naming convention")
        self.graph()

    def graph(self):
        """[(id, parents, branch)], in an order in which they can be made."""
        project = self.project
        count = project.pick(1, 2, 3, 4, 4, 5, 6, 7, 8)
        style = project.pick("counter", "hex")
        ids = [f"{one + 1:04d}" if style == "counter" else "".join(project.random.choice("0123456789abcdef") for _ in range(12)) for one in range(count)]
        self.revisions = []
        fork = project.random.randint(1, count - 3) if count > 4 and project.chance(0.45) else None
        if fork is None:
            self.revisions = [(one, [ids[place - 1]] if place else [], None) for place, one in enumerate(ids)]
            return
        project.use("branches")
        trunk, rest = ids[:fork], ids[fork:]
        left = rest[:max(1, (len(rest) - 1) // 2)]
        merges = project.chance(0.85)
        right = rest[len(left):-1] if merges else rest[len(left):]
        for place, one in enumerate(trunk):
            self.revisions.append((one, [trunk[place - 1]] if place else [], None))
        for branch, line in enumerate((left, right)):
            for place, one in enumerate(line):
                self.revisions.append((one, [line[place - 1] if place else trunk[-1]], branch))
        if merges:
            project.use("merge")
            self.revisions.append((rest[-1], [left[-1], right[-1]], "merge"))

    def write(self):
        project = self.project
        state = State(self.convention if self.metadata == "models" else None)
        defective = project.random.randrange(len(self.revisions)) if project.chance(0.33) else None
        halves = None
        for number, (revision, parents, branch) in enumerate(self.revisions):
            if branch in (0, 1) and halves is None:
                names = list(state.tables)
                project.random.shuffle(names)
                cut = len(names) // 2
                halves = [set(names[:cut]), set(names[cut:])]
            state.mine = halves[branch] if branch in (0, 1) else None
            script = Script(project, number)
            writer = Writer(project, state, script)
            if branch != "merge" or project.chance(0.2):
                self.fill(writer, script, state, number == defective)
            self.file(script, number, revision, parents)
        self.surroundings()

    def fill(self, writer, script, state, defective):
        project = self.project
        wanted = project.pick(1, 1, 2, 3, 4) + (0 if state.tables else 1)
        for place in range(wanted):
            kind = "create_table" if not state.reachable() else project.random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            made = getattr(writer, kind)()
            if made:
                script.add(*made)
        if defective:
            writer.defect()
        self.downgrade(script)

    def downgrade(self, script):
        """Right, or wrong in one of the ways in which they are."""
        how = self.project.weighted(right=62, missing=8, order=6, name=10, refuses=6, empty=4, own=4)
        lines = script.down
        self.project.use(f"downgrade: {how}")
        if how == "missing" and lines:
            lines.pop(self.project.random.randrange(len(lines)))
        elif how == "order":
            lines.reverse()
        elif how == "name":
            for place, step in enumerate(lines):
                drops = [one for one, line in enumerate(step) if ("drop_" in line or "alter_column" in line) and "§" in line]
                if drops:
                    first, name, rest = step[drops[0]].split("§", 2)
                    last = first.count("(") and "op.drop_column" in first
                    step[drops[0]] = f"{first}§{name}§{rest}" if not last else f"{first}§{name}§{rest}".replace(f"§{rest.split('§')[1]}§" if "§" in rest else "§§", "§gone_before§")
                    if not last:
                        step[drops[0]] = f"{first}§{name}_gone§{rest}"
                    break
        elif how == "refuses":
            raised = self.project.pick('raise NotImplementedError("there is no way back")', "raise NotImplementedError", 'raise RuntimeError("irreversible")')
            script.down = [[raised]]
        elif how == "empty":
            script.down = []
        elif how == "own":
            script.down = [[f"op.drop_table(§{self.project.pick('users', 'never_there')}§)"]]

    def file(self, script, number, revision, parents):
        slug = self.project.pick("change", "more_tables", "add_things", "clean_up", "from_review")
        name = self.project.pick(f"{revision}_{slug}.py", f"{revision}.py", f"{number:02d}_{slug}_{revision[:4]}.py")
        text = script.file(revision, parents, slug.replace("_", " "))
        if "datetime.date" in text:
            text = text.replace('"""\n', '"""\nimport datetime\n', 1)
        self.project.files[f"migrations/versions/{name}"] = text

    def surroundings(self):
        project = self.project
        project.files["alembic.ini"] = "[alembic]\nscript_location = migrations\nprepend_sys_path = .\nsqlalchemy.url = sqlite:///app.db\n"
        imports, body = spelled(project, HELPERS.format(imports="IMPORTS"))
        project.files["app/helpers.py"] = body.replace("IMPORTS", "\n".join(imports))
        imports = ["from sqlalchemy import engine_from_config, pool"]
        if self.metadata == "models":
            imports += ["", project.pick("from app.models import Base", "from app import models\nfrom app.models import Base", "from app.models import *"), "", "target_metadata = Base.metadata"]
        elif self.metadata == "own":
            imports += ["from sqlalchemy import MetaData", "", "target_metadata = MetaData()"]
        else:
            imports += ["", "target_metadata = None"]
        options = ""
        if project.chance(0.3):
            options += ", render_as_batch=True"
            project.use("render_as_batch")
        if project.chance(0.2):
            options += ", compare_type=True"
        at = next(place for place, one in enumerate(imports) if one.startswith("target_metadata"))
        text = ENV.format(imports="\n".join(imports[:at]), options=options).replace("config = context.config\n", f"config = context.config\n{imports[at]}\n", 1)
        project.files["migrations/env.py"] = text
