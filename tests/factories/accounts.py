"""People who work here. Two townships of one county, so that a neighbour is always at hand."""

from datetime import datetime
from itertools import count

from minzheng.accounts.domain import staff as staff_domain
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.kernel.moment import SHANGHAI

COUNTY = "420581000000"
TOWNSHIP = "420581101000"
NEIGHBOUR_TOWNSHIP = "420581102000"
VILLAGE = "420581101201"
# The first home of the first township: a code of its own below it.
HOME = "420581101901"
NEIGHBOUR_VILLAGE = "420581102201"
AT = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
PASSWORD = "纸上得来终觉浅-2026"

_numbers = count(1)
_NAMES = {
    Role.VILLAGE_WORKER: ("村协理员", VILLAGE),
    Role.TOWNSHIP_OFFICER: ("乡镇经办", TOWNSHIP),
    Role.COUNTY_OFFICER: ("县局经办", COUNTY),
    Role.FINANCE_OFFICER: ("财务", COUNTY),
    Role.LEADER: ("局长", COUNTY),
    Role.AUDITOR: ("审计", COUNTY),
    Role.HOME_DIRECTOR: ("院长", HOME),
    Role.CAREGIVER: ("护理员", HOME),
}


def staff(role: str = Role.TOWNSHIP_OFFICER, *, areas: tuple[str, ...] | None = None, **fields) -> Staff:
    """Open an account; each call gives another person. Without `areas`: the usual one of the role."""
    number = next(_numbers)
    name, area = _NAMES[Role(role)]
    given = {"username": f"{role}-{number}", "name": f"{name}{number}", "password": PASSWORD, "by": None, "at": AT}
    return staff_domain.create(role=role, areas=[area] if areas is None else areas, **(given | fields))


def village_worker(**fields) -> Staff:
    """Someone of one village."""
    return staff(Role.VILLAGE_WORKER, **fields)


def township_officer(**fields) -> Staff:
    """Someone of the first township."""
    return staff(Role.TOWNSHIP_OFFICER, **fields)


def neighbour_officer(**fields) -> Staff:
    """The stranger: someone of the township next door."""
    return staff(Role.TOWNSHIP_OFFICER, areas=(NEIGHBOUR_TOWNSHIP,), **fields)


def county_officer(**fields) -> Staff:
    """Someone of the county bureau."""
    return staff(Role.COUNTY_OFFICER, **fields)


def finance_officer(**fields) -> Staff:
    """Someone of finance."""
    return staff(Role.FINANCE_OFFICER, **fields)


def leader(**fields) -> Staff:
    """A bureau leader."""
    return staff(Role.LEADER, **fields)


def auditor(**fields) -> Staff:
    """An auditor."""
    return staff(Role.AUDITOR, **fields)
