"""Files beside the models: what they take their columns, types and mixins from."""

ENUMS = '''"""Values that columns may have."""
import enum


class Status(enum.Enum):
    ACTIVE = "active"
    GONE = "gone"
    ON_HOLD = "on hold"


class Color(str, enum.Enum):
    red = "R"
    dark_blue = "DB"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2
'''

TYPES = '''"""Types of our own."""
{imports}


class Lowered(sa.types.TypeDecorator):
    impl = sa.String(80)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value.lower()


class Money(sa.TypeDecorator):
    impl = sa.Numeric

    cache_ok = True

    def __init__(self):
        super().__init__(12, 2)


class Tags(sa.TypeDecorator):
    impl = sa.Text
    cache_ok = True


ShortText = sa.String(12)
Name = sa.String(length=100)
'''

HELPERS = '''"""Columns that many models have."""
{imports}

PREFIX = "app_"
NAME_LENGTH = 64


def key(type_=sa.Integer, **more):
    return sa.Column(type_, primary_key=True, **more)


def required(type_, *items, **more):
    more.setdefault("nullable", False)
    return sa.Column(type_, *items, **more)


def reference(target, ondelete="CASCADE", nullable=False):
    return sa.Column(sa.Integer, sa.ForeignKey(f"{{target}}.id", ondelete=ondelete), nullable=nullable)
'''

MIXINS = '''"""What models are mixed from."""
{imports}


class Dated:
    created_at = sa.Column(sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False)
    updated_at = sa.Column(sa.DateTime, onupdate=sa.func.now())


class Titled(object):
    title = sa.Column("title_text", sa.String(NAME_LENGTH), nullable=False, server_default="")
    subtitle = sa.Column(sa.String(200))


class Slugged:
    @declared_attr
    def slug(cls):
        return sa.Column(sa.String(60), unique=True, nullable=False)


class Counted:
    """A column whose definition hangs on the class."""

    step = 2

    @declared_attr
    def count(cls):
        return sa.Column(cls.__name__.lower() + "_count", sa.Integer, server_default=str(cls.step))


class Indexed:
    @declared_attr
    def __table_args__(cls):
        return (sa.Index(f"ix_{{cls.__tablename__}}_stamp", "stamp"), {{"comment": "indexed"}})

    stamp = sa.Column(sa.Integer, nullable=False)


class Commented:
    __table_args__ = {{"comment": "said by a mixin"}}
'''
