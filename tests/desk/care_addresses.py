"""Addresses of linked help: how each is made, who owns it, and a request its owner gets through."""

from typing import Any

from minzheng.accounts.scope import within
from minzheng.care.domain import attendance, referral
from tests.desk.addresses import TODAY, Maker, Try
from tests.factories import care, casework
from tests.factories.care import on


def household_act(verb: str, post: Any) -> tuple[str, Maker]:
    """Return the line of one act on a household with a running case."""

    def make() -> Try:
        offices = casework.Offices()
        case = care.running(offices)
        with within(offices.county.area):
            wife = care.wife_of(case)
        data = post(offices, wife) if callable(post) else post
        return Try({"number": case.household.number, "verb": verb}, offices.township, data)

    return verb, make


HOUSEHOLD_HELP_ACTS: dict[str, Maker] = dict(
    [
        household_act(
            "refer",
            {"target": "education", "person": "", "reason": "减免费用", "office": "", "sent_on": TODAY},
        ),
        household_act(
            "enrol",
            lambda offices, wife: {
                "person": wife.pk,
                "course": care.a_course(by=offices.township, at=on(24), days=[on(30).date()]).pk,
            },
        ),
        household_act(
            "offer",
            lambda offices, wife: {
                "person": wife.pk, "vacancy": care.a_vacancy(by=offices.township).pk, "suits": "身体健康",
                "offered_on": TODAY,
            },
        ),
        household_act(
            "place",
            lambda _offices, wife: {
                "person": wife.pk, "offer": "", "employer": "酒店", "job": "服务员", "from_on": TODAY,
                "wage_fen": "3000",
            },
        ),
    ]
)  # fmt: skip


def sent() -> tuple[Any, Any]:
    """Return a referral and the officer who sent it."""
    offices = casework.Offices()
    return care.sent(casework.household(), by=offices.township), offices.township


def referral_act(verb: str, post: dict[str, Any]) -> tuple[str, Maker]:
    """Return the line of one act on a referral."""

    def make() -> Try:
        row, owner = sent()
        return Try({"number": row.number, "verb": verb}, owner, post)

    return verb, make


REFERRAL_ACTS: dict[str, Maker] = dict(
    [
        referral_act(
            "answer",
            {"outcome": "granted", "text": "已减免", "amount_fen": "800", "document_number": "", "answered_on": TODAY},
        ),
        referral_act("slip", {}),
        referral_act("withdraw", {"reason": "登记错误"}),
    ]
)


def trained(days: int = 0) -> tuple[Any, Any, Any]:
    """Return a course, its one trainee, who came on so many days, and the officer."""
    offices = casework.Offices()
    case = care.running(offices)
    one = care.a_course(by=offices.township)
    row = care.enrolled(one, case, case.applicant, by=offices.township)
    if days:
        care.came(row, days, by=offices.township)
    return one, row, offices.township


def course_act(verb: str, post: Any, *, days: int = 0, begun: bool = True) -> tuple[str, Maker]:
    """Return the line of one act on a course."""

    def make() -> Try:
        if not begun:
            offices = casework.Offices()
            one = care.a_course(by=offices.township, at=on(24), days=[on(30).date()])
            return Try({"number": one.number, "verb": verb}, offices.township, post)
        one, row, owner = trained(days)
        return Try({"number": one.number, "verb": verb}, owner, post(row) if callable(post) else post)

    return verb, make


COURSE_ACTS: dict[str, Maker] = dict(
    [
        course_act("mark", lambda row: {"day": "2026-11-09", "present": [row.pk], "note_text": ""}),
        course_act("certify", lambda row: {"enrolment": row.pk}, days=4),
        course_act("leave", lambda row: {"enrolment": row.pk, "reason": "外出务工"}),
        course_act("cancel", {"reason": "人数不足"}, begun=False),
    ]
)


def told() -> tuple[Any, Any]:
    """Return a vacancy put to somebody, and the officer."""
    offices = casework.Offices()
    case = care.running(offices)
    return care.told(care.a_vacancy(by=offices.township), case, case.applicant, by=offices.township), offices.township


def vacancy_act(verb: str, post: Any) -> tuple[str, Maker]:
    """Return the line of one act on a vacancy."""

    def make() -> Try:
        row, owner = told()
        return Try({"number": row.vacancy.number, "verb": verb}, owner, post(row) if callable(post) else post)

    return verb, make


VACANCY_ACTS: dict[str, Maker] = dict(
    [
        vacancy_act(
            "answer",
            lambda row: {
                "introduction": row.pk, "accepted": "0", "ground": "care", "reason": "照顾老人", "judgement": "属实",
                "answer_on": TODAY,
            },
        ),
        vacancy_act("close", {"reason": "企业撤回"}),
    ]
)  # fmt: skip


def working() -> tuple[Any, Any]:
    """Return a placement whose first follow-up is due, and the officer."""
    offices = casework.Offices()
    case = care.running(offices)
    at = on(10, 8)
    return care.placed(case, case.applicant, by=offices.township, from_on=at.date(), at=at), offices.township


def placement_act(verb: str, post: Any) -> tuple[str, Maker]:
    """Return the line of one act on a placement."""

    def make() -> Try:
        row, owner = working()
        with within(owner.area):
            data = post(row) if callable(post) else post
        return Try({"number": row.number, "verb": verb}, owner, data)

    return verb, make


PLACEMENT_ACTS: dict[str, Maker] = dict(
    [
        placement_act(
            "follow-up",
            lambda row: {
                "follow_up": row.follow_ups.order_by("months")[0].pk, "done_on": TODAY, "is_employed": "1",
                "wage_fen": "3000", "text": "电话回访",
            },
        ),
        placement_act("end", {"ended_on": TODAY, "reason": "合同期满"}),
    ]
)  # fmt: skip


def household_page() -> Try:
    offices = casework.Offices()
    return Try({"number": care.running(offices).household.number}, offices.township)


def referral_page() -> Try:
    row, owner = sent()
    return Try({"number": row.number}, owner)


def course_page() -> Try:
    one, _row, owner = trained()
    return Try({"number": one.number}, owner)


def vacancy_page() -> Try:
    row, owner = told()
    return Try({"number": row.vacancy.number}, owner)


def placement_page() -> Try:
    row, owner = working()
    return Try({"number": row.number}, owner)


def slip() -> Try:
    row, owner = sent()
    with within(owner.area):
        made = referral.issue_slip(referral=row, by=owner, at=on(3))
    return Try({"number": made.number}, owner)


def certificate() -> Try:
    _one, row, owner = trained(4)
    with within(owner.area):
        made = attendance.certify(enrolment=row, by=owner, at=on(16))
    return Try({"number": made.number}, owner)


CARE_ADDRESSES: dict[str, dict[str, Maker]] = {
    "care_household": {"page": household_page},
    "care_household_action": HOUSEHOLD_HELP_ACTS,
    "care_referral": {"page": referral_page},
    "care_referral_action": REFERRAL_ACTS,
    "care_course": {"page": course_page},
    "care_course_action": COURSE_ACTS,
    "care_vacancy": {"page": vacancy_page},
    "care_vacancy_action": VACANCY_ACTS,
    "care_placement": {"page": placement_page},
    "care_placement_action": PLACEMENT_ACTS,
    "care_paper": {"slip": slip, "certificate": certificate},
}
