"""runner_report.py: what an oracle tells the runner of all tests."""
import json


def write(path, passed, failed):
    """Nothing without a path."""
    if path:
        with open(path, "w") as file:
            json.dump({"passed": passed, "failed": failed}, file)
