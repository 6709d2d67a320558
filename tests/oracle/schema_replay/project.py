"""A project: its files, where its random choices come from, and which features it uses."""
import os
import random
import re


class Project:
    """Made from `seed:number`, or read from a fixture."""

    def __init__(self, name, seed=None):
        self.name = name
        self.random = random.Random(seed)
        self.files = {}
        self.features = set()
        self.defect = None
        self.modern = False       # wants SQLAlchemy 2
        self.is_fixture = False

    def use(self, feature):
        self.features.add(feature)

    def chance(self, share):
        return self.random.random() < share

    def pick(self, *choices):
        return self.random.choice(choices)

    def weighted(self, **weights):
        return self.random.choices(list(weights), list(weights.values()))[0]

    def write(self, folder):
        for path, text in self.files.items():
            full = os.path.join(folder, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w") as file:
                file.write(text)

    def markdown(self):
        """One page, as the literate suites have them."""
        lines = [f"# Project {self.name}", "", f"Defect: {self.defect or 'none'}." + (" Wants SQLAlchemy 2." if self.modern else "")]
        for path, text in sorted(self.files.items()):
            if text:
                lines += ["", f"`{path}`", "", f"```{'py' if path.endswith('.py') else 'text'}", text.rstrip("\n"), "```"]
            else:
                lines += ["", f"`{path}` is empty."]
        return "\n".join(lines) + "\n"


def read_markdown(name, text):
    project = Project(name)
    project.modern = "Wants SQLAlchemy 2." in text
    for path, body in re.findall(r"^`([^`\n]+)`\n\n```\w*\n(.*?)^```$", text, re.S | re.M):
        project.files[path] = body
    for path in re.findall(r"^`([^`\n]+)` is empty\.$", text, re.M):
        project.files[path] = ""
    return project
