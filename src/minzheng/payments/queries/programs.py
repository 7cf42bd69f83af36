"""What the programs are called; payments knows them by code and name only."""

from django.utils.translation import gettext as _

from minzheng.casework.queries.catalogue import benefits, programs
from minzheng.casework.queries.in_force import drawn_programs
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed


class NoSuchProgram(Refused):
    """The statute book has no program of this code."""


def program_name(code: str) -> str:
    """Return the short Chinese name of a program, as payees read it. Raises NoSuchProgram."""
    names = {program.code: program.short_name for program in benefits()}
    if code not in names:
        raise NoSuchProgram(
            _("没有“%(code)s”这个救助项目，现有：%(all)s") % {"code": code, "all": listed(sorted(names))}
        )
    return str(names[code])


def program_codes() -> list[str]:
    """Return the codes of the programs there are."""
    return [program.code for program in programs()]


def program_or_only(code: str) -> str:
    """Return the code given; if none is, the only program applied for, or the only one drawn. Raises NoSuchProgram."""
    if code:
        program_name(code)
        return code
    codes = [program.code for program in programs()]
    if len(codes) > 1:
        codes = [drawn for drawn in drawn_programs() if drawn in codes]
    if len(codes) != 1:
        raise NoSuchProgram(
            _("请用 --program 指明救助项目：%(all)s") % {"all": listed(program.code for program in benefits())}
        )
    return codes[0]
