"""Every address with an object in it: how to make the object, who owns it, and a request its owner gets through.

One line per address (or per verb of an address). tests/desk/test_strangers.py holds this against the URL resolver, so a
new address without a line fails there.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.casework.domain import (
    application,
    change_report,
    close_relatives,
    county_check,
    decision,
    expired_rule,
    gradual_exit,
    hearing,
    household_visit,
    job_refusal,
    letter,
    means_check,
    outside,
    publicity,
    recertification,
    review,
    settlement,
    suspension,
)
from minzheng.casework.enums import AppraisalStep
from minzheng.casework.models import Attachment, Case, Determination, ReviewProposal
from minzheng.casework.queries import expired_rules
from minzheng.kernel import idnumber
from minzheng.kernel.division import Area
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.registry.domain import birth, death, death_correction, facts
from minzheng.registry.models import BankAccount, DeathCorrection, Household, IncomeItem, Membership, Person
from minzheng.workbench.domain import bulk
from tests.factories import accounts, casework, registry, workbench

# The day on which the desk is asked; what was done before was done by the factories' calendar.
NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
TODAY = "2026-11-24"
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


@dataclass(frozen=True)
class Try:
    """A request: the address's arguments, the owner, what is posted (None: the address is only read).

    `is_past`: the road of today does not lead there any more, so the owner too is told so.
    """

    kwargs: dict[str, Any]
    owner: Staff
    post: dict[str, Any] | None = None
    is_past: bool = False


Maker = Callable[[], Try]


@dataclass
class Made:
    """A case walked to where a verb begins, with the people of its offices."""

    offices: casework.Offices = field(default_factory=casework.Offices)
    case: Case | None = None

    def walk(self, until: str, *, home: Household | None = None, at: dt.datetime = casework.START) -> Case:
        self.case = casework.case(until, home=home, offices=self.offices, at=at)
        return self.case


def rich_household() -> Household:
    return casework.household(*casework.couple(wage_fen=900_000))


def act(
    verb: str, role: str, until: str, post: Any = None, *, prepare: Any = None, **walking: Any
) -> tuple[str, Maker]:
    """Return the line of one act: walk a case, prepare it, and the owner's request."""

    def make() -> Try:
        made = Made()
        home = walking["home"]() if "home" in walking else None
        case = made.walk(until, home=home, at=walking.get("at", casework.START))
        with within(made.offices.county.area):
            if prepare:
                prepare(case, made.offices)
            data = post(case) if callable(post) else post or {}
        owner = getattr(made.offices, role)
        return Try({"number": case.number, "verb": verb}, owner, data, is_past=walking.get("is_past", False))

    return verb, make


def supplement(case, offices):
    application.ask_supplement(case=case, by=offices.township, at=casework.days(1), missing=["就读证明"])


def negative_check(case, offices):
    means_check.report(
        case=case, by=offices.county, at=casework.days(3), status="inconsistent", as_of=dt.date(2026, 8, 5),
        sources=["银行存款"], text="存款多于申报。",
    )  # fmt: skip


def objected_and_visited(case, offices):
    at = dt.datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)
    publicity.object(case=case, by=offices.township, at=at, objector_name="", text="收入不止这些")
    household_visit.record(
        case=case, by=offices.township, at=at + dt.timedelta(days=1), visited_on=dt.date(2026, 11, 21),
        surveyors=[offices.township, offices.second_township], member_present=case.applicant, findings="复查属实。",
        signed=True,
    )  # fmt: skip


def returned(case, offices):
    decision.send_back(case=case, by=offices.county, at=casework.days(15), reason="补充工资证明")


def with_letter(case, offices):
    letter.issue(decision=casework.grant_of(case), by=offices.county, at=casework.days(20))


def earns_more(case, offices):
    facts.record_income(
        household=case.household, person=case.applicant, kind="wage", amount_fen=150_000, period="month",
        holds_from=dt.date(2026, 10, 1), by=offices.township, at=casework.days(70), source="工资单",
    )  # fmt: skip
    recertification.review_month(month=Month(2026, 11), by=offices.second_county, at=casework.days(100))


def earns_more_and_heard(case, offices):
    earns_more(case, offices)
    proposal = ReviewProposal.objects.get(case=case)
    recertification.hear(proposal=proposal, by=offices.township, at=casework.days(101), opinion="没有意见")


def child_died(case, offices):
    child = registry.people(case.household)[2]
    death.record_death(
        person=child, died_on=dt.date(2026, 11, 1), by=offices.township, at=casework.days(100), source="死亡证明"
    )


RECENT = dt.datetime(2026, 11, 14, 9, 0, tzinfo=SHANGHAI)
VISIT = {"visited_on": TODAY, "surveyor_1": "张三", "surveyor_2": "李四", "findings": "与申报相符。", "signed": "on"}
MEETING = {
    "held_on": TODAY, "place": "村委会", "participants": "9", "representatives": "6", "is_survey_true": "1",
    "conclusion": "属实。", "steps": AppraisalStep.values,
}  # fmt: skip
REPORT = {"status": "consistent", "as_of": "2026-11-20", "sources": ["税务"], "text": "与申报一致。"}


def visit_of(case: Case) -> dict[str, str]:
    return {**VISIT, "member_present": str(case.applicant_id)}


def resolution_of(case: Case) -> dict[str, str]:
    return {"objection": str(case.objections.get().pk), "finding": "查无此事。", "upheld": "0"}


def relative_of(case: Case) -> dict[str, str]:
    return {"member": str(case.applicant_id), "official": "", "official_name": "李公", "kin": "sibling"}


def withdrawn(case, offices):
    application.withdraw(case=case, by=offices.township, at=casework.days(5), reason="本人不再申请")


def registered_relative(case, offices):
    close_relatives.state(
        case=case, by=offices.township, at=casework.days(2), member=case.applicant, kin="sibling",
        official_name="李公", official_post="村主任",
    )  # fmt: skip


def entry_of(case: Case) -> dict[str, str]:
    return {"entry": str(case.close_relatives.get().pk), "reason": "同名不同人"}


REFUSED_OFFER = {"accepted": "0", "answer_on": TODAY, "reason": "不想去", "is_justified": "0", "judgement": "岗位合适"}


def office_of(offices) -> dict[str, Any]:
    return {"by": offices.township, "at": casework.days(101)}


def under_review(case, offices):
    review.open_one(case=case, **office_of(offices))


def told_of_a_change(case, offices):
    change_report.record(
        case=case, kind="income", text="换了工作", changed_on=dt.date(2026, 11, 1), told_on=dt.date(2026, 11, 2),
        told_by="household", is_major=False, **office_of(offices),
    )  # fmt: skip


def suspended(case, offices):
    row = suspension.propose(case=case, reason="拒绝入户", **office_of(offices))
    hearing.hear(proposal=row, opinion="没有意见", **office_of(offices))
    settlement.accept(proposal=row, by=offices.second_county, at=casework.days(102))


def job_offered(case, offices):
    told = {"job": "保洁员", "employer": "镇福利院", "suits": "身体健康", "offered_on": dt.date(2026, 11, 10)}
    return job_refusal.offer(case=case, person=case.applicant, **told, **office_of(offices))


def three_refusals(case, offices):
    for _ in range(3):
        row = job_offered(case, offices)
        job_refusal.answer(
            offer=row, accepted=False, answer_on=dt.date(2026, 11, 10), is_justified=False, judgement="岗位合适",
            **office_of(offices),
        )  # fmt: skip


def drawn_elsewhere(case, offices):
    outside.record_outside(
        person=case.applicant, program=case.program, county="湖南省岳阳县", source="来函",
        found_on=dt.date(2026, 11, 10), **office_of(offices),
    )  # fmt: skip


def earns_too_much(case, offices):
    facts.record_income(
        household=case.household, person=case.applicant, kind="wage", amount_fen=2_000_000, period="month",
        holds_from=dt.date(2026, 10, 1), by=offices.township, at=casework.days(70), source="工资单",
    )  # fmt: skip
    recertification.review_month(month=Month(2026, 11), by=offices.second_county, at=casework.days(100))
    proposal = ReviewProposal.objects.get(case=case)
    recertification.hear(proposal=proposal, by=offices.township, at=casework.days(101), opinion="希望渐退")


def ended_by_a_wrong_death(case, offices):
    at = casework.days(60)
    death.record_death(person=case.applicant, died_on=dt.date(2026, 10, 1), by=offices.township, at=at, source="误登")
    recertification.stop_on_death(case=case, by=offices.county, at=at)
    asked = death_correction.ask(
        person=case.applicant, reason="同名误登", source="派出所证明", by=offices.township, at=at
    )
    death_correction.approve(correction=asked, by=offices.second_county, at=at)


def leaving(case, offices):
    """Paid out from June to November 2026, which is now."""
    at = dt.datetime(2026, 5, 18, 9, 0, tzinfo=SHANGHAI)
    facts.record_income(
        household=case.household, person=case.applicant, kind="wage", amount_fen=2_000_000, period="month",
        holds_from=dt.date(2026, 4, 1), by=offices.township, at=at, source="工资单",
    )  # fmt: skip
    (proposal,) = recertification.review_month(month=Month(2026, 5), by=offices.second_county, at=at)
    hearing.hear(proposal=proposal, by=offices.township, at=at, opinion="希望渐退")
    gradual_exit.grant(proposal=proposal, by=offices.county, at=at)


def alone() -> Household:
    return casework.household(registry.new_member(incomes=casework.known_zero()))


def child_is_ill_and_the_family_earns_more(case, offices):
    """The family rises to the edge layer; the child alone may stay."""
    at = casework.days(70)
    told = {"by": offices.township, "at": at, "source": "证明", "holds_from": dt.date(2026, 10, 1)}
    facts.record_condition(person=registry.people(case.household)[2], kind="disability", code="4.1", **told)
    facts.record_income(
        household=case.household, person=case.applicant, kind="wage", amount_fen=255_000, period="month", **told
    )


def ill_member(case: Case) -> dict[str, str]:
    return {"person": str(registry.people(case.household)[2].pk), "reason": "家庭升为低保边缘，孩子重残"}


def share_of(case: Case) -> dict[str, str]:
    return {"person": str(case.applicant_id), "cut_fen": "10"}


def asked_of_the_case() -> Try:
    """A case whose program asks more than the registry keeps."""
    made = Made()
    case = casework.submit(casework.household(), made.offices, program="wubao")
    with within(made.offices.county.area):
        application.accept(case=case, by=made.offices.township, at=casework.days(1))
    post = {f"{case.applicant_id}-part_in_application": "3", "source": "本人申报"}
    return Try({"number": case.number, "verb": "record-facts"}, made.offices.township, post)


def all_programs() -> Try:
    made = application_form()
    number = made.kwargs["number"]
    return Try({"number": number}, made.owner, {**made.post, "act": "open", "programs": [casework.PROGRAM]})


RUNNING_ACTS = (
    act("open-review", "township", "active"),
    act("complete-review", "township", "active", {"findings": "没有变化"}, prepare=under_review),
    act(
        "report-change", "village", "active",
        {"kind": "income", "text": "换了工作", "changed_on": TODAY, "told_on": TODAY, "told_by": "household",
         "is_major": "0"},
    ),
    act(
        "handle-change", "township", "active",
        lambda case: {"report": str(case.change_reports.get().pk), "finding": "已核实"}, prepare=told_of_a_change,
    ),
    act("notify", "township", "active", {"method": "电话", "answer_until": "2026-12-01"}, prepare=earns_more),
    act("accept-gradually", "county", "active", {"reason": ""}, prepare=earns_too_much),
    act("propose-suspension", "township", "active", {"reason": "拒绝入户"}),
    act("propose-restore", "township", "active", {"reason": "已配合"}, prepare=suspended),
    act("propose-stop", "township", "active", {"reason": "已迁走"}),
    act(
        "end-on-request", "township", "active",
        lambda case: {"wish": "gives_up", "asked_by": str(case.applicant_id), "words": "放弃", "signed_on": TODAY},
    ),
    act("propose-undo", "township", "active", {"reason": "误登"}, prepare=ended_by_a_wrong_death, home=alone),
    act(
        "offer-job", "township", "active",
        lambda case: {"person": str(case.applicant_id), "job": "保洁员", "employer": "镇福利院", "suits": "身体健康",
                      "offered_on": TODAY},
    ),
    act(
        "answer-job", "township", "active", lambda case: {**REFUSED_OFFER, "offer": str(case.job_offers.get().pk)},
        prepare=job_offered,
    ),
    act("cut-share", "township", "active", share_of, prepare=three_refusals),
    act("change-scope", "township", "active", ill_member, prepare=child_is_ill_and_the_family_earns_more),
    act(
        "record-outside", "township", "active",
        lambda case: {"person": str(case.applicant_id), "program": case.program, "county": "湖南省岳阳县",
                      "source": "来函", "found_on": TODAY},
    ),
    act(
        "strike-outside", "county", "active",
        lambda case: {"outside": str(case.applicant.outside_benefits.get().pk), "source": "停发证明"},
        prepare=drawn_elsewhere,
    ),
    act("end-exit", "county", "active", prepare=leaving, at=dt.datetime(2026, 2, 2, 9, 0, tzinfo=SHANGHAI)),
)  # fmt: skip
CASE_ACTS: dict[str, Maker] = dict(
    [
        act("accept", "township", "submitted", {"near_relative": "0"}),
        act("ask-supplement", "township", "submitted", {"missing": "就读证明"}),
        act("decline", "township", "submitted", {"ground": "other_place", "referred_to": "枝江市马家店街道办事处"}),
        act("start-check", "county", "checking"),
        act("complain", "township", "surveying", {"text": "来电反映该户有车"}),
        act("extend", "township", "surveying", {"ground": "hard_survey", "reason": "成员在外省务工"}, at=RECENT),
        act("post-county", "county", "submitted_to_county", {"place": "公开栏", "opinion": "拟批准"}, is_past=True),
        act("resubmit", "township", "submitted", {"answer": "补齐了"}, prepare=supplement),
        act("lapse", "township", "submitted", prepare=supplement),
        act("archive", "township", "accepted", prepare=withdrawn),
        ("record-facts", asked_of_the_case),
        act("register-relative", "township", "accepted", relative_of),
        act("clear-relative", "county", "accepted", entry_of, prepare=registered_relative),
        act("withdraw", "township", "submitted", {"reason": "本人不再申请"}),
        act("request-check", "township", "accepted"),
        act("report-check", "county", "checking", REPORT),
        act("rebut", "township", "checking", {"text": "是代存的", "accepted": "1"}, prepare=negative_check),
        act("visit", "township", "surveying", visit_of),
        act("appraise", "township", "surveying", MEETING),
        act("propose", "township", "visited"),
        act("post", "township", "proposed", {"place": "村务公开栏"}),
        act("close", "township", "publicised"),
        act("object", "township", "publicised", {"text": "收入不止这些"}, at=RECENT),
        act("resolve", "township", "publicised", resolution_of, prepare=objected_and_visited, at=RECENT),
        act("confirm", "county", "submitted_to_county", {"reason": "同意"}),
        act("refuse", "county", "proposed", {"reason": "收入高于标准"}, home=rich_household),
        act("send-back", "county", "submitted_to_county", {"reason": "补充工资证明"}),
        act("answer-return", "township", "submitted_to_county", {"reason": "已补充"}, prepare=returned),
        act("resurvey", "township", "submitted_to_county", {"reason": "重新核实"}, prepare=returned),
        act("publish", "county", "confirmed", {"place": "村务公开栏"}),
        act("issue-letter", "county", "confirmed"),
        act("serve-letter", "township", "active", {"served_on": TODAY, "method": "直接送达"}, prepare=with_letter),
        act("hear", "township", "active", {"opinion": "没有意见"}, prepare=earns_more),
        act("accept-review", "county", "active", {"reason": ""}, prepare=earns_more_and_heard),
        act("dismiss-review", "county", "active", {"reason": "收入不稳定"}, prepare=earns_more_and_heard),
        act("stop-on-death", "county", "active", prepare=child_died),
        *RUNNING_ACTS,
    ]
)


def operation(verb: str, post: Callable[[list[Any]], dict[str, Any]]) -> tuple[str, Maker]:
    """Return the line of one operation on a household of three; `post` gets its people."""

    def make() -> Try:
        owner = accounts.township_officer()
        home = casework.household(by=owner)
        with within(owner.area):
            people = registry.people(home)
        return Try({"number": home.number, "verb": verb}, owner, post(people) | {"source": "户口簿"})

    return verb, make


MONEY = {"amount_fen": "100", "period": "month", "holds_from": TODAY}
DEPOSIT = {"kind": "deposit", "count": "1", "amount_fen": "9", "holds_from": TODAY}
ILLNESS = {"kind": "serious_illness", "holds_from": TODAY}
MOVED = {"division_code": accounts.VILLAGE, "address": "二组 3 号", "moved_on": TODAY}
HOUSEHOLD_ACTS: dict[str, Maker] = dict(
    [
        operation("income", lambda people: MONEY | {"person": people[0].pk, "kind": "property"}),
        operation("expense", lambda people: MONEY | {"person": people[0].pk, "kind": "work_cost"}),
        operation("asset", lambda _people: DEPOSIT),
        operation("condition", lambda people: ILLNESS | {"person": people[1].pk}),
        operation(
            "supporter",
            lambda people: {
                "person": people[0].pk, "name": "张建军", "relation": "sibling", "birth_date": "1978-02-03",
                "supported_count": "1", "is_income_checked": "0", "holds_from": TODAY,
            },
        ),
        operation("declaration", lambda _people: {"employs_others": "0", "holds_from": TODAY}),
        operation("standard-area", lambda _people: {"area_kind": "urban", "holds_from": TODAY}),
        operation(
            "account",
            lambda people: {
                "holder": people[0].pk, "bank_name": "宜都农商银行", "account_number": "6222000000000000018",
                "holds_from": TODAY,
            },
        ),
        operation("move", lambda _people: MOVED),
        operation(
            "split",
            lambda people: {
                "leaving": [people[1].pk], "head_of_new": people[1].pk, "address": "三组 1 号", "split_on": TODAY
            },
        ),
        operation(
            "change-head",
            lambda people: {
                "new_head": people[1].pk,
                "on": TODAY,
                f"relation_{people[0].pk}": "11",
                f"relation_{people[2].pk}": "20",
            },
        ),
        operation("death", lambda people: {"person": people[2].pk, "died_on": TODAY}),
        operation("remove-member", lambda people: {"person": people[1].pk, "on": TODAY}),
        operation("withdraw", lambda people: {"fact": f"incomeitem-{wage_of(people[0]).pk}"}),
        operation("phone", lambda people: {"person": people[0].pk, "phone": "0717-4820002"}),
        operation("rename", lambda people: {"person": people[0].pk, "name": "王正名"}),
        operation("id-number", lambda people: {"person": newborn(people).pk, "id_number": NEWBORN_NUMBER}),
        operation(
            "birth",
            lambda people: {
                "name": "王新生", "sex": "2", "born_on": "2026-11-20", "relation": "30", "mother": people[1].pk,
                "certificate": "U420000001",
            },
        ),
        operation(
            "add-member",
            lambda _people: {
                "name": "王老太", "id_number": registry.id_number(sex="2", born=dt.date(1950, 1, 1)), "relation": "52",
                "on": TODAY, "elsewhere": "湖北省宜昌市某县",
            },
        ),
        operation(
            "merge",
            lambda people: {
                "into": neighbours().number, "on": TODAY, **{f"relation_{person.pk}": "99" for person in people}
            },
        ),
        operation(
            "transfer",
            lambda people: {"into": neighbours().number, "on": TODAY, "person": people[2].pk, "joins_as": "99"},
        ),
        operation("close", lambda _people: {"on": TODAY, "elsewhere": "湖北省武汉市"}),
        operation("correct-death", lambda people: {"person": dead_child(people).pk, "reason": "同名同姓，登记错人"}),
    ]
)  # fmt: skip


def wage_of(person: Person) -> IncomeItem:
    """What stands in the books of a person's wage."""
    with within(Area.of(accounts.COUNTY)):
        found: IncomeItem = IncomeItem.objects.latest_versions().get(person=person, kind="wage")
    return found


def neighbours() -> Household:
    """Another household of the same village."""
    return registry.household(registry.new_member())


NEWBORN_NUMBER = idnumber.impossible(dt.date(2026, 11, 1), 1)


def newborn(people: list[Any]) -> Person:
    """A son without a number yet."""
    with within(Area.of(accounts.COUNTY)):
        home = Membership.objects.filter(person=people[0])[0].household
        return birth.record_birth(
            household=home, name="王小满", sex="1", born_on=dt.date(2026, 11, 1), relation="20", mother=people[1],
            certificate="U420000009", by=accounts.county_officer(), at=NOW, source="出生医学证明",
        )  # fmt: skip


def dead_child(people: list[Any]) -> Person:
    """The child recorded dead three weeks ago, by somebody of the county."""
    with within(Area.of(accounts.COUNTY)):
        death.record_death(
            person=people[2], died_on=dt.date(2026, 11, 1), by=accounts.county_officer(),
            at=NOW - dt.timedelta(days=3), source="死亡证明",
        )  # fmt: skip
    return people[2]


def asked_correction() -> DeathCorrection:
    owner = accounts.township_officer()
    home = casework.household(by=owner)
    with within(owner.area):
        child = dead_child(registry.people(home))
        return death_correction.ask(person=child, reason="登记错人", source="村委会证明", by=owner, at=NOW)


def correction_page() -> Try:
    return Try({"pk": asked_correction().pk}, accounts.county_officer())


def correction_act(verb: str, post: dict[str, Any]) -> tuple[str, Maker]:
    return verb, lambda: Try({"pk": asked_correction().pk, "verb": verb}, accounts.county_officer(), post)


CORRECTION_ACTS: dict[str, Maker] = dict(
    [correction_act("approve", {"answer": "已向医院核实"}), correction_act("reject", {"answer": "证明不全"})]
)


def household_page() -> Try:
    owner = accounts.township_officer()
    return Try({"number": casework.household(by=owner).number}, owner)


def person_number() -> Try:
    owner = accounts.township_officer()
    home = casework.household(by=owner)
    with within(owner.area):
        return Try({"pk": registry.people(home)[0].pk}, owner, {"purpose": "核对身份"})


def account_number() -> Try:
    owner = accounts.township_officer()
    home = casework.household(by=owner)
    with within(owner.area):
        return Try({"pk": BankAccount.objects.get(household=home).pk}, owner, {"purpose": "核对账号"})


def application_form() -> Try:
    owner = accounts.township_officer()
    home = casework.household(by=owner)
    with within(owner.area):
        people = registry.people(home)
    post = {
        "applicant": people[0].pk, "reason": "收入低", "source": "本人申报", "near_relative": "0",
        "commitment_signed": "on", "consented": [people[0].pk, people[1].pk],
    }  # fmt: skip
    return Try({"program": casework.PROGRAM, "number": home.number}, owner, post)


def case_page() -> Try:
    made = Made()
    return Try({"number": made.walk("submitted").number}, made.offices.township)


def kept_file() -> Try:
    made = Made()
    case = made.walk("surveying")
    with within(made.offices.county.area):
        household_visit.record(
            case=case, by=made.offices.township, at=casework.days(3), visited_on=dt.date(2026, 8, 6),
            surveyors=[made.offices.township, made.offices.second_township], member_present=case.applicant,
            findings="与申报相符。", signed=True, photos=[SimpleUploadedFile("门前.png", PIXEL, "image/png")],
        )  # fmt: skip
        kept = Attachment.objects.get(case=case)
    return Try({"number": case.number, "pk": kept.pk}, made.offices.township)


def issued_letter() -> Try:
    made = Made()
    case = made.walk("active")
    with within(made.offices.county.area):
        with_letter(case, made.offices)
        pk = casework.grant_of(case).letter.pk
    return Try({"number": case.number, "pk": pk}, made.offices.township)


def printed_sheet() -> Try:
    made = Made()
    case = made.walk("proposed")
    with within(made.offices.county.area):
        pk = Determination.objects.get(case=case).pk
    return Try({"number": case.number, "pk": pk}, made.offices.township)


def taken_up(verb: str) -> Maker:
    """Return the line of taking a case or putting it back."""

    def make() -> Try:
        made = Made()
        case = made.walk("submitted")
        if verb == "put-back":
            workbench.claim(case, made.offices.township, NOW)
        return Try({"number": case.number, "verb": verb}, made.offices.township, {})

    return make


def bulk_act() -> Try:
    made = Made()
    case = made.walk("proposed")
    with within(made.offices.township.area):
        begun = bulk.begin(
            verb="post", rows=[(case, None)], values={"place": ["村务公开栏"]}, by=made.offices.township, at=NOW
        )
    return Try({"pk": begun.pk}, made.offices.township)


def bulk_carried_on() -> Try:
    made = bulk_act()
    return Try(made.kwargs, made.owner, {})


def reminder() -> Try:
    made = Made()
    case = made.walk("submitted")
    note = workbench.note(case, made.offices.county, f"@{made.offices.township.name}请看", NOW)
    with within(made.offices.county.area):
        return Try({"pk": note.mentions.get().pk}, made.offices.township, {})


def drawn() -> Try:
    made = Made()
    made.walk("submitted_to_county")
    with within(made.offices.county.area):
        row = county_check.draw(program=casework.PROGRAM, by=made.offices.county, at=casework.days(15))
    return Try({"pk": row.pk}, made.offices.county)


def delegated() -> Try:
    county = accounts.county_officer()
    with within(county.area):
        row = county_check.delegate(
            program=casework.PROGRAM, division_code=accounts.TOWNSHIP, from_on=dt.date(2026, 8, 1),
            document="宜民发〔2026〕3号", by=county, at=casework.START,
        )  # fmt: skip
    return Try({"pk": row.pk}, county, {"until_on": TODAY, "reason": "试点结束"})


def ruling(verb: str) -> Maker:
    def make() -> Try:
        offices = casework.Offices()
        with within(offices.county.area):
            one = expired_rules.to_rule_on(NOW.date())[0]
            row = expired_rule.rule(
                program=one.program, reference=one.reference, until_on=dt.date(2027, 8, 1),
                document="宜民发〔2026〕11号", reason="尚无新文件", by=offices.county, at=casework.START,
            )  # fmt: skip
        return Try({"pk": row.pk, "verb": verb}, offices.second_county, {"reason": "已有新文件"})

    return make


ADDRESSES: dict[str, dict[str, Maker]] = {
    "case_ruling_action": {verb: ruling(verb) for verb in ("approve", "end")},
    "case_draw": {"page": drawn},
    "case_delegation_end": {"page": delegated},
    "household": {"page": household_page},
    "household_operation": HOUSEHOLD_ACTS,
    "correction": {"page": correction_page},
    "correction_action": CORRECTION_ACTS,
    "person_reveal": {"page": person_number},
    "account_reveal": {"page": account_number},
    "case_new": {"page": application_form},
    "one_door": {"page": all_programs},
    "case": {"page": case_page},
    "case_attachment": {"page": kept_file},
    "letter_pdf": {"page": issued_letter},
    "calculation_pdf": {"page": printed_sheet},
    "case_action": CASE_ACTS,
    "case_hands": {verb: taken_up(verb) for verb in ("take-up", "put-back")},
    "case_bulk_result": {"page": bulk_act},
    "case_bulk_continue": {"page": bulk_carried_on},
    "case_mention_seen": {"page": reminder},
}
