"""Who may do what, where; a refusal says who may."""

import pytest

from minzheng.accounts import permissions
from minzheng.accounts.enums import HOME_ROLES, READ_ONLY_ROLES, WRITE_ROLES, Role
from minzheng.kernel.refusal import Refused
from tests.factories import accounts

pytestmark = pytest.mark.django_db


def test_a_role_that_fits_passes():
    permissions.require_role(accounts.county_officer(), Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)


def test_a_role_that_does_not_fit_is_told_which_would():
    village_worker = accounts.village_worker(name="赵小禾")

    with pytest.raises(permissions.NotAllowed) as refused:
        permissions.require_role(village_worker, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)

    assert str(refused.value) == (
        "此操作须由乡镇（街道）经办人、县民政局经办人办理；您（赵小禾）的角色是村（社区）协理员。请转交有权限的人员办理。"
    )
    assert isinstance(refused.value, Refused)


def test_a_closed_account_may_do_nothing():
    officer = accounts.county_officer(username="qian")
    officer.is_active = False

    with pytest.raises(permissions.NotAllowed, match="账号 qian 已停用，不能办理业务。请联系局领导启用。"):
        permissions.require_role(officer, Role.COUNTY_OFFICER)


@pytest.mark.parametrize("code", ["420581101000", "420581101201", "420581101999"])
def test_the_own_township_is_the_own_area(code):
    permissions.require_area(accounts.township_officer(), code)


@pytest.mark.parametrize("code", ["420581102000", "420581100999", "420581000000", "420000000000"])
def test_neighbours_and_superiors_are_not(code):
    with pytest.raises(permissions.NotAllowed, match=f"区划 {code} 不在您"):
        permissions.require_area(accounts.township_officer(), code)


def test_an_account_without_areas_covers_nothing():
    with pytest.raises(permissions.NotAllowed):
        permissions.require_area(accounts.county_officer(areas=()), "420581101000")


def test_every_role_either_writes_or_looks():
    assert {*WRITE_ROLES, *READ_ONLY_ROLES, *HOME_ROLES} == set(Role.values)
    assert WRITE_ROLES.isdisjoint(READ_ONLY_ROLES)
    # Who works in a home writes there, and on no case.
    assert HOME_ROLES.isdisjoint(WRITE_ROLES | READ_ONLY_ROLES)


def test_the_second_person_is_another_person():
    alice, bob = accounts.county_officer(name="何娟"), accounts.county_officer()

    permissions.require_other_person(bob, earlier=alice, what="审核意见")
    with pytest.raises(permissions.TwoPeopleNeeded, match="审核意见是您本人（何娟）办理的，本环节须由另一人办理。"):
        permissions.require_other_person(alice, earlier=alice, what="审核意见")
