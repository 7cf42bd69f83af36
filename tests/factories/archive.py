"""Cases that have ended and were told, and their volumes, through the domain functions."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from minzheng.accounts.scope import within
from minzheng.archive.domain import filing
from minzheng.archive.models import Volume
from minzheng.casework.domain import application, household_visit, letter
from minzheng.casework.domain.bereavement import stop_on_death
from minzheng.casework.models import Case, Decision
from minzheng.registry.domain import death
from tests.factories import casework, registry

PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
FILED = casework.days(60)


def photo(content: bytes = PIXEL, name: str = "门前.png") -> SimpleUploadedFile:
    """Return a picture as it is uploaded."""
    return SimpleUploadedFile(name, content, "image/png")


def told(case: Case, offices: casework.Offices, at: dt.datetime) -> None:
    """Issue and serve the letter of the case's last decision."""
    last = Decision.objects.filter(case=case).order_by("-pk")[0]
    sent = letter.issue_printed(decision=last, by=offices.county, at=at)
    letter.serve(letter=sent, by=offices.township, at=at, served_on=at.date(), method="直接送达")


def ended(offices: casework.Offices | None = None, *, is_told: bool = True, photos: tuple = ()) -> Case:
    """Return a granted case of one man who died, whose benefit was stopped and the family told."""
    offices = offices or casework.Offices()
    home = casework.household(registry.new_member("02", incomes=casework.known_zero(wage=20_000)))
    case = casework.case("surveying", home=home, offices=offices)
    with within(offices.county.area):
        household_visit.record(
            case=case, by=offices.township, at=casework.days(3), visited_on=casework.days(3).date(),
            surveyors=[offices.township, offices.second_township], member_present=case.applicant,
            findings="与申报相符。", signed=True, photos=photos or (photo(),),
        )  # fmt: skip
        for step in ("proposed", "publicised", "submitted_to_county", "confirmed", "active"):
            casework._STEPS[step](case, offices, casework.START)
        told(case, offices, casework.days(17))
        death.record_death(
            person=case.applicant, died_on=casework.days(30).date(), by=offices.township, at=casework.days(40),
            source="死亡证明",
        )  # fmt: skip
        stop_on_death(case=case, by=offices.county, at=casework.days(41))
        if is_told:
            told(case, offices, casework.days(42))
        case.refresh_from_db()
    return case


def withdrawn(offices: casework.Offices | None = None) -> Case:
    """Return a case that the household withdrew after acceptance."""
    offices = offices or casework.Offices()
    return withdraw(casework.case("accepted", offices=offices), offices)


def withdraw(case: Case, offices: casework.Offices) -> Case:
    """End a case as the household wishes."""
    with within(offices.county.area):
        application.withdraw(case=case, by=offices.township, at=casework.days(5), reason="本人不再申请")
    return case


def filed(offices: casework.Offices | None = None, **fields) -> list[Volume]:
    """Return the volumes of an ended case."""
    offices = offices or casework.Offices()
    case = ended(offices, **fields)
    with within(offices.county.area):
        return filing.file_case(case=case, by=offices.township, at=FILED)
