"""Who covers a division, and how to reach them."""

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.kernel.division import ancestry


def covering(division_code: str, *roles: str) -> list[Staff]:
    """Return the active people of these roles whose area covers the division, the nearest area first; one query.

    Without roles: the township's officers.
    """
    wanted = roles or (Role.TOWNSHIP_OFFICER,)
    found = Staff.objects.filter(is_active=True, role__in=wanted, areas__division_code__in=ancestry(division_code))
    nearest_first = found.order_by("-areas__division_code", "pk")
    return list(dict.fromkeys(nearest_first))
