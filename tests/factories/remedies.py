"""Reviews, lawsuits, petitions, requests and complaints, registered by named people on days of their own."""

import datetime as dt

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.models import Decision
from minzheng.kernel.moment import SHANGHAI
from minzheng.remedies.domain import outcome, progress, register
from minzheng.remedies.models import RemedyFile
from tests.factories.accounts import VILLAGE, county_officer

# A Monday in a month without holidays.
FILED = dt.datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
BODIES = {"review": "宜都市人民政府", "litigation": "宜都市人民法院"}


def on(day: int, month: int = 11) -> dt.datetime:
    """Return a moment of 2026."""
    return dt.datetime(2026, month, day, 9, 0, tzinfo=SHANGHAI)


def registered(kind: str, *, by: Staff | None = None, at: dt.datetime = FILED, **fields) -> RemedyFile:
    """Register a file that came in today."""
    by = by or county_officer()
    usual = {
        "division_code": VILLAGE, "person_name": "王大福", "contact": "13900000000", "channel": "letter",
        "body": BODIES.get(kind, "宜都市民政局"), "request": "请求重新核实",
        "filed_on": at.date(), "received_on": at.date(),
    }  # fmt: skip
    if kind in BODIES and "decision" not in fields:
        usual |= {"document_number": "都民救〔2026〕1号", "known_on": at.date() - dt.timedelta(days=10)}
    with within(by.area):
        return register.register(kind=kind, by=by, at=at, **(usual | fields))


def against(decision: Decision, *, kind: str = "review", by: Staff | None = None, at: dt.datetime = FILED, **fields):
    """Register a review or a lawsuit against a decision of a case."""
    given = {"decision": decision, "known_on": at.date() - dt.timedelta(days=10)} | fields
    return registered(kind, by=by, at=at, division_code=decision.case.division_code, **given)


def accepted(file: RemedyFile, *, by: Staff, at: dt.datetime, **fields) -> RemedyFile:
    """Record that the body accepted it."""
    with within(by.area):
        progress.accept(file=file, by=by, at=at, on=at.date(), document_number="受理通知书1号", **fields)
    return file


def decided(file: RemedyFile, result: str, *, by: Staff, at: dt.datetime) -> RemedyFile:
    """Record the conclusion."""
    with within(by.area):
        outcome.decide(
            file=file, by=by, at=at, on=at.date(), result=result, text="理由从略", document_number="宜政复决〔2026〕1号"
        )
    return file
