"""What a bank's files look like, as data: one YAML file per bank."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.utils.translation import gettext as _

FIELDS = ("seq", "payee_name", "account", "bank_name", "amount", "purpose", "serial")


class BadFormat(ValueError):
    """The description of a bank's format is wrong: a mistake of whoever wrote the file, found when it is loaded."""


@dataclass(frozen=True)
class Column:
    """One column of the file: its title and which of FIELDS stands in it."""

    title: str
    field: str


@dataclass(frozen=True)
class ResultWords:
    """By which titles and words the bank's answer is understood."""

    serial: tuple[str, ...]
    amount: tuple[str, ...]
    outcome: tuple[str, ...]
    reason: tuple[str, ...]
    paid: tuple[str, ...]
    returned: tuple[str, ...]


@dataclass(frozen=True)
class BankFormat:
    """One bank's format."""

    code: str
    name: str
    encoding: str
    extension: str
    columns: tuple[Column, ...]
    total_title: str
    total_count_field: str
    total_amount_field: str
    result: ResultWords


@cache
def load(code: str = "standard") -> BankFormat:
    """Return the format described in `<code>.yaml`. Raises BadFormat."""
    text = files(__package__).joinpath(f"{code}.yaml").read_text(encoding="utf-8")
    return parse(yaml.safe_load(text))


def parse(data: dict[str, Any]) -> BankFormat:
    """Return the format; raise BadFormat for an unknown field, or a file that could not be matched to its answer."""
    columns = tuple(Column(str(column["title"]), str(column["field"])) for column in data["columns"])
    unknown = sorted({column.field for column in columns} - set(FIELDS))
    if unknown:
        raise BadFormat(
            _("格式 %(code)s 的字段 %(unknown)s 不存在，可用：%(FIELDS)s")
            % {"code": data["code"], "unknown": unknown, "FIELDS": FIELDS}
        )
    lacking = sorted({"account", "amount", "payee_name", "serial"} - {column.field for column in columns})
    if lacking:
        raise BadFormat(_("格式 %(code)s 缺少字段 %(lacking)s") % {"code": data["code"], "lacking": lacking})
    words = {key: tuple(str(word) for word in data["result"][key]) for key in ResultWords.__dataclass_fields__}
    return BankFormat(
        code=str(data["code"]),
        name=str(data["name"]),
        encoding=str(data["encoding"]),
        extension=str(data["extension"]),
        columns=columns,
        total_title=str(data["total"]["title"]),
        total_count_field=str(data["total"]["count_field"]),
        total_amount_field=str(data["total"]["amount_field"]),
        result=ResultWords(**words),
    )
