"""A whole project from `seed:number`."""
import alembic
import sqlalchemy

from schema_replay.migrations import History
from schema_replay.models import Models
from schema_replay.project import Project


def requirements():
    """Limbeck reads there for which versions it answers."""
    return f"alembic=={alembic.__version__}\nSQLAlchemy=={sqlalchemy.__version__}\n"


def make(seed, number, modern=None):
    name = f"{seed}:{number}"
    project = Project(name, seed=name)
    project.modern = sqlalchemy.__version__ >= "2" if modern is None else modern
    history = History(project)
    Models(project, history.convention).write()
    history.write()
    project.files["requirements.txt"] = requirements()
    return project
