"""Urgent help in the sample county: reserve funds, fires, strangers, quilts, a conference, one file without papers."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile

from minzheng.accounts.models import Staff
from minzheng.cli.demo.social import reached
from minzheng.cli.demo.staff import Offices
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.ledger.domain import good as goods
from minzheng.ledger.models import Good
from minzheng.payments.domain import fund as payment_funds
from minzheng.registry.queries.divisions import villages
from minzheng.relief.domain import conference, deciding, following, needing, owed, paying, reporting, reserve
from minzheng.relief.domain.conference import Member, Option
from minzheng.relief.domain.reporting import Asking
from minzheng.relief.models import Completion, Request, ReserveFund
from minzheng.relief.queries.asked import program_here

COUNTY_FEN = 120_000_000
FILE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
URGENT = {
    "need_type": 2, "is_urgent": True, "uses_urban_standard": False, "local_tie": 3, "happened_here": True,
    "duration_months": 1, "severity": 1,
}  # fmt: skip
SITTING = (
    Member("崔立信", "县民政局", "agree"),
    Member("向明远", "县医疗保障局", "agree"),
    Member("覃志平", "县残联", "agree"),
    Member("黄素珍", "镇人民政府", "withdrew", "求助人的表姐"),
)


@dataclass(frozen=True)
class Told:
    """One event of the sample: where (which township), when, what, who, and what became of it."""

    town: int
    at: dt.datetime
    cause: int
    what: str
    name: str
    people: int
    needs: tuple[str, ...]
    found_by: str = "village"
    facts: dict[str, int | bool] = field(default_factory=dict)
    papers_after: int | None = 2
    looked_after: int | None = None


def _at(month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


EVENTS = (
    Told(
        0,
        _at(9, 12, 21, 15),
        1,
        "电动车充电起火，烧毁厨房和卧室",
        "谭运生",
        4,
        ("housing", "living"),
        "village",
        {},
        2,
        45,
    ),
    Told(
        1,
        _at(9, 19, 7, 40),
        2,
        "货车追尾，随车两人受伤，钱物遗失",
        "外地司机冉某",
        2,
        ("medical", "transport"),
        "police",
        {"local_tie": 1},
        3,
        40,
    ),
    Told(
        2,
        _at(9, 26, 16, 5),
        4,
        "突发脑出血送医，家中无钱交费",
        "田业凤",
        1,
        ("medical",),
        "hospital",
        {"severity": 3},
        4,
        50,
    ),
    Told(
        3,
        _at(10, 10, 18, 30),
        1,
        "老屋失火，被褥衣物全部烧毁",
        "龚德才",
        2,
        ("living", "housing"),
        "village",
        {"help_form": 3, "goods_items": 4},
        2,
        None,
    ),
    Told(
        4,
        _at(10, 15, 11, 20),
        10,
        "主要劳动力意外身亡，留下老人和孩子",
        "章国英",
        3,
        ("burial", "living"),
        "staff",
        {"severity": 2},
        5,
        None,
    ),
    Told(1, _at(10, 24, 22, 10), 3, "夜间落水获救，住院观察", "邹开富", 1, ("medical",), "police", {}, None, None),
    Told(
        2,
        _at(11, 2, 9, 50),
        7,
        "被电信诈骗，全家积蓄被骗，孩子无钱上学",
        "温家玉",
        3,
        ("living", "education"),
        "person",
        {"duration_months": 3},
        6,
        None,
    ),
    Told(0, _at(11, 7, 20, 25), 1, "灶房起火，邻居扑灭，粮食被烧", "谢世林", 3, ("living",), "village", {}, 2, None),
    Told(3, _at(11, 20, 13, 15), 4, "孩子急性重病转院", "毛自强", 2, ("medical",), "school", {}, 3, None),
)


def told(offices: Offices, now: dt.datetime) -> list[Iterator[dt.datetime]]:
    """Return the stories of urgent help up to the present."""
    town, (first, second) = _town(offices, 5)
    return [
        reached(town, first, second), _money(offices), *(_helped(one, offices) for one in EVENTS),
        _conferred(offices), _refilled(offices), _waiting(offices, now),
    ]  # fmt: skip


def _money(offices: Offices) -> Iterator[dt.datetime]:
    """Finance pays in, the county opens a fund in every township, a store gets its quilts."""
    at = _at(9, 1, 10)
    yield at
    payment_funds.open_allocation(
        program=program_here(), year=at.year, document_number="演示财社〔2026〕41号", amount_fen=COUNTY_FEN,
        by=offices.finance, at=at,
    )  # fmt: skip
    for code in offices.townships:
        first = reserve.open_fund(division_code=code, by=offices.decider, at=at)
        reserve.approve(refill=first, by=offices.second_decider, at=at)
    quilt = goods.name_good(code="quilt", name="棉被", measure="床", by=offices.decider, at=at)
    for code in list(offices.townships)[:4]:
        goods.receive(
            good=quilt, division_code=code, quantity=60, document="演示入库〔2026〕6号", key=f"demo-quilts-{code}",
            by=offices.decider, at=at,
        )  # fmt: skip


def _helped(one: Told, offices: Offices) -> Iterator[dt.datetime]:
    """Reported, reckoned, paid within the hour; papers and a visit as they came."""
    at = one.at
    yield at
    town, (first, second) = _town(offices, one.town)
    request = _ask(one, town, first, at)
    at += dt.timedelta(minutes=35)
    yield at
    if request.state == "at_county":
        deciding.decide(request=request, by=offices.decider, at=at)
    kind = Good.objects.filter(code="quilt").first() if one.facts.get("help_form") == 3 else None
    paying.pay(
        request=Request.objects.get(pk=request.pk), received_by=one.name, receipt=_picture("收据.png"),
        photo=_picture("现场.png"), by=second, at=at, good=kind,
    )  # fmt: skip
    if one.papers_after is None:
        return
    at += dt.timedelta(days=one.papers_after)
    yield at
    owed.complete(
        completion=Completion.objects.get(request=request), done_on=local_day(at), surveyors=[first.name, second.name],
        text="已入户核实，与报告相符，登记表已签字。", signed=True, facts_true=True, by=first, at=at,
    )  # fmt: skip
    if one.looked_after is None:
        return
    at += dt.timedelta(days=one.looked_after)
    yield at
    row = Request.objects.get(pk=request.pk)
    following.visit(
        request=row, visited_on=local_day(at), finding="over", text="生活已经安顿，暂无困难。", by=first, at=at
    )
    following.close(request=row, reason="回访无困难，办结。", by=first, at=at)


def _conferred(offices: Offices) -> Iterator[dt.datetime]:
    """A house burnt down: the conference grants nine thousand in three parts; a charity gives beside it."""
    at = _at(9, 14, 3, 20)
    yield at
    town, (first, second) = _town(offices, 5)
    told_of = Told(
        5, at, 1, "凌晨失火，三间房屋全部烧毁", "雷先发", 4, ("housing", "living"), "police",
        {"duration_months": 6, "severity": 3},
    )  # fmt: skip
    request = _ask(told_of, town, first, at)
    at = _at(9, 14, 15)
    yield at
    minutes = conference.write(
        request=request, held_on=local_day(at), found="房屋全毁，无商业保险，灾害救助不适用；镇里已安排过渡住房。",
        options=[Option("一次救助", 800_000), Option("分三个月救助，每次探访后发放", 900_000)], members=SITTING,
        conclusion="按第二方案：重建要分步进行，分次发放更稳妥。", amount_fen=900_000, instalments=3,
        by=offices.checker, at=at,
    )  # fmt: skip
    conference.confirm(conference=minutes, by=offices.decider, at=at)
    deciding.decide(request=request, by=offices.second_decider, at=at)
    _hand(request, "雷先发", second, at)
    needing.record_other_help(
        event=request.event, source="charity", giver="县慈善总会", amount_fen=500_000, given_on=local_day(at),
        document="演示慈善收据0117", by=first, at=at,
    )  # fmt: skip
    following.send_slip(
        request=request, target="housing", office="县住房和城乡建设局", reason="房屋全毁，需要重建。", by=first, at=at
    )
    at = _at(9, 16, 10)
    yield at
    owed.complete(
        completion=Completion.objects.get(request=request), done_on=local_day(at), surveyors=[first.name, second.name],
        text="三间砖木房屋全毁，四人住进过渡房。", signed=True, facts_true=True, by=first, at=at,
    )  # fmt: skip
    at = _at(10, 19, 10)
    yield at
    row = Request.objects.get(pk=request.pk)
    following.visit(
        request=row, visited_on=local_day(at), finding="continuing", text="房屋已打地基，仍住过渡房。", by=first, at=at
    )
    at = _at(10, 20, 10)
    yield at
    _hand(request, "雷先发", second, at)


def _refilled(offices: Offices) -> Iterator[dt.datetime]:
    """In November the first township asks for what its vouchers say and gets it; the second may not, being late."""
    at = _at(11, 12, 9, 30)
    yield at
    town, (first, _second) = _town(offices, 0)
    refill = reserve.propose_refill(fund=ReserveFund.objects.get(division_code=town), by=first, at=at)
    at = _at(11, 12, 15)
    yield at
    reserve.approve(refill=refill, by=offices.decider, at=at)


def _waiting(offices: Offices, now: dt.datetime) -> Iterator[dt.datetime]:
    """Something has just happened, and nobody has paid yet."""
    at = now - dt.timedelta(minutes=25)
    yield at
    town, (first, _second) = _town(offices, 0)
    one = Told(0, at, 4, "急性心梗送医，押金不够", "江全喜", 1, ("medical",), "hospital", {"severity": 2})
    _ask(one, town, first, at)


def _ask(one: Told, town: str, by: Staff, at: dt.datetime) -> Request:
    village = villages(town)[0].code
    happened = {
        "division_code": village, "place": "村委会附近", "happened_at": at - dt.timedelta(minutes=20),
        "cause_code": one.cause, "what": one.what, "people_hit": one.people, "found_by": one.found_by,
    }  # fmt: skip
    asking = Asking(
        name=one.name, people_affected=one.people, facts=URGENT | one.facts,
        needs=[(kind, None, "") for kind in one.needs], is_other_help_asked=True,
    )  # fmt: skip
    return reporting.report(happened=happened, asking=asking, by=by, at=at)[0]


def _hand(request: Request, name: str, by: Staff, at: dt.datetime) -> None:
    paying.pay(
        request=Request.objects.get(pk=request.pk), received_by=name, receipt=_picture("收据.png"),
        photo=_picture("现场.png"), by=by, at=at,
    )  # fmt: skip


def _town(offices: Offices, place: int) -> tuple[str, tuple[Staff, Staff]]:
    found = list(offices.townships.items())
    return found[place % len(found)]


def _picture(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, FILE, "image/png")
