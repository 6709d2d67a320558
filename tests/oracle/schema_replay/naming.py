"""Naming conventions, and the names they give: a migration must know them to drop what they named."""
import re

CONVENTIONS = [
    {"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s",
     "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"},
    {"ix": "%(column_0_N_label)s_idx", "uq": "%(table_name)s_%(column_0_N_name)s_key", "ck": "%(table_name)s_%(constraint_name)s_check",
     "fk": "%(table_name)s_%(column_0_N_name)s_fkey", "pk": "%(table_name)s_pkey"},
    {"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0N_name)s",
     "fk": "fk_%(table_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"},
    {"ix": "i_%(column_0_label)s", "ck": "ck_%(table_name)s_%(constraint_name)s"},
    {"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_key)s"},
    # Without "ix", an index that nobody named has no name at all: the default convention is replaced as a whole.
    {"uq": "uq_%(column_0_label)s", "pk": "pk_%(table_name)s"},
    {"fk": "fk_%(table_name)s__%(column_0_key)s__%(referred_table_name)s"},
]


def has_ck_of_name(convention):
    return "constraint_name" in (convention or {}).get("ck", "")


def conventional(convention, kind, table, columns=(), name=None, referred=(None, ())):
    """The name a constraint really gets; `name` is the written one."""
    template = (convention or {}).get(kind)
    if template is None or (name is not None and "constraint_name" not in template):
        return name

    def token(match):
        word = match.group(1)
        names = [f"{table}_{one}" for one in columns] if "label" in word else list(columns)
        if word == "table_name":
            return table
        if word == "constraint_name":
            return name or ""
        if word == "referred_table_name":
            return referred[0]
        if word == "referred_column_0_name":
            return referred[1][0]
        if "0N" in word:
            return "".join(names)
        return "_".join(names) if "0_N" in word else names[0]

    return re.sub(r"%\((\w+)\)s", token, template)
