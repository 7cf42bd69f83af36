"""The addresses of the archive with an object in them; see addresses.py."""

import datetime as dt

from minzheng.accounts.scope import within
from minzheng.archive.domain import assessment, custody, filing
from minzheng.archive.models import Volume
from tests.desk.addresses import TODAY, Maker, Try, withdrawn
from tests.factories import casework


def filed(offices: casework.Offices) -> Volume:
    """File a withdrawn case."""
    case = casework.case("accepted", offices=offices)
    with within(offices.county.area):
        withdrawn(case, offices)
        [volume] = filing.file_case(case=case, by=offices.township, at=casework.days(6))
    return volume


def page() -> Try:
    offices = casework.Offices()
    return Try({"number": filed(offices).number}, offices.township)


def lent(verb: str) -> Try:
    offices = casework.Offices()
    volume = filed(offices)
    loan = {"borrower": "李审", "unit": "市审计局", "purpose": "专项审计", "due_on": TODAY}
    if verb == "give-back":
        with within(offices.county.area):
            due = dt.date.fromisoformat(TODAY)
            custody.lend(volume=volume, by=offices.township, at=casework.days(7), **(loan | {"due_on": due}))
    return Try({"number": volume.number, "verb": verb}, offices.township, loan if verb == "lend" else {})


def destroyed() -> Try:
    offices = casework.Offices()
    volume = filed(offices)
    late = casework.days(1300)
    with within(offices.county.area):
        row = assessment.propose(
            volume=volume, verdict="destroy", reason="期满，无利用价值", by=offices.township, at=late
        )
        assessment.approve(assessment=row, by=offices.county, at=late, answer="同意")
    return Try({"number": volume.number}, offices.township)


ARCHIVE_ADDRESSES: dict[str, dict[str, Maker]] = {
    "archive_volume": {"page": page},
    "archive_file": {"page": page},
    "archive_report": {"page": destroyed},
    "archive_action": {verb: lambda verb=verb: lent(verb) for verb in ("lend", "give-back")},
}
