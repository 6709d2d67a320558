"""What is true against what is claimed, fact by fact.

A fact that Limbeck leaves open is an abstention: it is counted, and is no difference. What it claims must be true, and what is
true of a table that it knows whole must be claimed.
"""
import re
from collections import Counter

# What kinds of facts there are, in the order in which they are told.
KINDS = ["table", "column", "type", "nullable", "default", "primary key", "unique", "foreign key", "check", "index", "comment", "failure"]


def plain(sql):
    """SQL without what does not matter: case, quotes around names, spaces, parentheses around the whole."""
    strings = re.split(r"('(?:[^']|'')*')", sql or "")
    text = "".join(one if one.startswith("'") else re.sub(r'["`]', "", one).lower() for one in strings)
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s*([(),=<>+*/-])\s*", r"\1", text)
    while text.startswith("(") and closes_at_end(text):
        text = text[1:-1].strip()
    return text


def closes_at_end(text):
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place == len(text) - 1
    return False


def default_text(sql):
    """How SQLite writes a default, whoever wrote it."""
    text = plain(sql)
    return {"now()": "current_timestamp", "false": "0", "true": "1"}.get(text, text)


class Comparison:
    """Counts, and one sentence for each difference."""

    def __init__(self, where):
        self.where = where
        self.differences = []
        self.facts = Counter()
        self.open = Counter()
        self.reasons = []

    def agree(self, kind):
        self.facts[kind] += 1

    def abstain(self, kind, count=1):
        self.facts[kind] += count
        self.open[kind] += count

    def differ(self, kind, sentence):
        self.facts[kind] += 1
        self.differences.append(f"{self.where}: {sentence}")

    def equal(self, kind, what, truth, claim):
        if truth == claim:
            self.agree(kind)
        else:
            self.differ(kind, f"{what}: really {truth!r}, Limbeck {claim!r}")


def compare_schemas(comparison, truth, claims):
    """`truth` are tables by name; the whole of both is compared."""
    if claims.trouble:
        comparison.differ("table", claims.trouble)
        return
    before = sum(comparison.open.values())
    for name, table in truth.items():
        claimed = claims.tables.get(name)
        if claimed is None and claims.certainty == "known":
            comparison.differ("table", f"table `{name}` is there, and not in Limbeck's schema")
        elif claimed is None or claimed.get("certainty") == "unknown":
            abstain_from(comparison, table)
        else:
            comparison.agree("table")
            Tables(comparison, name, table, claimed).compare()
    for name, claimed in claims.tables.items():
        if name not in truth and claimed.get("certainty") != "unknown" and not claimed.get("maybe"):
            comparison.differ("table", f"Limbeck has table `{name}`, which is not there")
    if sum(comparison.open.values()) > before:
        comparison.reasons += claims.doubts or ["no doubt told"]


def abstain_from(comparison, table):
    columns = table["columns"]
    comparison.abstain("table")
    comparison.abstain("primary key", bool(table["primary_key"]["columns"]))
    for kind in ("column", "type", "nullable"):
        comparison.abstain(kind, len(columns))
    comparison.abstain("default", sum(one["default"] is not None for one in columns))
    for kind, name in (("unique", "unique"), ("foreign key", "foreign_keys"), ("check", "checks"), ("index", "indexes")):
        comparison.abstain(kind, len(table[name]))


class Tables:
    """One table as it is, and as it is claimed to be."""

    def __init__(self, comparison, name, truth, claim):
        self.comparison = comparison
        self.name = name
        self.truth = truth
        self.claim = claim
        self.whole = claim.get("certainty", "known") == "known"

    def compare(self):
        truth = {one["name"]: one for one in self.truth["columns"]}
        claim = {one["name"]: one for one in self.claim["columns"]}
        for name, column in truth.items():
            claimed = claim.get(name)
            if claimed is None and self.whole:
                self.comparison.differ("column", f"column `{self.name}.{name}` is there, and not in Limbeck's schema")
            elif claimed is None or claimed.get("maybe"):
                self.comparison.abstain("column")
            else:
                self.comparison.agree("column")
                self.compare_column(f"`{self.name}.{name}`", column, claimed)
        for name, claimed in claim.items():
            if name not in truth and not claimed.get("maybe") and self.whole:
                self.comparison.differ("column", f"Limbeck has column `{self.name}.{name}`, which is not there")
        self.compare_comment(f"comment of `{self.name}`", self.truth, self.claim)
        self.compare_key()
        self.compare_sets("unique", "unique", lambda one: tuple(one["columns"]))
        self.compare_sets("foreign key", "foreign_keys", key_shape)
        self.compare_sets("check", "checks", lambda one: plain(one.get("sql")) or None)
        self.compare_sets("index", "indexes", index_shape)

    def compare_column(self, name, truth, claim):
        comparison = self.comparison
        if claim.get("type") is None:
            comparison.abstain("type")
        else:
            comparison.equal("type", f"type of {name}", plain(truth["type"]), plain(claim["type"]))
        if claim.get("nullable") is None:
            comparison.abstain("nullable")
        elif not (truth["primary_key"] and truth["nullable"]):  # SQLite lets NULL into keys that raw SQL declared
            comparison.equal("nullable", f"nullable of {name}", truth["nullable"], claim["nullable"])
        self.compare_default(name, truth["default"], claim.get("default"))
        if "primary_key" in claim:
            comparison.equal("primary key", f"primary_key of {name}", truth["primary_key"], bool(claim["primary_key"]))
        self.compare_comment(f"comment of {name}", truth, claim)

    def compare_comment(self, what, truth, claim):
        if "comment" in truth or (claim.get("comment") and self.declared()):
            self.comparison.equal("comment", what, truth.get("comment"), claim.get("comment"))

    def declared(self):
        """Of models; SQLite keeps no comments."""
        return self.comparison.where.startswith("models")

    def compare_default(self, name, truth, claim):
        if claim and claim["kind"] == "unknown":
            self.comparison.abstain("default")
        elif truth is None:
            # SQLite has no identity columns: it leaves the word out.
            if claim is not None and claim["kind"] != "identity":
                self.comparison.differ("default", f"{name} has no default, Limbeck {claim}")
        elif truth["kind"] == "identity" and claim is None and "sqlite" in self.comparison.where:
            self.comparison.agree("default")
        elif claim is None or claim["kind"] != truth["kind"]:
            self.comparison.differ("default", f"default of {name}: really {truth}, Limbeck {claim}")
        elif truth["kind"] == "sql":
            self.comparison.equal("default", f"default of {name}", default_text(truth["text"]), default_text(claim["text"]))
        else:
            self.comparison.agree("default")

    def compare_key(self):
        truth, claim = self.truth["primary_key"], self.claim["primary_key"]
        if not self.whole and truth["columns"] != claim["columns"]:
            self.comparison.abstain("primary key")
            return
        self.comparison.equal("primary key", f"primary key of `{self.name}`", truth["columns"], claim["columns"])
        if truth["columns"]:
            self.compare_name("primary key", f"primary key of `{self.name}`", truth, claim, [])

    def compare_name(self, kind, what, truth, claim, columns):
        if claim.get("name_known") is False:
            self.comparison.abstain(kind)
        elif not (truth["name"] is None and claim.get("name") in self.given_by_database(kind, columns)):
            self.comparison.equal(kind, f"name of {what}", truth["name"], claim.get("name"))

    def given_by_database(self, kind, columns):
        """What PostgreSQL calls what nobody named (facts F33); a MetaData does not know."""
        if "postgresql" not in self.comparison.where:
            return ()
        ending = {"primary key": "pkey", "unique": "key", "foreign key": "fkey", "check": "check"}.get(kind, "idx")
        # Which columns a check names stands in its text only.
        columns = [one["name"] for one in self.truth["columns"]] if kind == "check" else ["_".join(columns)]
        stems = [self.name, *(f"{self.name}_{one}" for one in columns if one)]
        return [f"{stem}_{ending}{number}" for stem in stems for number in ("", 1, 2, 3)]

    def compare_sets(self, kind, key, shape):
        """What has the same shape is the same thing; then names are compared."""
        truth, claim = list(self.truth[key]), [one for one in self.claim[key] if not one.get("maybe")]
        maybe = len(self.claim[key]) - len(claim)
        # Two things may have one shape: those that are most alike are pairs.
        def named(one, other):
            return one["name"] is not None and one["name"] == other.get("name")

        def unique(one, other):
            return one.get("unique") == other.get("unique")

        closer = (lambda one, other: named(one, other) and unique(one, other), named, unique, lambda one, other: True)
        for close in closer:
            for one in list(truth):
                for other in claim:
                    if alike(shape(one), shape(other)) and close(one, other):
                        truth.remove(one)
                        claim.remove(other)
                        self.pair(kind, one, other)
                        break
        # A check that Limbeck could not read has a name, at least.
        for one in list(truth):
            for other in claim:
                if kind == "check" and shape(other) is None and one["name"] == other.get("name"):
                    truth.remove(one)
                    claim.remove(other)
                    self.comparison.abstain(kind)
                    break
        for one in truth:
            if maybe or not self.whole:
                self.comparison.abstain(kind)
            else:
                self.comparison.differ(kind, f"`{self.name}` has {kind} {one}, and Limbeck {claim or 'none'}")
        if self.whole and not truth:
            for other in claim:
                self.comparison.differ(kind, f"Limbeck gives `{self.name}` the {kind} {other}, which is not there")

    def pair(self, kind, truth, claim):
        what = f"{kind} of `{self.name}` on {truth.get('columns') or truth.get('sql')}"
        if kind == "index":
            self.comparison.equal(kind, f"unique of {what}", truth["unique"], bool(claim.get("unique")))
            self.comparison.equal(kind, f"WHERE of {what}", plain(truth.get("where")), plain(claim.get("where")))
        self.compare_name(kind, what, truth, claim, truth.get("columns", []) if kind != "index" else [])


def alike(truth, claim):
    return truth is not None and truth == claim


def key_shape(key):
    actions = tuple("" if key.get(one) in (None, "NO ACTION") else key[one].upper() for one in ("on_delete", "on_update"))
    return tuple(key["columns"]), key.get("schema") or "", key.get("table"), tuple(key.get("targets") or ()), actions


def index_shape(index):
    return tuple(one if isinstance(one, str) else ("sql", plain(one.get("expression"))) for one in index["columns"])


def compare_failures(comparison, run, claims):
    """The first upgrade that fails must be the first that Limbeck tells of; downgrades are compared one by one."""
    if claims.trouble:
        return
    ups = {one["revision"]: one["message"] for one in claims.failures if one["direction"] == "upgrade"}
    downs = {one["revision"]: one["message"] for one in claims.failures if one["direction"] == "downgrade"}
    real = {(one["direction"], one["revision"]): one["message"] for one in run.failures}
    for revision in run.order:
        message = real.get(("upgrade", revision))
        compare_step(comparison, f"upgrade of {revision}", message, ups.get(revision), claims)
        if message or revision in ups:
            break
    for revision in run.upgraded():
        if revision not in run.refusals:
            compare_step(comparison, f"downgrade of {revision}", real.get(("downgrade", revision)), downs.get(revision), claims)


def compare_step(comparison, what, truth, claim, claims):
    if bool(truth) == bool(claim):
        comparison.agree("failure")
    elif claim:
        comparison.differ("failure", f"{what} passes, Limbeck says: {claim}")
    elif claims.certainty != "known" or any(one.get("certainty") != "known" for one in claims.tables.values()):
        comparison.abstain("failure")
    else:
        comparison.differ("failure", f"{what} fails ({truth}), and Limbeck does not say so")
