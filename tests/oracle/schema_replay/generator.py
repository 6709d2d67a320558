"""A whole project from `seed:number`."""
import alembic
import sqlalchemy

from schema_replay.migrations import History
from schema_replay.models import Models
from schema_replay.project import Project


def make(seed, number, modern=None):
    name = f"{seed}:{number}"
    project = Project(name, seed=name)
    project.modern = sqlalchemy.__version__ >= "2" if modern is None else modern
    history = History(project)
    Models(project, history.convention).write()
    history.write()
    # Limbeck reads here for which versions it answers.
    project.files["requirements.txt"] = f"alembic=={alembic.__version__}\nSQLAlchemy=={sqlalchemy.__version__}\n"
    return project
