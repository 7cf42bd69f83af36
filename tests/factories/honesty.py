"""Honesty files walked to where a test needs them, by the domain functions and named people."""

import datetime as dt
from dataclasses import dataclass, field

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.models import Case
from minzheng.honesty.domain import beyond, hearing, investigation, opening, repayment, ruling, telling
from minzheng.honesty.models import AdvanceNotice, HonestyFile, Ruling
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from tests.factories import accounts, casework

# Well after the factories' case went into force, and a Monday.
OPENED = dt.datetime(2026, 9, 14, 9, 0, tzinfo=SHANGHAI)
STATES = (
    "opened",
    "investigated",
    "told",
    "notice_served",
    "hearing_asked",
    "hearing_set",
    "heard",
    "decided",
    "served",
)


@dataclass
class Bureau(casework.Offices):
    """The chairs of casework and a third county officer: who tells cannot decide, who decides did not investigate."""

    third_county: Staff = field(default_factory=accounts.county_officer)
    leader: Staff = field(default_factory=accounts.leader)


def moment(year: int, month: int, day: int, hour: int = 9) -> dt.datetime:
    """Return a moment of Chinese time."""
    return dt.datetime(year, month, day, hour, 0, tzinfo=SHANGHAI)


def paid_case(bureau: Bureau, **fields) -> Case:
    """Return a case of a household that is paid: taken over, for its road before does not matter here."""
    return casework.taken_over(casework.household(), bureau, **fields).case


def opened(case: Case, bureau: Bureau, *, at: dt.datetime = OPENED, **fields) -> HonestyFile:
    """Open a file on the applicant."""
    usual = {
        "wrong": "falsehood", "facts": "隐瞒户主在外务工工资", "source": "税务数据比对",
        "discovered_on": at.date(), "person": case.applicant, "by": bureau.township,
    }  # fmt: skip
    with within(bureau.county.area):
        return opening.open_file(case=case, at=at, **(usual | fields))


def investigated(file: HonestyFile, bureau: Bureau, *, at: dt.datetime, **fields):
    """Record what two officers found: six thousand yuan in the second half of 2025, as example A has it."""
    usual = {
        "investigators": [bureau.township, bureau.second_township], "finding": "falsehood",
        "facts": "户主自2025年7月起在外务工，月工资3,000元，没有申报。", "evidence": ["工资流水", "询问笔录"],
        "began_on": dt.date(2025, 7, 1), "ended_on": dt.date(2025, 12, 31), "area_kind": "rural",
        "first_month": Month(2025, 7), "last_month": Month(2025, 12), "due_fen": 0, "stated_fen": 100_000,
        "by": bureau.township,
    }  # fmt: skip
    return investigation.record(file=file, at=at, **(usual | fields))


def walked(
    until: str, *, bureau: Bureau, case: Case | None = None, refund_fen: int = 600_000, fine_fen: int = 600_000,
    at: dt.datetime = OPENED, **found,
) -> HonestyFile:  # fmt: skip
    """Walk a file until one of STATES; the days between acts are those the law asks for."""
    file = opened(case or paid_case(bureau), bureau, at=at)
    acts = [
        lambda: investigated(file, bureau, at=days(at, 4), **found),
        lambda: telling.tell(
            file=file, by=bureau.second_county, at=days(at, 7), refund_fen=refund_fen, fine_fen=fine_fen,
            grounds="隐瞒收入",
        ),
        lambda: telling.serve(
            notice=notice_of(file), by=bureau.township, at=days(at, 8), served_on=days(at, 8).date(), method="in_person"
        ),
        lambda: hearing.ask(file=file, by=bureau.township, at=days(at, 10), asked_on=days(at, 10).date()),
        lambda: hearing.set_day(
            file=file, by=bureau.second_county, at=days(at, 11), notified_on=days(at, 11).date(),
            meets_on=days(at, 30).date(), place="局二楼会议室", chair=bureau.leader,
        ),
        lambda: hearing.hold(file=file, by=bureau.second_county, at=days(at, 30), minutes="当事人承认，请求从轻。"),
        lambda: ruling.decide(
            file=file, by=bureau.county, at=days(at, 32), refund_fen=refund_fen, fine_fen=fine_fen, reason="情况属实"
        ),
        lambda: ruling.serve(
            ruling=ruling_of(file), by=bureau.township, at=days(at, 33), served_on=days(at, 33).date(),
            method="in_person",
        ),
    ]  # fmt: skip
    with within(bureau.county.area):
        for act in acts[: STATES.index(until)]:
            act()
        file.refresh_from_db()
    return file


def days(at: dt.datetime, n: int) -> dt.datetime:
    """Return the same hour n days later."""
    return at + dt.timedelta(days=n)


def notice_of(file: HonestyFile) -> AdvanceNotice:
    """Return the file's notice in advance."""
    return AdvanceNotice.objects.get(file=file)


def ruling_of(file: HonestyFile) -> Ruling:
    """Return the file's decision."""
    return Ruling.objects.get(file=file)


def paid(
    file: HonestyFile, bureau: Bureau, amount_fen: int, *, kind: str = "refund", at: dt.datetime, number: str = "收0001"
):
    """Record money that came in."""
    with within(bureau.county.area):
        return repayment.receive(
            ruling=ruling_of(file), by=bureau.township, at=at, kind=kind, amount_fen=amount_fen,
            received_on=at.date(), receipt_number=number,
        )  # fmt: skip


def at_police(file: HonestyFile, bureau: Bureau, *, at: dt.datetime):
    """Hand the file to the police."""
    with within(bureau.county.area):
        return beyond.send_to_police(
            file=file, by=bureau.county, at=at, organ="宜都市公安局", reason="涉嫌诈骗", documents=["案卷复印件"],
            sent_on=at.date(),
        )  # fmt: skip
