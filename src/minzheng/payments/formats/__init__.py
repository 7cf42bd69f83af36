"""What a bank's files look like, as data: one YAML file per bank, checked when it is loaded."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from django.utils.translation import gettext as _

from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.payments.formats.layout import BadFormat, BankFormat, parse
from minzheng.rules import strict_yaml
from minzheng.rules.errors import RuleError

STANDARD = "standard"

__all__ = ["STANDARD", "BadFormat", "BankFormat", "NoSuchFormat", "codes", "load", "load_text", "parse"]


class NoSuchFormat(Refused):
    """No file describes a format of this code."""


@cache
def codes() -> tuple[str, ...]:
    """Return the codes of all formats, the standard one first."""
    found = sorted(path.name.removesuffix(".yaml") for path in _folder().iterdir() if path.name.endswith(".yaml"))
    return (STANDARD, *(code for code in found if code != STANDARD))


@cache
def load(code: str = STANDARD) -> BankFormat:
    """Return the format described in `<code>.yaml`. Raises NoSuchFormat, BadFormat."""
    if code not in codes():
        raise NoSuchFormat(
            _("没有“%(code)s”这种银行文件格式，现有：%(all)s。请改选，或在 payments/formats 中补上它的描述")
            % {"code": code, "all": listed(codes())}
        )
    return load_text(_folder().joinpath(f"{code}.yaml").read_text(encoding="utf-8"), code)


def load_text(text: str, code: str) -> BankFormat:
    """Return the format that a YAML text describes; its code is the name of its file. Raises BadFormat."""
    try:
        data = strict_yaml.load_text(text, f"{code}.yaml")
    except RuleError as error:
        raise BadFormat(str(error)) from error
    if not isinstance(data, dict) or data.get("code") != code:
        raise BadFormat(_("格式文件 %(code)s.yaml 里的 code 应与文件名相同") % {"code": code})
    return parse(data)


def _folder() -> Traversable:
    return files(__package__)
