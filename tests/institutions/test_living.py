"""A month in a home: care given and refused, going out and coming back, what went wrong and was put right."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.institutions.domain import admission, daily, house, improvement, incident, leave
from minzheng.institutions.domain.road import HomeRefused
from minzheng.institutions.enums import Stay
from minzheng.institutions.models import CareItem, CareMark, Defect, Duty, Residence
from minzheng.institutions.queries.houses import line_of
from minzheng.institutions.queries.rounds import days_of_care, round_of
from minzheng.institutions.queries.stays import open_leaves
from minzheng.statute.home_rule import NoTier, ratio, tier_of
from tests.factories import accounts, institutions
from tests.factories.institutions import NOW, on


@pytest.fixture
def stay(home):
    return institutions.admitted(home, unable=2)


def item(name):
    return CareItem.objects.get(name=name, ended_at__isnull=True)


@pytest.mark.parametrize(
    ("hour", "names"),
    [
        # Before six it is still yesterday's night: what nobody wrote down can be.
        (5, [*["巡房问候"] * 2, "整理床铺房间", *["洗脸刷牙、梳头"] * 2, *["帮助穿脱衣服"] * 2]),
        (6, ["巡房问候", "整理床铺房间", "洗脸刷牙、梳头", "帮助穿脱衣服"]),
        (17, ["巡房问候", "整理床铺房间", "洗脸刷牙、梳头", "洗脸刷牙、梳头", "帮助穿脱衣服"]),
    ],
)
def test_the_round_shows_what_is_due_by_now(home, stay, hour, names):
    due = round_of(home.row, on(3, hour=hour))

    assert [one.item.name for each in due for one in each.items] == names


def test_done_refused_and_not_done(home, stay):
    by = {"by": home.carer, "at": on(3, hour=8), "day": dt.date(2026, 11, 3), "slot": "morning"}

    daily.mark(item=item("巡房问候"), outcome="done", **by)
    with pytest.raises(HomeRefused, match="没有做的原因"):
        daily.mark(item=item("整理床铺房间"), outcome="not_done", **by)
    daily.mark(item=item("整理床铺房间"), outcome="refused", reason="本人说自己来", **by)
    with pytest.raises(HomeRefused, match="已有记录"):
        daily.mark(item=item("巡房问候"), outcome="done", **by)

    (resident,) = round_of(home.row, on(3, hour=8))
    assert resident.waits == 2
    today = days_of_care(home.row, dt.date(2026, 11, 3), count=1)[0]
    assert (today.planned, today.done, today.not_done, today.unmarked) == (7, 1, 1, 5)


def test_nothing_is_marked_before_its_time_or_long_after(home, stay):
    look = item("巡房问候")

    with pytest.raises(HomeRefused, match="时间还没有到"):
        daily.mark(item=look, day=dt.date(2026, 11, 3), slot="night", outcome="done", by=home.carer, at=on(3, hour=20))
    with pytest.raises(HomeRefused, match="更早的不能补记"):
        daily.mark(item=look, day=dt.date(2026, 11, 3), slot="night", outcome="done", by=home.carer, at=on(5))
    daily.mark(item=look, day=dt.date(2026, 11, 3), slot="night", outcome="done", by=home.carer, at=on(4))


def test_a_wrong_mark_is_corrected_and_both_stay(home, stay):
    wrong = daily.mark(
        item=item("巡房问候"), day=dt.date(2026, 11, 3), slot="morning", outcome="done", by=home.carer, at=on(3)
    )

    daily.correct(wrong=wrong, outcome="not_done", reason="记错了人", by=home.second_carer, at=on(3, hour=10))

    assert CareMark.objects.count() == 2
    (resident,) = round_of(home.row, on(3, hour=10))
    assert resident.items[0].mark.outcome == "not_done"
    with pytest.raises(IntegrityError), transaction.atomic():
        CareMark.objects.filter(pk=wrong.pk).update(outcome="refused")


def test_a_medicine_has_its_dose_and_whoever_ordered_it(home, stay):
    times = ["evening", "morning"]
    given = {"residence": stay, "name": "硝苯地平缓释片", "times": times, "by": home.director, "at": NOW}

    with pytest.raises(HomeRefused, match="用量和开药医生"):
        daily.plan(**given, is_medicine=True)
    row = daily.plan(**given, is_medicine=True, dose="1片", ordered_by="镇卫生院王医生")
    daily.mark(item=row, day=NOW.date(), slot="morning", outcome="refused", reason="恶心", by=home.carer, at=NOW)

    assert row.slots == ["morning", "evening"]
    assert round_of(home.row, NOW)[0].items[0].item == row
    daily.end_item(item=row, by=home.director, at=NOW)
    assert row not in [one.item for one in round_of(home.row, on(3))[0].items]


def test_another_assessment_lays_the_care_out_anew(home, stay):
    admission.assess(
        institution=home.row, person=stay.person, able=["eat"], assessor="王医生", assessed_on=dt.date(2026, 11, 10),
        by=home.director, at=on(10),
    )  # fmt: skip

    assert Residence.objects.get(pk=stay.pk).tier == "full"
    assert "喂饭喂水" in [one.item.name for one in round_of(home.row, on(10, hour=12))[0].items]


def test_away_and_back_late(home, stay):
    leave.leave(
        residence=stay, due_on=dt.date(2026, 11, 6), reason="回村过生日", companion="侄子接到红花套村", by=home.carer,
        at=on(4),
    )  # fmt: skip

    assert Residence.objects.get(pk=stay.pk).stay == Stay.ON_LEAVE
    assert round_of(home.row, on(5)) == []
    assert line_of(home.row, dt.date(2026, 11, 6)).late == 0
    assert line_of(home.row, dt.date(2026, 11, 7)).late == 1
    with pytest.raises(HomeRefused, match="请假外出"):
        daily.mark(item=item("巡房问候"), day=dt.date(2026, 11, 5), slot="morning", outcome="done", by=home.carer,
                   at=on(5))  # fmt: skip
    leave.come_back(residence=stay, text="精神好", by=home.second_carer, at=on(8))
    assert open_leaves(home.row) == []
    assert Residence.objects.get(pk=stay.pk).stay == Stay.IN_RESIDENCE
    with pytest.raises(HomeRefused, match="现在是“在院”"):
        leave.come_back(residence=stay, text="", by=home.carer, at=on(8))


@pytest.mark.parametrize(
    ("day", "counts", "needed"),
    [
        (dt.date(2011, 6, 1), {"self": 10, "part": 6, "full": 4}, 2),
        (dt.date(2026, 6, 1), {"self": 10, "part": 6, "full": 3}, 3),
        (dt.date(2026, 6, 1), {"self": 11, "part": 6, "full": 3}, 4),
        (dt.date(2026, 6, 1), {"self": 5, "part": 3}, 1),
        (dt.date(2026, 6, 1), {}, 0),
    ],
)
def test_the_care_ratio_is_exact_and_dated(day, counts, needed):
    assert ratio(place=accounts.TOWNSHIP, on=day).required(counts) == needed


def test_the_ratio_is_never_told_without_tiers():
    with pytest.raises(NoTier, match="有2名在住人员还没有自理能力评估"):
        ratio(place=accounts.TOWNSHIP, on=dt.date(2026, 6, 1)).required({"self": 10, "": 2})


@pytest.mark.parametrize(("unable", "tier"), [(0, "self"), (1, "part"), (3, "part"), (4, "full"), (6, "full")])
def test_tiers(unable, tier):
    assert tier_of(unable) == tier


def test_an_incident_is_reported_by_one_and_closed_by_another(home, stay):
    row = incident.report(
        residence=stay, risk="fall", happened_on=dt.date(2026, 11, 3), words="夜里起床滑倒", harm="light",
        measures="冰敷，电话告知侄子", by=home.director, at=on(3),
    )  # fmt: skip

    with pytest.raises(TwoPeopleNeeded):
        incident.close_incident(incident=row, cause="地面湿", by=home.director, at=on(4))
    closed = incident.close_incident(incident=row, cause="地面湿；床边加防滑垫和夜灯", by=home.officer, at=on(4))
    assert closed.closed_by == home.officer
    with pytest.raises(HomeRefused, match="风险类别"):
        incident.report(residence=stay, risk="flood", happened_on=dt.date(2026, 11, 3), words="x", harm="light",
                        measures="x", by=home.carer, at=on(3))  # fmt: skip


def test_what_fails_a_check_is_put_right_and_looked_at_again(home):
    incident.check(
        institution=home.row, kind="fire", failed=["exits", "alarm"], due_on=dt.date(2026, 11, 9), by=home.officer,
        at=NOW,
    )  # fmt: skip
    first, _second = Defect.objects.order_by("pk")

    assert line_of(home.row, dt.date(2026, 11, 10)).late == 2
    with pytest.raises(HomeRefused, match="还没有登记整改"):
        incident.verify(defect=first, by=home.officer, at=on(5))
    incident.mend(defect=first, remedy="换了电池，逐个试响", by=home.director, at=on(5))
    with pytest.raises(NotAllowed):
        incident.verify(defect=first, by=home.director, at=on(5))
    incident.verify(defect=first, by=home.officer, at=on(6))
    assert line_of(home.row, dt.date(2026, 11, 10)).late == 1


def test_a_complaint_is_answered_in_its_days(home):
    row = incident.complain(
        institution=home.row, said_by="王大爷", text="饭菜太咸", received_on=NOW.date(), by=home.carer, at=NOW
    )

    assert row.due_on == dt.date(2026, 11, 23)
    incident.answer(complaint=row, text="已调整，另做低盐餐", by=home.director, at=on(4))
    with pytest.raises(HomeRefused, match="已答复"):
        incident.answer(complaint=row, text="再答", by=home.director, at=on(4))


def test_a_menu_counts_once_the_committee_voted(home):
    menu = house.propose_menu(
        institution=home.row, week_on=dt.date(2026, 11, 9), lines=["米饭、白菜"] * 7, by=home.director, at=NOW
    )

    with pytest.raises(HomeRefused, match="还没有登记"):
        house.approve_menu(menu=menu, present=3, votes=3, by=home.carer, at=NOW)
    for name in ("王一", "李二", "张三"):
        house.enter_committee_member(
            institution=home.row, name=name, is_resident=True, from_on=dt.date(2026, 1, 1),
            until_on=dt.date(2028, 12, 31), by=home.director, at=NOW,
        )  # fmt: skip
    with pytest.raises(HomeRefused, match="须超过半数"):
        house.approve_menu(menu=menu, present=2, votes=1, by=home.carer, at=NOW)
    assert house.approve_menu(menu=menu, present=3, votes=2, by=home.carer, at=NOW).approved_by == home.carer


def test_nobody_stands_twice_in_one_watch(home):
    worker = house.hire(institution=home.row, name="刘护理", post="carer", id_number="", from_on=NOW.date(),
                        by=home.director, at=NOW)  # fmt: skip
    for _n in range(2):
        house.set_duty(
            institution=home.row, day=dt.date(2026, 11, 3), watch="night", workers=[worker], by=home.director, at=NOW
        )

    assert Duty.objects.count() == 1
    house.let_go(worker=worker, until_on=dt.date(2026, 11, 5), by=home.director, at=on(5))
    with pytest.raises(HomeRefused, match="不在岗"):
        house.set_duty(institution=home.row, day=dt.date(2026, 11, 6), watch="day", workers=[worker],
                       by=home.director, at=on(5))  # fmt: skip


def test_works_go_forward_and_another_takes_them_over(home):
    row = improvement.enter(
        institution=home.row, need="加装电梯", budget_fen=30_000_000, funder="福彩公益金", contractor="宜都建安",
        due_on=dt.date(2026, 12, 31), by=home.county, at=NOW,
    )  # fmt: skip
    improvement.advance(works=row, percent=60, words="主体完成", by=home.director, at=on(10))

    with pytest.raises(HomeRefused, match="进度应在60%和100%之间"):
        improvement.advance(works=row, percent=50, words="返工", by=home.director, at=on(11))
    with pytest.raises(HomeRefused, match="100%后才能验收"):
        improvement.accept(works=row, words="合格", cost_fen=1, by=home.second_county, at=on(12))
    improvement.advance(works=row, percent=100, words="完工", by=home.director, at=on(20))
    with pytest.raises(TwoPeopleNeeded):
        improvement.accept(works=row, words="合格", cost_fen=1, by=home.county, at=on(21))
    done = improvement.accept(works=row, words="合格", cost_fen=29_500_000, by=home.second_county, at=on(21))
    assert done.accepted_by == home.second_county


def test_a_carer_of_another_home_marks_nothing_here(home, stay):
    stranger = institutions.Home(county=home.county).carer

    with pytest.raises(NotAllowed):
        daily.mark(item=item("巡房问候"), day=NOW.date(), slot="morning", outcome="done", by=stranger, at=NOW)
