"""What Limbeck prints, and the only place that knows how it is asked and how its answer is read."""
import json
import subprocess


class Claims:
    """One answer of `limbeck schema`. Empty when there was none, with the reason."""

    def __init__(self, environment, trouble=None):
        self.trouble = trouble
        self.certainty = environment.get("certainty", "unknown")
        self.doubts = [f"{one.get('reason')} ({one.get('file')}:{one.get('line')})" for one in environment.get("doubts", [])]
        self.tables = {name: with_defaults(table) for name, table in environment.get("tables", {}).items()}
        self.failures = environment.get("failures", [])


def with_defaults(table):
    """What may be left out is filled in."""
    lists = {name: table.get(name) or [] for name in ("columns", "unique", "foreign_keys", "checks", "indexes")}
    return {**table, **lists, "primary_key": table.get("primary_key") or {"name": None, "columns": []}}


def can_be_asked(limbeck):
    return "schema" in subprocess.run([limbeck, "--help"], check=False, capture_output=True, text=True).stdout.split()


def ask(limbeck, folder, of, dialect, at=None):
    words = [limbeck, "schema", folder, "--of", of, "--dialect", dialect, "--format", "json"] + (["--at", at] if at else [])
    answer = subprocess.run(words, check=False, capture_output=True, text=True)
    try:
        environments = json.loads(answer.stdout)["environments"]
    except (ValueError, KeyError, TypeError):
        return Claims({}, f"`{' '.join(words[3:])}` ends with {answer.returncode}: {(answer.stdout + answer.stderr).strip()[:300]}")
    if len(environments) != 1:
        return Claims({}, f"Limbeck sees {len(environments)} environments")
    return Claims(environments[0])
