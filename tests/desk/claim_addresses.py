"""Addresses of claims: how each is made, who owns it, and a request its owner gets through."""

import datetime as dt

from minzheng.accounts.scope import everywhere, within
from minzheng.claims.domain import application, campaign, correction, hospital, reconciliation, roll, statement, urgent
from minzheng.claims.models import Claim, Standing
from minzheng.desk import claim_acts
from minzheng.kernel.month import Month
from tests.desk.addresses import Maker, Try
from tests.factories import accounts, claims

MONEY = {"bill_fen": 4500000, "out_of_catalogue_fen": 300000, "basic_insurance_fen": 2960000}
DAYS = {
    "admitted_on": dt.date(2026, 10, 8),
    "discharged_on": dt.date(2026, 10, 20),
    "settled_on": dt.date(2026, 10, 20),
}


def another_file():
    """Receive one file more."""
    with everywhere("test"):
        return claims.received([claims.line(claims.recipient())])


def file_page(state: str = "settled") -> Try:
    """A file with a good line and a bad one."""
    with everywhere("test"):
        person = claims.recipient()
        rows = [claims.line(person), claims.line(person, 姓名="错名字")]
        file = {"received": claims.received, "settled": claims.settled, "confirmed": claims.confirmed}[state](rows)
    return Try({"number": file.number}, accounts.county_officer())


def bill_page() -> Try:
    """A bill of a confirmed file."""
    file_page("confirmed")
    with everywhere("test"):
        return Try({"number": Claim.objects.order_by("-pk").first().pk}, accounts.county_officer())


def changed_bill() -> Try:
    """A bill whose reversal waits for a second person."""
    made = bill_page()
    with everywhere("test"):
        bill = Claim.objects.get(pk=made.kwargs["number"])
        correction.propose(claim=bill, kind="reverse", reason="退费", by=accounts.county_officer(), at=claims.AT)
    return made


def correct_post() -> dict[str, str]:
    """The form of a correction as it stands, with one sum changed."""
    return {
        "reason": "医保补付", "admitted_on": "2026-10-08", "discharged_on": "2026-10-20", "settled_on": "2026-10-20",
        "bill_fen": "45000", "out_of_catalogue_fen": "3000", "not_allowed_fen": "0", "basic_insurance_fen": "26000",
        "serious_illness_insurance_fen": "4400", "supplementary_fen": "0", "commercial_fen": "0",
    }  # fmt: skip


def year_page() -> Try:
    made = bill_page()
    with everywhere("test"):
        bill = Claim.objects.get(pk=made.kwargs["number"])
    return Try({"number": bill.person_id, "year": 2026}, made.owner)


def hospital_page(what: str = "owed") -> Try:
    """A hospital that is owed something, with an agreement or a reconciliation that waits."""
    with everywhere("test"):
        row, by = claims.a_hospital(until_day=dt.date(2026, 12, 31)), accounts.county_officer()
        if what == "owed":
            claims.confirmed([claims.line(claims.recipient())], of=row)
        if what == "agreement":
            hospital.designate(
                hospital=row, agreement_number="次年", from_day=dt.date(2027, 1, 1), until_day=None, by=by, at=claims.AT
            )
        if what == "reconciliation":
            reconciliation.prepare(
                hospital=row, from_month=Month(2026, 7), until_month=Month(2026, 10), their_count=0, their_fen=0,
                explanation="", by=by, at=claims.AT,
            )  # fmt: skip
    return Try({"number": row.code}, accounts.county_officer())


def statement_page(state: str = "prepared") -> Try:
    """A payment that waits for finance."""
    with everywhere("test"):
        claims.money()
        row = claims.a_hospital()
        claims.confirmed([claims.line(claims.recipient())], of=row)
        made = claims.prepared(row)
        if state == "approved":
            statement.approve(statement=made, by=accounts.finance_officer(), at=claims.AT)
    return Try({"number": made.number}, accounts.finance_officer())


def another_application(person=None, by=None):
    """Take one claim of a person more."""
    with everywhere("test"):
        person = person or claims.recipient()
        return application.claim(
            person=person, number=f"FP-{person.pk}", kind="inpatient", hospital=claims.a_hospital(), money=MONEY,
            originals_marked=True, by=by or accounts.township_officer(), at=claims.AT, **DAYS,
        )  # fmt: skip


def application_page(state: str = "direct") -> Try:
    """A claim of a recipient, or of somebody to be surveyed and hung out."""
    owner = accounts.county_officer() if state == "direct" else accounts.township_officer()
    row = another_application(None if state == "direct" else claims.somebody())
    if state == "surveyed":
        with within(owner.area):
            application.survey(application=row, text="因病支出超过收入", by=owner, at=claims.AT)
    return Try({"number": row.pk}, owner)


def waiver_page() -> Try:
    with everywhere("test"):
        row = urgent.waive_deposit(
            hospital=claims.a_hospital(), person=claims.recipient(), admitted_on=dt.date(2026, 11, 23),
            deposit_fen=500000, by=accounts.township_officer(), at=claims.AT,
        )  # fmt: skip
    return Try({"number": row.pk}, accounts.township_officer())


def referral_page() -> Try:
    with everywhere("test"):
        row = urgent.refer(
            hospital=claims.a_hospital(), division_code=accounts.TOWNSHIP, known_as="约六十岁男性", found_at=claims.AT,
            found_by="民警", by=accounts.township_officer(), at=claims.AT,
        )  # fmt: skip
    return Try({"number": row.pk}, accounts.township_officer())


def another_roll():
    """Submit one roll more."""
    with everywhere("test"):
        content = claims.roll_content([claims.somebody()])
        return roll.submit(
            roll="key_pensioner", content=content, name="优抚.csv", source="示例函", by=accounts.county_officer(),
            at=claims.AT,
        )  # fmt: skip


def roll_page() -> Try:
    return Try({"number": another_roll().number}, accounts.county_officer())


def gap_page(what: str = "open") -> Try:
    """Somebody of the work list, perhaps with a finding that waits for a second person."""
    with everywhere("test"):
        people = [claims.recipient(), claims.recipient()]
        work = claims.a_campaign()
        match = claims.matched(claims.frozen(work), claims.insured(work, people[:1]))
        row = Standing.objects.exclude(kind="enrolled").get(match=match)
        if what == "noted":
            campaign.state(
                campaign=work, person=people[1], kind="military", document="入伍通知书", text="去年入伍",
                by=accounts.township_officer(), at=claims.AT,
            )  # fmt: skip
    return Try({"number": row.pk}, accounts.township_officer() if what == "open" else accounts.county_officer())


def act(make, verb: str, post: dict[str, object]) -> Maker:
    """Return the line of one act."""

    def made() -> Try:
        found = make()
        return Try({**found.kwargs, "verb": verb}, found.owner, post)

    return made


CLAIM_ACTS: dict[str, dict[str, Maker]] = {
    "claim_file_action": {
        "settle": act(lambda: file_page("received"), "settle", {}),
        "confirm": act(file_page, "confirm", {"note_on_signs": ""}),
        "withdraw": act(file_page, "withdraw", {"reason": "报错月份"}),
    },
    "claim_bill_action": {
        "confirm-change": act(changed_bill, "confirm-change", {}),
        "correct": act(bill_page, "correct", correct_post()),
        "reverse": act(bill_page, "reverse", {"reason": "退费重结"}),
    },
    "claim_hospital_action": {
        "confirm-agreement": act(lambda: hospital_page("agreement"), "confirm-agreement", {}),
        "pay": act(hospital_page, "pay", {"month": "2026-10"}),
        "advance": act(hospital_page, "advance", {"month": "2026-10", "amount_fen": "50000"}),
        "confirm-reconciliation": act(lambda: hospital_page("reconciliation"), "confirm-reconciliation", {}),
        "reconcile": act(
            lambda: hospital_page(""), "reconcile",
            {"from_month": "2026-07", "until_month": "2026-10", "their_count": "0", "their_fen": "0"},
        ),
        "designate": act(
            lambda: hospital_page(""), "designate", {"agreement_number": "次年", "from_day": "2027-01-01"}
        ),
        "end": act(lambda: hospital_page(""), "end", {"last_on": "2026-11-30", "reason": "违规"}),
    },
    "claim_statement_action": {
        "approve": act(statement_page, "approve", {}),
        "paid": act(lambda: statement_page("approved"), "paid", {"bank_reference": "HD1"}),
        "cancel": act(statement_page, "cancel", {"reason": "户名不符"}),
    },
    "claim_application_action": {
        "decide": act(application_page, "decide", {"document_number": "示例医救〔2026〕9号"}),
        "survey": act(lambda: application_page("other"), "survey", {"text": "支出超过收入"}),
        "post": act(lambda: application_page("surveyed"), "post", {"place": "村务公开栏"}),
    },
    "claim_waiver_action": {"close": act(waiver_page, "close", {"close_note": "已出院"})},
    "claim_referral_action": {
        "settle": act(referral_page, "settle", {"outcome": "emergency_fund", "result_note": "基金支付"})
    },
    "claim_roll_action": {"confirm": act(roll_page, "confirm", {})},
    "claim_gap_action": {
        "confirm": act(lambda: gap_page("noted"), "confirm", {}),
        "state": act(gap_page, "state", {"kind": "refused", "text": "本人不愿参保", "document": ""}),
    },
}  # fmt: skip
CLAIM_KINDS = {
    "claim_file_action": claim_acts.FILE, "claim_bill_action": claim_acts.BILL,
    "claim_hospital_action": claim_acts.HOSPITAL, "claim_statement_action": claim_acts.STATEMENT,
    "claim_application_action": claim_acts.APPLICATION, "claim_waiver_action": claim_acts.WAIVER,
    "claim_referral_action": claim_acts.REFERRAL, "claim_roll_action": claim_acts.ROLL,
    "claim_gap_action": claim_acts.GAP,
}  # fmt: skip
CLAIM_ADDRESSES: dict[str, dict[str, Maker]] = {
    "claim_file": {"received": lambda: file_page("received"), "settled": file_page},
    "claim_file_answer": {"file": file_page},
    "claim_bill": {"page": bill_page, "changed": changed_bill},
    "claim_bill_reveal": {"form": bill_page},
    "claim_year": {"page": year_page},
    "claim_hospital": {"page": hospital_page},
    "claim_statement": {"page": statement_page},
    "claim_application": {"page": application_page},
    "claim_waiver": {"page": waiver_page},
    "claim_referral": {"page": referral_page},
    "claim_roll": {"page": roll_page},
    "claim_gap": {"page": gap_page},
    **CLAIM_ACTS,
}
# A year of the campaign is the whole county's; who is on its lists is each officer's own area.
CLAIM_NOBODYS = ("claim_campaign", "claim_campaign_action")
