"""The hunt for 100 per cent: frozen rosters, gaps with reasons, a work list that ends, premiums to the insurance."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import TwoPeopleNeeded
from minzheng.accounts.scope import everywhere
from minzheng.claims.domain import campaign, premium, roll
from minzheng.claims.domain.road import ClaimsRefused
from minzheng.claims.models import Campaign, Reckoning, RosterEntry, Standing
from minzheng.claims.queries import enrolment
from minzheng.claims.queries.fund import fund_view
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.ledger.models import Due
from minzheng.payments.queries.doctor import problems
from minzheng.registry.domain import household
from minzheng.registry.domain.birth import record_birth
from minzheng.registry.domain.death import record_death
from minzheng.registry.models import Membership
from tests.factories import accounts, claims, registry

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


@pytest.fixture(autouse=True)
def county():
    with everywhere("test"):
        yield


def kinds(match):
    return {row.entry.person_id: row.kind for row in Standing.objects.filter(match=match).select_related("entry")}


def test_the_roster_is_who_draws_dibao_and_who_is_on_a_roll_that_enrols():
    dibao, pensioner, edge = claims.recipient(), claims.somebody(), claims.somebody()
    claims.listed(pensioner, of="key_pensioner")
    claims.listed(edge, of="edge")

    freeze = claims.frozen(claims.a_campaign())

    rows = {row.person_id: row for row in RosterEntry.objects.filter(freeze=freeze)}
    assert set(rows) == {dibao.pk, pensioner.pk}
    assert rows[pensioner.pk].facts == {"is_key_pensioner": True}
    assert (rows[dibao.pk].listed_on, freeze.row_count) == (dt.date(2026, 1, 1), 2)


def test_a_frozen_roster_is_not_frozen_twice_and_no_row_goes():
    claims.recipient()
    work = claims.a_campaign()
    freeze = claims.frozen(work)

    with pytest.raises(ClaimsRefused, match="已冻结"):
        claims.frozen(work)
    for statement in (
        lambda: RosterEntry.objects.filter(freeze=freeze).delete(),
        lambda: RosterEntry.objects.filter(freeze=freeze).update(serial="9"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            statement()


def test_the_work_list_leads_from_some_to_all():
    people = [claims.recipient() for _ in range(5)]
    work = claims.a_campaign()
    freeze = claims.frozen(work)
    first = claims.matched(freeze, claims.insured(work, people[:4]))

    assert (first.enrolled, first.to_enrol) == (4, 5)
    [gap] = enrolment.gaps(first)
    assert (gap.entry.person, gap.kind) == (people[4], "unexplained")
    assert gap.to_do
    [village] = enrolment.villages(first)
    assert (village.open_count, village.to_enrol) == (1, 5)

    second = claims.matched(freeze, claims.insured(work, people))
    [month] = enrolment.months_of(work)
    assert (second.enrolled, month.basis_points, month.open_count) == (5, 10_000, 0)


def test_nobody_leaves_the_count_without_a_document_and_a_second_person():
    people = [claims.recipient() for _ in range(3)]
    work = claims.a_campaign()
    freeze, file = claims.frozen(work), claims.insured(work, people[:2])
    by = accounts.township_officer()
    given = {"campaign": work, "person": people[2], "kind": "military", "text": "去年入伍", "at": claims.AT}

    with pytest.raises(ClaimsRefused, match="须有证明材料"):
        campaign.state(**given, document=" ", by=by)
    county = accounts.county_officer()
    note = campaign.state(**given, document="入伍通知书〔2025〕8号", by=county)
    assert (claims.matched(freeze, file).to_enrol) == 3
    with pytest.raises(TwoPeopleNeeded):
        campaign.confirm_note(gap_note=note, by=county, at=claims.AT)
    campaign.confirm_note(gap_note=note, by=accounts.county_officer(), at=claims.AT)

    match = claims.matched(freeze, file)
    assert (match.enrolled, match.to_enrol) == (2, 2)
    [out] = enrolment.left_out(match)
    assert (out.entry.person, out.kind, out.counts) == (people[2], "military", False)


def test_births_deaths_moves_and_new_dibao_come_by_the_next_freeze():
    stays, dies, moves, leaves = (claims.recipient() for _ in range(4))
    work, by = claims.a_campaign(), accounts.county_officer()
    before = claims.frozen(work, OCTOBER)
    told = {"by": by, "at": claims.AT, "source": "村里报告"}
    record_death(person=dies, died_on=dt.date(2026, 11, 3), **told)
    home_of = {row.person_id: row.household for row in Membership.objects.select_related("household")}
    household.move(
        household=home_of[moves.pk], division_code=accounts.NEIGHBOUR_VILLAGE, address="新村 3 号",
        moved_on=dt.date(2026, 11, 4), **told,
    )  # fmt: skip
    household.close(household=home_of[leaves.pk], on=dt.date(2026, 11, 5), elsewhere="湖北省荆州市沙市区", **told)
    child = record_birth(
        household=home_of[stays.pk], name="小满", sex="1", born_on=dt.date(2026, 11, 6), relation="20",
        certificate="R420000001", father=stays, id_number=registry.id_number(born=dt.date(2026, 11, 6)), **told,
    )  # fmt: skip
    claims.listed(child, of="orphan", 起始日期="2026-11-06")
    comes = claims.recipient(from_month=NOVEMBER)
    after = claims.frozen(work, NOVEMBER)

    turnover = enrolment.turnover(before, after)
    match = claims.matched(after, claims.insured(work, [stays, moves]))
    assert {row.person for row in turnover.joined} == {comes, child}
    assert {row.person: is_dead for row, is_dead in turnover.left} == {dies: True, leaves: False}
    assert {(row.person, row.division_code, before) for row, before in turnover.moved} == {
        (moves, accounts.NEIGHBOUR_VILLAGE, accounts.VILLAGE)
    }
    # The frozen month keeps its rows, and says of the dead what they are; the new one has its window.
    assert kinds(claims.matched(before, claims.insured(work, [stays], 参保地="420581000000")))[dies.pk] == "dead"
    assert kinds(match) == {
        stays.pk: "enrolled", moves.pk: "enrolled", comes.pk: "new_entrant", child.pk: "new_entrant"
    }  # fmt: skip
    rows = {row.person_id: row for row in RosterEntry.objects.filter(freeze=after)}
    assert rows[child.pk].listed_on == dt.date(2026, 11, 6)
    # Who moved within the county is sought where he lives now; the month before keeps where he lived then.
    assert rows[moves.pk].division_code == accounts.NEIGHBOUR_VILLAGE
    assert RosterEntry.objects.get(freeze=before, person=moves).division_code == accounts.VILLAGE


def test_insurance_elsewhere_is_a_gap_until_it_is_proved():
    person = claims.recipient()
    work = claims.a_campaign()
    match = claims.matched(claims.frozen(work), claims.insured(work, [person], 参保地="440300"))

    assert kinds(match) == {person.pk: "other_place"}
    assert (match.enrolled, match.to_enrol) == (0, 1)


def test_premiums_go_to_the_insurance_in_one_payment_and_once():
    claims.money()
    people = [claims.recipient() for _ in range(3)]
    work, insurer = claims.a_campaign(), claims.an_insurer()
    freeze = claims.frozen(work)
    by = accounts.county_officer()
    row = premium.grant(
        match=claims.matched(freeze, claims.insured(work, people[:2])), insurer=insurer, by=by, at=claims.AT
    )

    each = Reckoning.objects.filter(statement=row).values_list("amount_fen", flat=True)
    assert (row.kind, row.line_count, row.total_fen) == ("premium", 2, sum(each))
    assert all(each)
    assert claims.paid(row).hospital == insurer
    # The person gets nothing in the hand.
    assert not Due.objects.filter(program=claims.PROGRAM).exists()
    assert [tie for tie in fund_view(2026).ties if not tie.holds] == []
    assert problems() == []

    again = claims.matched(freeze, claims.insured(work, people))
    assert premium.grant(match=again, insurer=insurer, by=by, at=claims.LATER).line_count == 1
    assert premium.grant(match=again, insurer=insurer, by=by, at=claims.LATER) is None
    with pytest.raises(ClaimsRefused, match="不发给个人"):
        premium.grant(match=again, insurer=claims.a_hospital(), by=by, at=claims.AT)


def test_a_new_year_is_a_new_campaign():
    claims.recipient()
    claims.a_campaign(2026, at=dt.datetime(2025, 11, 3, 9, tzinfo=SHANGHAI))
    claims.a_campaign(2027)
    with pytest.raises(ClaimsRefused, match="已启动"):
        claims.a_campaign(2027)

    assert [row.year for row in enrolment.campaigns()] == [2027, 2026]


def test_a_roll_is_tried_told_row_by_row_and_confirmed_by_another():
    good, other = claims.somebody(), claims.somebody()
    rows = [
        {"公民身份号码": claims.id_of(good), "姓名": good.name, "起始日期": "2026-01-01"},
        {"公民身份号码": claims.id_of(good), "姓名": good.name, "起始日期": "2026-01-01"},
        {"公民身份号码": claims.id_of(other), "姓名": "错名字", "起始日期": "2026-01-01"},
        {"公民身份号码": "123", "姓名": "某人", "起始日期": "2026-01-01"},
        {"公民身份号码": claims.id_of(other), "姓名": other.name, "起始日期": "去年"},
    ]
    head = ("公民身份号码", "姓名", "起始日期")
    content = claims.content(rows, encoding="utf-8", head=head)
    found = roll.try_file(roll="key_pensioner", content=content, name="优抚.csv")
    assert [one.number for one in found.good] == [2]
    assert [row for row, _why in found.problems] == [3, 4, 5, 6]

    by = accounts.county_officer()
    given = {"roll": "key_pensioner", "content": content, "name": "优抚.csv", "source": "示例函", "at": claims.AT}
    batch = roll.submit(**given, by=by)
    with pytest.raises(ClaimsRefused, match="已导入过"):
        roll.submit(**given, by=by)
    with pytest.raises(TwoPeopleNeeded):
        roll.confirm(batch=batch, by=by, at=claims.AT)
    with pytest.raises(ClaimsRefused, match="没有应参保的人员"):
        claims.frozen(claims.a_campaign())
    roll.confirm(batch=batch, by=accounts.county_officer(), at=claims.AT)
    assert claims.frozen(Campaign.objects.get(year=2027)).row_count == 1


def test_a_new_decision_or_another_roll_is_no_new_entry():
    """Who is on the roster stays on it since then; who was only known for something else is new when to be insured."""
    known = claims.recipient()
    edge = claims.somebody()
    claims.listed(edge, of="edge", 起始日期="2026-01-01")
    work = claims.a_campaign()
    before = claims.frozen(work, OCTOBER)
    claims.listed(known, of="key_pensioner", 起始日期="2025-06-01")
    claims.listed(edge, of="orphan", 起始日期="2026-11-10")

    after = claims.frozen(work, NOVEMBER)

    was, now = (
        {row.person: row.listed_on for row in RosterEntry.objects.filter(freeze=one)} for one in (before, after)
    )
    assert was == {known: dt.date(2026, 1, 1)}
    assert now == {known: dt.date(2026, 1, 1), edge: dt.date(2026, 11, 10)}
    assert kinds(claims.matched(after, claims.insured(work, [known])))[edge.pk] == "new_entrant"
