#!/usr/bin/env python3
"""Python's own judgement on files that fixes have changed: they parse, and every import that was written leads somewhere.

fixed_files.py CASES.json: a list of {"name", "before": {path: text}, "after": {path: text}}, each with all files of a project.
Prints a list of {"name", "path", "problem"} as JSON. It refuses to run any of the files.
"""
import ast
import json
import sys


def parsed(text):
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):  # ValueError: a NUL byte
        return None


def imports(tree):
    """(level, module, name or None) of every import, wherever it stands."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {(0, alias.name, None) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.level, node.module or "", alias.name) for alias in node.names}
    return found


class Tree:
    """The files of a project, as Python would look for modules in them from any root."""

    def __init__(self, files):
        self.files = files
        self.folders = {"/".join(path.split("/")[:i]) for path in files for i in range(1, len(path.split("/")))}
        self.trees = {}

    def module(self, dotted, below=None):
        """Path of the file or folder that a dotted name means; `below` is the folder of a relative import."""
        inner = dotted.replace(".", "/")
        if below is not None:
            places = [f"{below}/{inner}".strip("/")]
        else:
            places = [inner] + [f"{folder}/{inner}" for folder in sorted(self.folders)]
        for place in places:
            for path in (f"{place}.py", f"{place}/__init__.py" if place else "__init__.py"):
                if path in self.files:
                    return path
            if place in self.folders or place == "":
                return place
        return None

    def defines(self, path, name):
        if not path.endswith(".py"):
            return self.module(name, path) is not None
        if path not in self.trees:
            self.trees[path] = parsed(self.files[path])
        tree = self.trees[path]
        if tree is None:
            return True
        if path.endswith("__init__.py") and self.module(name, path[: -len("__init__.py")].strip("/")) is not None:
            return True
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name in (name, "__getattr__"):
                return True
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == name:
                return True
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                for alias in node.names:
                    if alias.name == "*" or (alias.asname or alias.name.split(".")[0]) == name:
                        return True
        return False


# The module framework of Standard A, whose base every module imports: it need not be among the files that somebody pastes.
FRAMEWORK = "modules.core"


def is_library(top, before):
    used = {module.split(".")[0] for tree in map(parsed, before.values()) if tree for level, module, _ in imports(tree) if not level}
    return top in sys.stdlib_module_names or top in {"sqlalchemy", "alembic", "sqlmodel"} | used


def broken_import(tree, path, level, module, name, before):
    if level:
        folder = "/".join(path.split("/")[:-level])
        target = tree.module(module, folder) if module else (folder if folder in tree.folders or not folder else None)
        if target == folder and f"{folder}/__init__.py".strip("/") in tree.files:
            target = f"{folder}/__init__.py".strip("/")
    else:
        target = tree.module(module)
        if target is None and module.startswith(FRAMEWORK) and tree.module(FRAMEWORK) is None:
            return None
        if target is None and tree.module(module.split(".")[0]) is None:
            return None if is_library(module.split(".")[0], before) else f"no module {module}"
    if target is None:
        return f"no module {'.' * level}{module}"
    if target == path and name not in (None, "*"):
        return "it imports itself"
    if name in (None, "*") or tree.defines(target, name):
        return None
    return f"{target} defines no {name}"


def problems(case):
    before, after = case["before"], case["after"]
    tree = Tree(after)
    for path, text in after.items():
        if before.get(path) == text or not path.endswith(".py"):
            continue
        old = parsed(before.get(path, ""))
        if old is None:
            continue  # it was no Python that this version reads
        new = parsed(text)
        if new is None:
            yield {"name": case["name"], "path": path, "problem": "it does not parse any more"}
            continue
        for level, module, name in sorted(imports(new) - imports(old), key=str):
            wrong = broken_import(tree, path, level, module, name, before)
            if wrong:
                yield {"name": case["name"], "path": path, "problem": wrong}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    print(json.dumps([problem for case in cases for problem in problems(case)]))
