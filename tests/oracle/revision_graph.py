#!/usr/bin/python3
"""revision_graph.py: random revision graphs, read by the real Alembic and by Limbeck; both must say the same.

    /usr/bin/python3 tests/oracle/revision_graph.py LIMBECK [--graphs N] [--seed S] [--only G] [--report FILE]

Every graph is a folder with an alembic.ini and one file per revision, made from `seed:number`, so that a failure can be made
again with --only. Three things are compared: what Alembic computes where it can load the graph (heads, bases, branch and
merge points, labels in force, the order of `upgrade heads`), why it stops where it cannot, and the merge revision that
Limbeck writes: Alembic loads it, sees one head, and would have written the same file. The Alembic is whatever this
Python imports.
"""
import sys

sys.dont_write_bytecode = True  # no __pycache__ beside the sources

import argparse
import contextlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import tempfile
import warnings

from alembic import __version__ as alembic_version
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.script import revision as alembic_revision
from alembic.util import CommandError

import runner_report

# Alembic 1.8 takes the files as the disk lists them, later releases by name: by name for all (facts F54).
_listdir = os.listdir
os.listdir = lambda *where: sorted(_listdir(*where))

WORDS = ["users", "orders", "lines", "phone", "email", "city", "stock", "price", "tax", "note"]
TEMPLATES = ["", "%(rev)s", "%(slug)s-%(rev)s", "v_%(rev)s_%(slug)s"]


class Graph:
    """One random history, and how each of its revisions is written."""

    def __init__(self, seed, number):
        self.random = random.Random(f"{seed}:{number}")
        self.number = number
        self.count = self.random.choice([1, 2, 3, 4, 5, 6, 8, 11, 16])
        style = self.random.choice(["hex", "counter", "word"])
        self.ids = [self.new_id(style, i) for i in range(self.count)]
        self.revisions = [{"id": one, "down": [], "depends": [], "labels": [], "text": None} for one in self.ids]
        self.link()
        self.template = self.random.choice(TEMPLATES)
        self.mako = self.random.random() < 0.5
        self.breakage = None
        if self.random.random() < 0.4:
            self.damage()
        self.names = self.file_names()

    def new_id(self, style, i):
        if style == "hex":
            return "".join(self.random.choice("0123456789abcdef") for _ in range(11)) + "x"[: self.random.randint(0, 1)] + "0"
        return f"{i + 1:04d}" if style == "counter" else f"{self.random.choice(WORDS)}_{i}"

    def link(self):
        tips = []
        for i, revision in enumerate(self.revisions):
            chance = self.random.random()
            if i and chance < 0.60:
                revision["down"] = [self.random.choice(tips[-2:])]
            elif i and chance < 0.78:
                revision["down"] = [self.random.choice(self.ids[:i])]
            elif i > 1 and chance < 0.93:
                revision["down"] = self.random.sample(self.ids[:i], self.random.choice([2, 2, 3]) if i > 2 else 2)
            tips = [tip for tip in tips if tip not in revision["down"]] + [revision["id"]]
            if i and self.random.random() < 0.15:
                revision["depends"] = [self.random.choice(self.ids[:i])]
            if self.random.random() < 0.12:
                revision["labels"] = [f"branch{i}"]
        labels = [label for one in self.revisions for label in one["labels"]]
        for i, revision in enumerate(self.revisions):
            before = [label for one in self.revisions[:i] for label in one["labels"]]
            if before and self.random.random() < 0.1:
                revision["depends"] = [self.random.choice(before)]
        self.labelled = bool(labels)

    def damage(self):
        kinds = ["missing", "missing dependency", "cycle", "self", "dependency cycle", "twice", "label twice", "partial", "label",
                 "head", "relative", "comma", "dash", "number", "no revision", "no down_revision"]
        kind = self.random.choice(kinds)
        one = self.random.choice(self.revisions)
        first, last = self.revisions[0], self.revisions[-1]
        if kind == "missing":
            one["down"] = one["down"] + ["feedbeef"]
        elif kind == "missing dependency":
            one["depends"] = ["feedbeef"]
        elif kind == "cycle" and self.count > 1:
            child = next((r for r in self.revisions if first["id"] in r["down"]), None)
            if child is None:
                return
            first["down"] = [child["id"]]
        elif kind == "self":
            one["down"] = one["down"] + [one["id"]]
        elif kind == "dependency cycle" and self.count > 1 and first["id"] in last["down"]:
            first["depends"] = [last["id"]]
        elif kind == "twice" and self.count > 1:
            one = self.revisions[self.random.randint(1, self.count - 1)]
            one["id"] = first["id"]
        elif kind == "label twice" and self.count > 1:
            first["labels"], last["labels"] = ["same"], ["same"]
        elif kind == "partial" and self.count > 1 and last["down"]:
            last["down"] = [last["down"][0][:-1]]
            if last["down"][0] in self.ids:
                return
        elif kind == "label" and self.count > 1:
            first["labels"], last["down"] = ["stem"], ["stem"]
        elif kind == "head":
            one["down"] = ["head"]
        elif kind == "relative":
            one["down"] = ["-1"]
        elif kind == "comma" and self.count > 2:
            last["down"] = [f"{self.ids[0]}, {self.ids[1]}"]
        elif kind == "dash":
            for other in self.revisions:
                other["down"] = [d.replace(one["id"], one["id"] + "-x") if d == one["id"] else d for d in other["down"]]
                other["depends"] = [d.replace(one["id"], one["id"] + "-x") if d == one["id"] else d for d in other["depends"]]
            one["id"] += "-x"
        elif kind == "number":
            one["number"] = 4711
        elif kind == "no revision":
            one["without"] = "revision"
        elif kind == "no down_revision":
            one["without"] = "down_revision"
        else:
            return
        self.breakage = kind

    def file_names(self):
        """The order in which files load need not be that of the history."""
        numbers = list(range(self.count))
        self.random.shuffle(numbers)
        return [f"r{number:02d}_{self.random.choice(WORDS)}.py" for number in numbers]

    def written(self, names, alone):
        """A list of names as Python, in one of the forms that people use."""
        quote = self.random.choice("'\"")
        texts = [f"{quote}{name}{quote}" for name in names]
        if not names:
            return self.random.choice(["None", "None", "None", "()"])
        if len(names) == 1 and alone and self.random.random() < 0.8:
            name = names[0]
            if len(name) > 2 and self.random.random() < 0.1:
                return f"{quote}{name[:2]}{quote} + {quote}{name[2:]}{quote}"
            return texts[0]
        if self.random.random() < 0.2:
            return "[" + ", ".join(texts) + "]"
        return "(" + ", ".join(texts) + ("," if len(texts) == 1 else "") + ")"

    def text(self, revision):
        annotated = self.random.random() < 0.3
        lines = []

        def assign(name, value, kind):
            if revision.get("without") == name:
                return
            if self.random.random() < 0.1:
                lines.append(f"{name.upper()} = {value}")
                value = name.upper()
            lines.append(f"{name}: {kind} = {value}" if annotated else f"{name} = {value}")

        assign("revision", str(revision.get("number", repr(revision["id"]))), "str")
        assign("down_revision", self.written(revision["down"], True), "str | None")
        if revision["labels"] or self.random.random() < 0.5:
            assign("branch_labels", self.written(revision["labels"], True), "object")
        if revision["depends"] or self.random.random() < 0.5:
            assign("depends_on", self.written(revision["depends"], True), "object")
        return "from __future__ import annotations\n\n" + "\n".join(lines) + "\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n"

    def write(self, folder):
        versions = os.path.join(folder, "migrations", "versions")
        os.makedirs(versions)
        with open(os.path.join(folder, "alembic.ini"), "w") as file:
            file.write("[alembic]\nscript_location = migrations\n")
            if self.template:
                file.write(f"file_template = {self.template.replace('%', '%%')}\n")
        generic = os.path.join(os.path.dirname(sys.modules["alembic"].__file__), "templates", "generic", "script.py.mako")
        if self.mako and os.path.exists(generic):
            shutil.copy(generic, os.path.join(folder, "migrations", "script.py.mako"))
        for name, revision in zip(self.names, self.revisions):
            with open(os.path.join(versions, name), "w") as file:
                file.write(self.text(revision))


def config_of(folder):
    config = Config(os.path.join(folder, "alembic.ini"), stdout=open(os.devnull, "w"))
    config.set_main_option("script_location", os.path.join(folder, "migrations"))
    return config


def walks_for_ever(*_):
    raise TimeoutError


def ask_alembic(folder):
    """What Alembic computes, or the code of the rule that should say why it stops."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            script = ScriptDirectory.from_config(config_of(folder))
            revisions = list(script.revision_map._revision_map.items())
        except KeyError:
            return {"stops": {"RV503", "RV508"}}
        except AttributeError:
            return {"stops": {"RV507"}}
        except TypeError:
            return {"stops": {"RV506"}}
        except alembic_revision.CycleDetected:
            return {"stops": {"RV504"}}
        except (CommandError, alembic_revision.RevisionError) as error:
            text = str(error)
            for words, codes in (("Could not determine revision id", {"RV507"}), ("not allowed in revision identifier", {"RV506"}), ("already used by revision", {"RV509"}),
                                 ("ycle is detected", {"RV504"}), ("loop is detected", {"RV504"}), ("broken map", {"RV508"})):
                if words in text:
                    return {"stops": codes}
            raise
    if any("present more than once" in str(one.message) for one in caught):
        return {"stops": {"RV502"}}
    # A cycle that both a head and a base lead into passes Alembic's own check, and then it walks in circles for ever.
    signal.signal(signal.SIGALRM, walks_for_ever)
    signal.alarm(3)
    try:
        order = [step.revision.revision for step in script._upgrade_revs("heads", None)]
    except TimeoutError:
        return {"stops": {"RV504"}}
    finally:
        signal.alarm(0)
    nodes = {revision.revision: revision for key, revision in revisions if revision is not None}
    several = any(len(one._normalized_resolved_dependencies) > 1 for one in nodes.values())
    return {
        "stops": set(),
        "heads": list(script.get_heads()),
        "bases": list(script.get_bases()),
        "branch_points": [one.revision for one in nodes.values() if one.is_branch_point],
        "merge_points": [one.revision for one in nodes.values() if one.is_merge_point],
        "labels": {one.revision: sorted(one.branch_labels) for one in nodes.values()},
        "order": None if several else order,
    }


def ask_limbeck(limbeck, folder):
    def run(*words):
        return json.loads(subprocess.run([limbeck, *words], cwd=folder, check=False, capture_output=True, text=True).stdout)

    understood = run("inspect", ".")["environments"][0]
    report = run("check", "--format", "json", "--select", "RV", "--exit-zero", ".")
    codes = {finding["code"] for finding in report["findings"]}
    return understood, codes


STOPS = {"RV502", "RV503", "RV504", "RV506", "RV507", "RV508", "RV509"}


def compare(graph, truth, understood, codes):
    """What differs, one sentence each."""
    differences = []
    if truth["stops"]:
        if not truth["stops"] & codes:
            differences.append(f"Alembic stops ({sorted(truth['stops'])}), Limbeck found {sorted(codes)}")
        return differences
    if codes & STOPS:
        differences.append(f"Alembic loads the graph, Limbeck found {sorted(codes & STOPS)}")
    for name in ("heads", "bases", "branch_points", "merge_points"):
        if sorted(truth[name]) != sorted(understood[name]):
            differences.append(f"{name}: Alembic {truth[name]}, Limbeck {understood[name]}")
    labels = {one["id"]: one["labels_in_force"] for one in understood["revisions"]}
    if truth["labels"] != labels:
        differences.append(f"labels: Alembic {truth['labels']}, Limbeck {labels}")
    if truth["order"] is not None and truth["order"] != understood["order"]:
        differences.append(f"order: Alembic {truth['order']}, Limbeck {understood['order']}")
    if not graph.labelled and (len(truth["heads"]) > 1) != bool(codes & {"RV501", "RV515"}):
        differences.append(f"Alembic has {len(truth['heads'])} heads, Limbeck found {sorted(codes)}")
    return differences


def without_date(text):
    return [line.rstrip() for line in text.splitlines() if not line.startswith("Create Date:")]


def compare_merge(limbeck, graph, folder, truth):
    """The merge revision is loaded, leaves one head, and is what `alembic merge` writes."""
    versions = os.path.join(folder, "migrations", "versions")
    before = set(_listdir(versions))
    subprocess.run([limbeck, "fix", "--unsafe", "--select", "RV501,RV515", "."], cwd=folder, check=False, capture_output=True)
    made = sorted(set(_listdir(versions)) - before)
    made = [name for name in made if name.endswith(".py")]
    if len(made) != 1:
        return [f"{len(truth['heads'])} heads, and the fix made {made}"]
    after = ask_alembic(folder)
    if after["stops"] or len(after["heads"]) != 1:
        return [f"after the merge: {after}"]
    if not graph.mako:
        return []
    path = os.path.join(versions, made[0])
    with open(path) as file:
        ours = file.read()
    os.remove(path)
    scope = {}
    exec(ours.replace("from alembic import op", ""), scope)  # a revision that Limbeck wrote: four assignments
    message = ours.split('"""')[1].splitlines()[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.redirect_stdout(io.StringIO()):
            theirs = command.merge(config_of(folder), revisions=scope["down_revision"], message=message, rev_id=scope["revision"])
    with open(theirs.path) as file:
        text = file.read()
    differences = []
    if os.path.basename(theirs.path) != made[0]:
        differences.append(f"Alembic calls the file {os.path.basename(theirs.path)}, Limbeck {made[0]}")
    if without_date(text) != without_date(ours):
        differences.append(f"Alembic writes\n{text}\nLimbeck writes\n{ours}")
    return differences


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("limbeck")
    parser.add_argument("--graphs", type=int, default=400)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", type=int)
    parser.add_argument("--report")
    options = parser.parse_args()
    limbeck = os.path.abspath(options.limbeck)
    passed = failed = merged = broken = 0
    top = tempfile.mkdtemp(prefix="limbeck-oracle-")
    for number in [options.only] if options.only is not None else range(options.graphs):
        graph = Graph(options.seed, number)
        folder = os.path.join(top, f"g{number:04d}")
        graph.write(folder)
        truth = ask_alembic(folder)
        understood, codes = ask_limbeck(limbeck, folder)
        differences = compare(graph, truth, understood, codes)
        broken += bool(truth["stops"])
        if not differences and not truth["stops"] and not graph.labelled and len(truth["heads"]) > 1:
            differences = compare_merge(limbeck, graph, folder, truth)
            merged += 1
        passed, failed = passed + (not differences), failed + bool(differences)
        for difference in differences:
            print(f"graph {options.seed}:{number} ({graph.breakage or 'whole'}): {difference}")
        if differences and options.only is not None:
            print(f"kept in {folder}")
        elif options.only is None:
            shutil.rmtree(folder)
    if options.only is None:
        shutil.rmtree(top)
    print(f"{passed} graphs equal, {failed} not; {broken} of them Alembic refuses, {merged} were merged. Seed {options.seed}, Alembic {alembic_version}.")
    runner_report.write(options.report, passed, failed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
