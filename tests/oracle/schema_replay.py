#!/usr/bin/python3
"""schema_replay.py: random projects; what their models declare and their migrations build, in truth and by Limbeck.

    /usr/bin/python3 tests/oracle/schema_replay.py LIMBECK [--projects N] [--seed S] [--only G] [--report FILE] [--keep DIR]
    /usr/bin/python3 tests/oracle/schema_replay.py --selftest

Every project has an alembic.ini, an env.py, models and revisions, made from `seed:number`, so that a failure can be made again
with --only. The models are imported and their MetaData is read; the migrations are run by Alembic on SQLite, one revision at a
time, and the database is reflected after each; each downgrade runs on the state after its own upgrade. Limbeck tells the same
from the files alone. What it leaves open is counted, what it says must be true. Projects that failed once are kept in
`fixtures/` (--only G --keep DIR writes one) and run first. SQLAlchemy and Alembic are whatever this Python imports.
"""
import sys

sys.dont_write_bytecode = True  # no __pycache__ beside the sources

import argparse
import copy
import glob
import json
import multiprocessing
import os
import random
import shutil
import tempfile
import traceback
from collections import Counter

import runner_report
from schema_replay import claims, comparison, truth
from schema_replay.generator import make, requirements
from schema_replay.project import read_markdown

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(HERE, "fixtures")
# Of all facts that projects hold, so many Limbeck may leave open.
OPEN_LIMIT = 0.005


class Result:
    """What became of one project."""

    def __init__(self, project):
        self.name = project.name
        self.defect = project.defect
        self.features = project.features
        self.differences = []
        self.facts = Counter()
        self.open = Counter()
        self.reasons = Counter()
        self.fails = None
        self.unplanned = None
        self.steps = self.undone = self.refused = 0
        self.failed_downgrades = 0
        self.damage_seen = None
        self.blur_seen = "seen"


def check(project, limbeck):
    """Everything about one project. With no `limbeck`, its answer is made from the truth."""
    result = Result(project)
    folder = tempfile.mkdtemp(prefix="limbeck-oracle-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    try:
        project.write(folder)
        with truth.inside(folder):
            models = truth.import_models(folder)
            run = truth.run_migrations(folder)
        note(result, project, run)
        for part in compare(project, folder, models, run, limbeck):
            result.differences += part.differences
            result.facts += part.facts
            result.open += part.open
            result.reasons.update(part.reasons)
        if limbeck is None:
            result.damage_seen = damaged(project, models, run)
            result.blur_seen = blurred(project, models, run)
            if read_markdown(project.name, project.markdown()).files != project.files:
                result.differences.append("read from its own Markdown, the project is another one")
    except Exception as error:  # the generator's fault, or the oracle's
        last = traceback.extract_tb(error.__traceback__)[-1]
        result.differences.append(f"the project cannot be run: {type(error).__name__}: {error} ({os.path.basename(last.filename)}:{last.lineno}, {last.line})")
    finally:
        shutil.rmtree(folder)
    return result


def note(result, project, run):
    ups = [one for one in run.failures if one["direction"] == "upgrade"]
    result.steps, result.undone, result.refused = len(run.after), run.undone, len(run.refusals)
    result.failed_downgrades = len(run.failures) - len(ups)
    result.fails = ups[0]["message"] if ups else None
    if bool(ups) != bool(project.defect) and not project.is_fixture:
        result.unplanned = f"{project.name}: {ups[0]['message'] if ups else f'passes in spite of the defect: {project.defect}'}"


def compare(project, folder, models, run, limbeck):
    """One comparison for each answer of Limbeck's."""

    def answer(of, dialect, tables, at=None):
        if limbeck:
            return claims.ask(limbeck, folder, of, dialect, at)
        return claims.Claims(json.loads(json.dumps({**run.environment(), "tables": tables})))

    for dialect, tables in models.items():
        part = comparison.Comparison(f"models on {dialect}")
        comparison.compare_schemas(part, tables, answer("models", dialect, tables))
        yield part
    at_end = answer("migrations", "sqlite", run.tables)
    failed = any(one["direction"] == "upgrade" for one in run.failures)
    last = run.upgraded()[-1] if run.upgraded() else None
    for revision, tables in run.after.items():
        part = comparison.Comparison(f"migrations at {revision}")
        whole = revision == last and not failed and len(run.script.get_heads()) == 1
        comparison.compare_schemas(part, tables, at_end if whole else answer("migrations", "sqlite", tables, revision))
        yield part
    if not failed and len(run.script.get_heads()) > 1:
        part = comparison.Comparison("migrations at the heads")
        comparison.compare_schemas(part, run.tables, at_end)
        yield part
    part = comparison.Comparison("failures")
    if at_end.trouble:
        part.differ("failure", at_end.trouble)
    comparison.compare_failures(part, run, at_end)
    yield part


# ---- The test of the test -------------------------------------------------------------------------------------------


def damaged(project, models, run):
    """Whether an answer that is wrong in one thing is seen to be wrong; None when there is nothing to damage."""
    chance = random.Random(project.name)
    if run.order and chance.random() < 0.25:
        return damaged_failures(chance, run)
    tables = chance.choice([one for one in [*models.values(), *run.after.values()] if one] or [None])
    if tables is None:
        return None
    wrong = copy.deepcopy(tables)
    table = wrong[chance.choice(sorted(wrong))]
    what = damage(chance, wrong, table)
    part = comparison.Comparison("models" if tables in models.values() else "migrations")
    comparison.compare_schemas(part, tables, claims.Claims({"certainty": "known", "tables": wrong}))
    return what if not part.differences else "seen"


def blurred(project, models, run):
    """Whether an answer that leaves something open is taken for that: no difference, and counted."""
    chance = random.Random(project.name + " blurred")
    tables = chance.choice([one for one in [*models.values(), *run.after.values()] if one] or [None])
    if tables is None:
        return "seen"
    left = copy.deepcopy(tables)
    way, certainty = blur(chance, left), "known"
    if way in ("a table may be missing", "the table is not there"):
        certainty = "partial"
    part = comparison.Comparison("models" if tables in models.values() else "migrations")
    comparison.compare_schemas(part, tables, claims.Claims({"certainty": certainty, "tables": left}))
    return "seen" if not part.differences and part.open and part.reasons else f"{way}: {part.differences}"


def blur(chance, tables):
    name = chance.choice(sorted(tables))
    table = tables[name]
    column = chance.choice(table["columns"])
    things = [one for key in ("unique", "foreign_keys", "checks", "indexes") for one in table[key]]
    way = chance.choice(["the table is not there", "unknown", "partial", "maybe", "type", "nullable", "default"] + (["name", "maybe one"] if things else []))
    if way == "the table is not there":
        del tables[name]
    elif way == "unknown":
        table["certainty"], table["columns"] = "unknown", []
    elif way == "partial":
        table["certainty"] = "partial"
        table["columns"].remove(column)
        table["columns"].append({**column, "name": "may_be_there"})
    elif way == "maybe":
        column["maybe"] = True
    elif way in ("type", "nullable"):
        column[way] = None
    elif way == "default":
        column["default"] = {"kind": "unknown", "text": ""}
    elif way == "name":
        chance.choice(things).update(name=None, name_known=False)
    else:
        chance.choice(things)["maybe"] = True
    return way


def damaged_failures(chance, run):
    """One failure more, or one less."""
    environment = run.environment()
    real = {(one["direction"], one["revision"]) for one in run.failures}
    steps = [("upgrade", one) for one in run.order] + [("downgrade", one) for one in run.upgraded() if one not in run.refusals]
    direction, revision = chance.choice(steps)
    failures = [one for one in run.failures if (one["direction"], one["revision"]) != (direction, revision)]
    if (direction, revision) not in real:
        failures.append({"direction": direction, "revision": revision, "message": "damaged"})
    part = comparison.Comparison("failures")
    comparison.compare_failures(part, run, claims.Claims({**environment, "failures": failures}))
    return "seen" if part.differences else f"{direction} of {revision}"


def damage(chance, tables, table):
    """One change that makes a schema another one."""
    ways = ["table", "column", "type", "nullable", "default"]
    ways += [one for one in ("unique", "foreign_keys", "checks", "indexes") if table[one]]
    way = chance.choice(ways)
    column = chance.choice([one for one in table["columns"] if not one["primary_key"]] or table["columns"])
    if way == "table":
        del tables[table["name"] if "name" in table else next(name for name, one in tables.items() if one is table)]
    elif way == "column":
        table["columns"].remove(column)
    elif way == "type":
        column["type"] += "X"
    elif way == "nullable":
        column["nullable"] = not column["nullable"]
        column["primary_key"] = not column["primary_key"]
    elif way == "default":
        column["default"] = None if column["default"] else {"kind": "sql", "text": "'damaged'"}
    else:
        one = chance.choice(table[way])
        how = chance.choice(["gone", "name", "columns"])
        if how == "gone":
            table[way].remove(one)
        elif how == "name":
            one["name"] = "damaged"
        elif "columns" in one:
            one["columns"] = ["damaged"]
        else:
            one["sql"] = "damaged"
    return way


# ---- All of them ----------------------------------------------------------------------------------------------------


def fixtures():
    projects = []
    for path in sorted(glob.glob(os.path.join(FIXTURES, "*.md"))):
        with open(path) as file:
            project = read_markdown(os.path.relpath(path, HERE), file.read())
        project.is_fixture = True
        project.files["requirements.txt"] = requirements()
        if truth.MODERN or not project.modern:
            projects.append(project)
    return projects


def one_of(words):
    """Runs in a process of the pool."""
    kind, what, limbeck = words
    return check(what if kind == "fixture" else make(*what), limbeck)


def tell(result, seed):
    for difference in result.differences:
        print(f"project {result.name} ({result.defect or 'whole'}): {difference}")
    if result.differences and not result.name.endswith(".md"):
        print(f"    again: --seed {seed} --only {result.name.split(':')[1]}")


def statistics(results):
    """Of what the projects are made: the generator's own account."""
    features = Counter(one for result in results for one in result.features)
    print("features, by the share of projects that have them:")
    for name, count in sorted(features.items()):
        print(f"  {name:44} {count / len(results):6.1%}")
    print("defects:", ", ".join(f"{name} {count}" for name, count in sorted(Counter(one.defect for one in results if one.defect).items())))
    print(f"{sum(one.steps for one in results)} upgrades compared, {sum(one.undone for one in results)} downgrades passed, "
          f"{sum(one.failed_downgrades for one in results)} failed, {sum(one.refused for one in results)} refused")
    for result in results:
        if result.unplanned:
            print("not as planned:", result.unplanned)


def summary(results):
    facts, left = Counter(), Counter()
    for result in results:
        facts += result.facts
        left += result.open
    for kind in comparison.KINDS:
        if facts[kind]:
            print(f"  {kind:12} {facts[kind]:7} facts, {left[kind]:6} left open ({left[kind] / facts[kind]:.1%})")
    reasons = Counter()
    for result in results:
        reasons += result.reasons
    for reason, count in reasons.most_common(10):
        print(f"    open because: {reason.split(' (')[0]} ({count})")
    return sum(left.values()) / max(1, sum(facts.values()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("limbeck", nargs="?")
    parser.add_argument("--projects", type=int, default=300)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", type=int)
    parser.add_argument("--report")
    parser.add_argument("--keep")
    parser.add_argument("--selftest", action="store_true")
    parser.add_argument("--statistics", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    if not options.limbeck and not options.selftest:
        parser.error("LIMBECK is wanted, or --selftest")
    limbeck = None if options.selftest else os.path.abspath(options.limbeck)
    if limbeck and not claims.can_be_asked(limbeck):
        parser.error("this limbeck has no `schema`")
    if options.keep:
        project = make(options.seed, options.only)
        os.makedirs(options.keep, exist_ok=True)
        with open(os.path.join(options.keep, f"project_{options.seed}_{options.only}.md"), "w") as file:
            file.write(project.markdown())
    numbers = [options.only] if options.only is not None else range(options.projects)
    work = [] if options.only is not None else [("fixture", one, limbeck) for one in fixtures()]
    work += [("made", (options.seed, number, truth.MODERN), limbeck) for number in numbers]
    if options.jobs > 1 and len(work) > 1:
        with multiprocessing.Pool(options.jobs) as pool:
            results = list(pool.imap(one_of, work, chunksize=4))
    else:
        results = [one_of(one) for one in work]
    for result in results:
        tell(result, options.seed)
    if options.only is not None:
        print(make(options.seed, options.only, truth.MODERN).markdown())
    if options.selftest or options.statistics:
        statistics(results)
    missed = [one for one in results if options.selftest and (one.damage_seen not in (None, "seen") or one.blur_seen != "seen")]
    for one in missed:
        print(f"project {one.name}: damage: {one.damage_seen}; what is left open: {one.blur_seen}")
    share = summary(results)
    passed = sum(not one.differences for one in results) - len(missed)
    failed = len(results) - passed
    if share > OPEN_LIMIT:
        print(f"{share:.1%} of all facts are left open, {OPEN_LIMIT:.1%} may be.")
        failed += 1
    fails = sum(one.fails is not None for one in results)
    print(f"{passed} projects equal, {len(results) - passed} not; {fails} of them fail for real, {share:.1%} of all facts are left open. Seed {options.seed}, {truth.VERSIONS}.")
    runner_report.write(options.report, passed, failed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
