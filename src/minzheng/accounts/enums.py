"""The roles of people who work here. The codes are also the actor codes of a program's path."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """One role per account: whoever needs two has two accounts, so the four eyes stay two people's."""

    VILLAGE_WORKER = "village_worker", _("村（社区）协理员")
    TOWNSHIP_OFFICER = "township_officer", _("乡镇（街道）经办人")
    COUNTY_OFFICER = "county_officer", _("县民政局经办人")
    FINANCE_OFFICER = "finance_officer", _("财务人员")
    LEADER = "leader", _("局领导")
    AUDITOR = "auditor", _("审计人员")
    HOME_DIRECTOR = "home_director", _("福利机构负责人")
    CAREGIVER = "caregiver", _("护理员")


# Who works in a home: their area is that home, and they have nothing to do with cases, households or lists.
HOME_ROLES: frozenset[str] = frozenset({Role.HOME_DIRECTOR, Role.CAREGIVER})
# Leaders and auditors look and never touch a case or a household; a leader signs the largest pay lists.
WRITE_ROLES: frozenset[str] = frozenset(
    {Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER, Role.FINANCE_OFFICER},
)
READ_ONLY_ROLES: frozenset[str] = frozenset(Role.values) - WRITE_ROLES - HOME_ROLES
# Accounts are opened by people who cannot write business records: nobody invents their own second pair of eyes.
STAFF_ADMINISTRATORS: tuple[Role, ...] = (Role.LEADER,)
