"""Who covers a division, and how to reach them."""

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.kernel.division import level_of, parent_of


def covering(division_code: str, role: str = Role.TOWNSHIP_OFFICER) -> list[Staff]:
    """Return the active people of a role whose area covers the division, the nearest area first."""
    codes = [division_code]
    while level_of(codes[-1]) > 1:
        codes.append(parent_of(codes[-1]))
    found = Staff.objects.filter(is_active=True, role=role, areas__division_code__in=codes)
    nearest_first = found.order_by("-areas__division_code", "pk")
    return list(dict.fromkeys(nearest_first))
