"""Numbers of staff, the roll of committees, declarations: who may write and read them, and what is refused."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.domain import identity
from minzheng.accounts.models import StaffIdentity
from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.kernel.idnumber import IdNumberError
from minzheng.relatives.domain import declaration, roll
from minzheng.relatives.models import CommitteeMember, DeclaredRelative
from minzheng.services.audit.domain.record import PurposeMissing
from minzheng.services.audit.models import AuditEvent
from tests.factories import accounts, registry, relatives

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    officer = accounts.county_officer()
    with within(officer.area):
        yield officer


def test_number_of_staff_is_sealed_masked_and_audited(county):
    officer = accounts.township_officer()
    value = registry.id_number()

    row = identity.record_number(staff=officer, id_number=value, by=county, at=relatives.AT)

    assert value.encode() not in bytes(row.id_number_sealed)
    assert row.id_number_masked == f"{value[:4]}**********{value[-4:]}"
    told = AuditEvent.objects.get(action="staff.identity_recorded")
    assert (told.actor, told.after, value in str(told.after)) == (county.username, row.id_number_masked, False)


def test_nobody_enters_the_own_number(county):
    with pytest.raises(NotAllowed, match="不能登记自己的身份号码"):
        identity.record_number(staff=county, id_number=registry.id_number(), by=county, at=relatives.AT)


@pytest.mark.parametrize("role", ["township_officer", "village_worker", "finance_officer", "auditor"])
def test_others_do_not_keep_numbers(role):
    with pytest.raises(NotAllowed):
        identity.record_number(
            staff=accounts.village_worker(), id_number=registry.id_number(), by=accounts.staff(role), at=relatives.AT
        )


def test_a_correction_needs_a_reason(county):
    officer = accounts.township_officer()
    relatives.identify(officer)

    with pytest.raises(identity.IdentityRefused, match="更正须写明原因"):
        identity.record_number(staff=officer, id_number=registry.id_number(), by=county, at=relatives.AT)
    identity.record_number(
        staff=officer, id_number=registry.id_number(), by=county, at=relatives.AT, reason="原登记末位录错"
    )

    assert StaffIdentity.objects.filter(staff=officer).count() == 1


def test_a_wrong_number_is_refused_in_words(county):
    with pytest.raises(IdNumberError, match="校验不通过"):
        identity.record_number(
            staff=accounts.township_officer(), id_number="429999199001010010", by=county, at=relatives.AT
        )


def test_reading_a_number_leaves_a_trace(county):
    officer = accounts.township_officer()
    value = relatives.identify(officer)

    with pytest.raises(PurposeMissing):
        identity.reveal(staff=officer, by=county, at=relatives.AT, purpose=" ")
    seen = identity.reveal(staff=officer, by=county, at=relatives.AT, purpose="核对近亲属")

    assert seen == value
    assert AuditEvent.objects.filter(action="read", object_kind="accounts.Staff", reason="核对近亲属").count() == 1


def test_committee_member_has_a_term(county):
    member = relatives.committee_member(by=county)

    roll.end_member(member=member, until_on=dt.date(2026, 11, 1), by=county, at=relatives.AT)

    member.refresh_from_db()
    assert (member.until_on, member.ended_by) == (dt.date(2026, 11, 1), county)
    with pytest.raises(roll.RollRefused, match="已于2026-11-01离任"):
        roll.end_member(member=member, until_on=dt.date(2026, 11, 2), by=county, at=relatives.AT)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"division_code": accounts.TOWNSHIP}, "请选择村（社区）"),
        ({"post": "chief"}, "请选择职务"),
        ({"name": "无名"}, "姓名不能登记"),
    ],
)
def test_a_bad_entry_of_the_roll_is_refused(county, fields, words):
    with pytest.raises(roll.RollRefused, match=words):
        relatives.committee_member(by=county, **fields)


def test_one_person_sits_once_on_one_committee(county):
    number = registry.id_number()
    relatives.committee_member(number, by=county)

    with pytest.raises(roll.RollRefused, match="已在该村（社区）名册上，职务是主任"):
        relatives.committee_member(number, by=county, post="member")


def test_the_roll_of_another_township_is_not_seen():
    relatives.committee_member()
    stranger = accounts.neighbour_officer()

    with within(stranger.area):
        assert CommitteeMember.objects.count() == 0
    with pytest.raises(NotAllowed):
        relatives.committee_member(by=stranger)


def test_staff_declare_their_own_relatives_and_do_not_end_them(county):
    officer = accounts.township_officer()
    row = relatives.declare(officer, registry.id_number(), "parent")

    with pytest.raises(NotAllowed, match="不能终止本人的申报"):
        declaration.end(relative=row, by=officer, at=relatives.AT, reason="登记错误")
    declaration.end(relative=row, by=county, at=relatives.AT, reason="身份号码录错")

    row.refresh_from_db()
    assert (row.division_code, row.ended_by, row.end_reason) == (accounts.TOWNSHIP, county, "身份号码录错")


def test_nobody_declares_for_a_colleague(county):
    with pytest.raises(NotAllowed):
        relatives.declare(accounts.township_officer(), registry.id_number(), by=accounts.township_officer())


def test_who_is_declared_twice_is_refused():
    officer = accounts.township_officer()
    number = registry.id_number()
    relatives.declare(officer, number, "parent", name="王大")

    with pytest.raises(declaration.DeclarationRefused, match="此人已申报为父母"):
        relatives.declare(officer, number, "sibling")


@pytest.mark.parametrize("relation", ["self", "household", "uncle", ""])
def test_only_the_relations_of_the_rule_are_declared(relation):
    with pytest.raises(declaration.DeclarationRefused, match="请选择亲属关系"):
        relatives.declare(accounts.township_officer(), registry.id_number(), relation)


def test_one_is_not_ones_own_relative(county):
    officer = accounts.township_officer()
    number = relatives.identify(officer)

    with pytest.raises(declaration.DeclarationRefused, match="本人的身份号码"):
        relatives.declare(officer, number)


def test_the_database_refuses_to_rewrite_a_declaration(county):
    row = relatives.declare(accounts.township_officer(), registry.id_number())

    with pytest.raises(IntegrityError), transaction.atomic():
        DeclaredRelative.objects.filter(pk=row.pk).update(name="别人")
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclaredRelative.objects.filter(pk=row.pk).delete()
