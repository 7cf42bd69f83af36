"""What is questioned in the sample county: two files on honesty, a review, a petition, a request, complaints."""

import datetime as dt
from collections.abc import Iterator

from minzheng.casework.domain import expired_rule
from minzheng.casework.enums import State
from minzheng.casework.models import Case, Decision
from minzheng.casework.queries.expired_rules import to_rule_on
from minzheng.cli.demo.staff import Offices
from minzheng.honesty.domain import credit, hearing, investigation, opening, repayment, ruling, telling
from minzheng.honesty.models import HonestyFile
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.kernel.month import Month
from minzheng.remedies.domain import outcome, progress, register
from minzheng.remedies.models import RemedyFile
from minzheng.services.calendar.queries import add_months, add_working_days


def fined(offices: Offices) -> Iterator[dt.datetime]:
    """A hidden wage: told, heard, fined, and paid back in parts."""
    at = _at(dt.date(2026, 9, 1))
    yield at
    case = _running(0)
    first, second = offices.townships[case.division_code[:9] + "000"]
    file = opening.open_file(
        case=case, person=case.applicant, by=first, at=at, wrong="falsehood", facts="外出务工工资未申报",
        source="税务数据比对", discovered_on=local_day(at), proposes_stop=False,
    )  # fmt: skip
    at = _later(at, 5)
    yield at
    investigation.record(
        file=file, by=first, at=at, investigators=[first, second], finding="falsehood", area_kind="rural",
        facts="户主2026年1月至6月在外务工，工资收入没有申报。", evidence=["工资流水", "询问笔录"],
        began_on=dt.date(2026, 1, 1), ended_on=dt.date(2026, 6, 30), first_month=Month(2026, 1),
        last_month=Month(2026, 6), due_fen=20_000, stated_fen=80_000,
    )  # fmt: skip
    at = _later(at, 2)
    yield at
    notice = telling.tell(
        file=file, by=offices.checker, at=at, refund_fen=360_000, fine_fen=360_000, grounds="隐瞒收入，骗取救助金。"
    )
    at = _later(at, 1)
    yield at
    telling.serve(notice=notice, by=first, at=at, served_on=local_day(at), method="in_person")
    at = _later(at, 2)
    yield at
    hearing.ask(file=file, by=first, at=at, asked_on=local_day(at))
    at = _later(at, 1)
    yield at
    row = hearing.set_day(
        file=file, by=offices.checker, at=at, notified_on=local_day(at), meets_on=_later(at, 9).date(),
        place="局二楼会议室", chair=offices.leader,
    )  # fmt: skip
    at = _at(row.meets_on or local_day(at))
    yield at
    hearing.hold(file=file, by=offices.checker, at=at, minutes="当事人承认务工事实，称家中有人生病，请求从轻。")
    at = _later(at, 2)
    yield at
    decided = ruling.decide(
        file=file,
        by=offices.decider,
        at=at,
        refund_fen=360_000,
        fine_fen=180_000,
        reason="采纳部分申辩意见，从轻处罚。",
    )
    at = _later(at, 1)
    yield at
    ruling.serve(ruling=decided, by=first, at=at, served_on=local_day(at), method="in_person")
    yield from _pay_back(file, offices, at)


def _pay_back(file: HonestyFile, offices: Offices, at: dt.datetime) -> Iterator[dt.datetime]:
    decided = HonestyFile.objects.select_related("ruling").get(pk=file.pk).ruling
    by, _second = offices.townships[file.case.division_code[:9] + "000"]
    at = _later(at, 2)
    yield at
    shares = repayment.equal_shares(refund_fen=360_000, fine_fen=180_000, count=6, first_on=_later(at, 6).date())
    repayment.agree_plan(ruling=decided, by=offices.second_decider, at=at, request="家庭困难，申请分期", shares=shares)
    credit.enter(ruling=decided, by=offices.second_decider, at=at, text="2026年上半年隐瞒务工收入，多领低保金。")
    for number, share in enumerate(shares, start=1):
        at = _at(add_working_days(share.due_on - dt.timedelta(days=1), 1).day)
        yield at
        kind = "refund" if share.refund_fen else "fine"
        repayment.receive(
            ruling=decided, by=by, at=at, kind=kind, amount_fen=share.refund_fen or share.fine_fen,
            received_on=local_day(at), receipt_number=f"演示票〔2026〕{number:04d}",
        )  # fmt: skip


def late_report(offices: Offices) -> Iterator[dt.datetime]:
    """Paid too much through nobody's fault: investigated, waiting to be decided."""
    at = _at(dt.date(2026, 11, 12))
    yield at
    case = _running(1)
    first, second = offices.townships[case.division_code[:9] + "000"]
    file = opening.open_file(
        case=case, person=case.applicant, by=first, at=at, wrong="innocent", facts="系统重复计算一名成员",
        source="动态复核", discovered_on=local_day(at),
    )  # fmt: skip
    at = _later(at, 3)
    yield at
    investigation.record(
        file=file, by=first, at=at, investigators=[first, second], finding="innocent", area_kind="rural",
        facts="录入差错，多算一人，非当事人过错。", evidence=["核算表"], began_on=dt.date(2026, 9, 1),
        ended_on=dt.date(2026, 10, 31), first_month=Month(2026, 9), last_month=Month(2026, 10), due_fen=40_000,
        stated_fen=60_000,
    )  # fmt: skip
    at = _later(at, 2)
    yield at
    telling.state(file=file, by=first, at=at, text="愿意退回，请求分期。", made_on=local_day(at))


def review(offices: Offices) -> Iterator[dt.datetime]:
    """A family that was refused asks the county government to look again; the bureau must answer in ten days."""
    at = _at(dt.date(2026, 11, 9))
    yield at
    refused = Decision.objects.filter(kind="refuse", case__state=State.REFUSED).select_related("case__applicant")
    decision = refused.order_by("-pk").first()
    if decision is None:
        return
    file = _registered(
        offices, at, kind="review", division_code=decision.case.division_code, person_name=decision.case.applicant.name,
        body="县人民政府", channel="body", decision=decision, known_on=decision.decided_on,
        request="认为收入核算有误，请求撤销不予确认的决定。",
    )  # fmt: skip
    at = _later(at, 4)
    yield at
    progress.accept(file=file, by=offices.checker, at=at, on=local_day(at), document_number="演示复受〔2026〕7号")
    at = _later(at, 2)
    yield at
    progress.receive_copy(file=file, by=offices.checker, at=at, on=local_day(at))


def others(offices: Offices) -> Iterator[dt.datetime]:
    """A petition, a request for information, one complaint by name and one without."""
    place = _place(offices)
    at = _at(dt.date(2026, 11, 3))
    yield at
    petition = _registered(
        offices,
        at,
        kind="petition",
        division_code=place,
        person_name="李小满",
        channel="visit",
        request="反映评议不公开。",
    )
    anonymous = _registered(
        offices,
        at,
        kind="complaint",
        division_code=place,
        person_name="",
        channel="hotline",
        request="反映有人开车领低保。",
    )
    at = _later(at, 3)
    yield at
    progress.accept(file=petition, by=offices.checker, at=at, on=local_day(at))
    outcome.decide(
        file=anonymous, by=offices.decider, at=at, on=local_day(at), result="untrue", text="经核，车辆为邻居所有。"
    )
    progress.close(file=anonymous, by=offices.decider, at=at, on=local_day(at))
    at = _later(at, 2)
    yield at
    _registered(
        offices, at, kind="information", division_code=place, person_name="赵立春", channel="online",
        request="申请公开2026年低保资金拨付情况。",
    )  # fmt: skip
    at = _later(at, 4)
    yield at
    _registered(
        offices,
        at,
        kind="complaint",
        division_code=place,
        person_name="陈小寒",
        channel="hotline",
        request="反映公示时间不足。",
    )


def expired_rules(offices: Offices) -> Iterator[dt.datetime]:
    """The provincial rule on edge families ended in August 2026: the county rules on it, and again every year."""
    at, year = _at(dt.date(2026, 8, 12)), 2026
    while True:
        yield at
        for one in to_rule_on(local_day(at)):
            if one.ruling is not None:
                expired_rule.end(ruling=one.ruling, by=offices.decider, at=at, reason="到期前重新决定")
            row = expired_rule.rule(
                program=one.program, reference=one.reference, until_on=add_months(local_day(at), 13).day,
                document=f"宜民议〔{year}〕8号", reason="省里尚未印发后继文件，经局务会议研究暂按原规定执行。",
                by=offices.decider, at=at,
            )  # fmt: skip
            expired_rule.approve(ruling=row, by=offices.leader, at=at)
        year += 1
        at = _at(add_working_days(dt.date(year, 8, 11), 1).day)


ALL = (fined, late_report, review, others, expired_rules)


def _registered(offices: Offices, at: dt.datetime, **fields: object) -> RemedyFile:
    usual = {"contact": "", "body": "本局", "filed_on": local_day(at), "received_on": local_day(at)}
    return register.register(by=offices.second_decider, at=at, **(usual | fields))  # type: ignore[arg-type]


def _running(place: int) -> Case:
    found: Case = Case.objects.filter(state=State.ACTIVE).select_related("household", "applicant").order_by("pk")[place]
    return found


def _place(offices: Offices) -> str:
    return min(offices.villages)


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(10, 10), SHANGHAI)


def _later(at: dt.datetime, working_days: int) -> dt.datetime:
    return _at(add_working_days(local_day(at), working_days).day)
