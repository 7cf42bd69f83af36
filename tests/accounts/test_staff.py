"""Accounts are opened, changed and closed by someone else, and every change is on record."""

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts import queries
from minzheng.accounts.domain import staff as staff_domain
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff, StaffArea
from minzheng.accounts.permissions import NotAllowed
from minzheng.kernel.division import Area
from minzheng.services.audit.queries import of_object
from tests.factories import accounts
from tests.factories.accounts import AT, COUNTY, NEIGHBOUR_TOWNSHIP, PASSWORD, TOWNSHIP, VILLAGE

pytestmark = pytest.mark.django_db


def acts(staff):
    return [
        (event.action, event.actor, event.before, event.after, event.reason)
        for event in of_object("accounts.Staff", staff.pk)
    ]


def test_an_account_is_opened_with_its_areas_and_on_record():
    leader = accounts.leader(username="leader")

    staff = staff_domain.create(
        username="li.mei",
        name=" 李梅 ",
        role=Role.TOWNSHIP_OFFICER,
        areas=["420581101", "420581102201", "420581101000"],
        password=PASSWORD,
        by=leader,
        at=AT,
    )

    assert staff.name == "李梅"
    assert staff.check_password(PASSWORD)
    assert staff.area == Area.of("420581101", "420581102201")
    codes = ["420581101000", "420581102201"]
    after = {"role": "township_officer", "name": "李梅", "areas": codes}
    assert acts(staff) == [("staff.created", "leader", None, after, "")]


def test_an_account_without_areas_sees_nothing():
    assert accounts.county_officer(areas=()).area == Area.of()
    assert not accounts.county_officer(areas=()).area.covers(COUNTY)


def test_a_name_is_given_once():
    accounts.township_officer(username="li.mei")

    with pytest.raises(staff_domain.BadAccount, match="这个用户名已有人使用，请换一个"):
        accounts.township_officer(username="li.mei")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"role": "boss"}, "没有“boss”这个角色"),
        ({"password": "123456"}, "密码"),
        ({"areas": ["42058"]}, "“42058”不是区划代码"),
        ({"areas": ["枝江市"]}, "“枝江市”不是区划代码"),
        ({"name": ""}, "不能为空|null"),
    ],
)
def test_what_cannot_be_an_account_is_refused(fields, message):
    given = {"username": "x", "name": "某人", "role": Role.AUDITOR, "areas": [COUNTY], "password": PASSWORD} | fields

    with pytest.raises(staff_domain.BadAccount, match=message):
        staff_domain.create(**given, by=None, at=AT)

    assert not Staff.objects.filter(username="x").exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LEADER])
def test_only_leaders_open_accounts(role):
    with pytest.raises(NotAllowed, match="须由局领导办理"):
        accounts.township_officer(by=accounts.staff(role))


def test_a_leader_opens_accounts_only_inside_the_own_area():
    with pytest.raises(NotAllowed, match="区划 420582000000 不在您"):
        accounts.township_officer(areas=("420582",), by=accounts.leader())


def test_nobody_changes_the_own_account():
    leader = accounts.leader()

    with pytest.raises(NotAllowed, match="不能更改自己账号"):
        staff_domain.change_areas(staff=leader, areas=["42"], by=leader, at=AT, reason="兼管")
    with pytest.raises(NotAllowed, match="不能更改自己账号"):
        staff_domain.change_role(staff=leader, role=Role.COUNTY_OFFICER, by=leader, at=AT, reason="兼管")


def test_areas_change_at_once_and_on_record():
    leader, officer = accounts.leader(username="boss"), accounts.township_officer()
    assert officer.area.covers(VILLAGE)

    staff_domain.change_areas(staff=officer, areas=[NEIGHBOUR_TOWNSHIP], by=leader, at=AT, reason="调岗")

    assert officer.area == Area.of(NEIGHBOUR_TOWNSHIP)
    assert acts(officer)[-1] == (
        "staff.areas_changed",
        "boss",
        {"areas": [TOWNSHIP]},
        {"areas": [NEIGHBOUR_TOWNSHIP]},
        "调岗",
    )


def test_role_and_activity_change_on_record():
    leader, officer = accounts.leader(username="boss"), accounts.township_officer()

    staff_domain.change_role(staff=officer, role=Role.COUNTY_OFFICER, by=leader, at=AT, reason="上调")
    staff_domain.set_active(staff=officer, is_active=False, by=leader, at=AT, reason="离职")

    officer.refresh_from_db()
    assert (officer.role, officer.is_active) == ("county_officer", False)
    assert acts(officer)[1:] == [
        ("staff.role_changed", "boss", {"role": "township_officer"}, {"role": "county_officer"}, "上调"),
        ("staff.activity_changed", "boss", {"is_active": True}, {"is_active": False}, "离职"),
    ]


def test_everyone_sets_the_own_password_and_it_is_not_on_record():
    officer = accounts.township_officer(username="li.mei")

    staff_domain.change_password(staff=officer, password="绝知此事要躬行-2026", by=officer, at=AT)

    officer.refresh_from_db()
    assert officer.check_password("绝知此事要躬行-2026")
    assert acts(officer)[-1] == ("staff.password_changed", "li.mei", None, None, "")


def test_nobody_sets_the_password_of_a_colleague():
    with pytest.raises(NotAllowed):
        staff_domain.change_password(
            staff=accounts.township_officer(), password=PASSWORD, by=accounts.county_officer(), at=AT
        )


def test_the_area_is_read_once_and_again_after_a_reload(django_assert_num_queries):
    officer = Staff.objects.get(pk=accounts.township_officer().pk)

    with django_assert_num_queries(1):
        assert officer.area == officer.area

    StaffArea.objects.filter(staff=officer).delete()
    officer.refresh_from_db()
    assert officer.area == Area.of()


def test_the_database_knows_the_roles():
    officer = accounts.township_officer()

    with pytest.raises(IntegrityError), transaction.atomic():
        Staff.objects.filter(pk=officer.pk).update(role="emperor")


def test_who_covers_a_village_is_found_nearest_first():
    county_wide = accounts.township_officer(areas=(COUNTY,))
    township = accounts.township_officer(areas=(TOWNSHIP,))
    accounts.neighbour_officer()
    closed = accounts.township_officer()
    staff_domain.set_active(staff=closed, is_active=False, by=None, at=AT, reason="离职")

    assert queries.covering(VILLAGE) == [township, county_wide]
    assert queries.covering(VILLAGE, Role.COUNTY_OFFICER) == []
