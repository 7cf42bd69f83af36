"""Addresses of urgent help: how each is made, who owns it, and a request its owner gets through."""

import datetime as dt
from typing import Any

from minzheng.accounts.scope import within
from minzheng.casework.queries.members import adults, members_on
from minzheng.kernel.moment import local_day
from minzheng.ledger.domain import good as goods
from minzheng.relief.domain import conference, deciding, following, recovering, reserve, social
from minzheng.relief.models import Completion, Request
from tests.desk.addresses import TODAY, Maker, Try
from tests.desk.assessment_addresses import SentAgain
from tests.factories import accounts, casework, relief
from tests.factories.relief import MONDAY, NIGHT, days
from tests.relief import test_social as social_tests
from tests.relief.test_afterwards import HARD, MEMBERS, OPTIONS
from tests.relief.test_ordinary import START, opened, to_proposal, to_publication

YEAR_END = dt.date(2026, 12, 31)
MINUTES = {
    "held_on": TODAY, "found": "房屋全毁", "options": "一次救助，8000\n分三次救助，9000元",
    "conclusion": "救助9000元", "amount_fen": "9000",
    "members": "周局长，县民政局，同意\n吴科长，县医保局，同意\n郑主任，县残联，反对", "instalments": "3",
}  # fmt: skip


def offices_with_money() -> casework.Offices:
    """Return the chairs; the county and the first township have money."""
    offices = casework.Offices()
    relief.county_money()
    relief.reserve_fund(by=offices.county, second=offices.second_county)
    return offices


def asked(offices: casework.Offices, **fields: Any) -> Request:
    """A family after a fire."""
    return relief.asked(by=offices.village, **fields)


def helped(offices: casework.Offices, **fields: Any) -> Request:
    """The same, helped that night."""
    row = asked(offices, **fields)
    relief.paid(row, by=offices.township)
    return row


def phased(offices: casework.Offices) -> Request:
    """Nine thousand in three parts since August; the first is paid."""
    at = dt.datetime(2026, 8, 3, 9, 0, tzinfo=relief.SHANGHAI)
    row = asked(offices, facts=HARD, at=at)
    with within(offices.county.area):
        minutes = conference.write(
            request=row, held_on=local_day(at), found="全毁", options=OPTIONS, members=MEMBERS, conclusion="分三次",
            amount_fen=900_000, instalments=3, by=offices.county, at=at,
        )  # fmt: skip
        conference.confirm(conference=minutes, by=offices.second_county, at=at)
        deciding.decide(request=row, by=offices.second_county, at=at)
    relief.paid(row, by=offices.township, at=at)
    return row


def act(verb: str, post: Any, make: Any, *, chair: str = "township") -> tuple[str, Maker]:
    """Return the line of one act on a request."""

    def made() -> Try:
        offices = offices_with_money()
        row = make(offices)
        owner = getattr(offices, chair)
        with within(owner.area):
            data = post(row) if callable(post) else post
        return Try({"number": row.number, "verb": verb}, owner, data)

    return verb, made


def files(row: Request) -> dict[str, Any]:
    """Return what a payment asks for."""
    return {
        "received_by": row.name, "receipt": SentAgain("收据.png", relief.PIXEL, "image/png"),
        "photo": SentAgain("现场.png", relief.PIXEL, "image/png"),
    }  # fmt: skip


def minuted(offices: casework.Offices) -> Request:
    row = asked(offices, facts=HARD)
    with within(offices.county.area):
        conference.write(
            request=row, held_on=local_day(MONDAY), found="全毁", options=OPTIONS, members=MEMBERS,
            conclusion="9000元", amount_fen=900_000, by=offices.county, at=MONDAY,
        )  # fmt: skip
    return row


def at_home(offices: casework.Offices) -> Request:
    home = casework.household(at=START)
    casework.ruled(offices, START)
    with within(offices.township.area):
        people = members_on(home, local_day(START), START)
    return relief.asked(
        by=offices.township, name=people[0].name, household=home, person=people[0], facts={"is_urgent": False}
    )


def signed(row: Request) -> dict[str, Any]:
    people = members_on(row.household, local_day(NIGHT), NIGHT)
    grown = [one.pk for one in adults(people, local_day(NIGHT))]
    return {"affected": [one.pk for one in people], "consented": grown, "commitment_signed": "on"}


def on_case(offices: casework.Offices) -> Request:
    with within(offices.county.area):
        return opened(offices)


def decided_on_case(offices: casework.Offices) -> Request:
    with within(offices.county.area):
        row = opened(offices)
        to_proposal(offices, row)
        to_publication(offices, row.case, by=offices.second_township)
    return row


def found_over(offices: casework.Offices) -> Request:
    row = phased(offices)
    relief.visited(row, by=offices.second_township, at=days(1, MONDAY) - dt.timedelta(hours=3), finding="over")
    return row


def with_slip(offices: casework.Offices) -> Request:
    row = helped(offices)
    with within(offices.township.area):
        following.send_slip(
            request=row, target="housing", office="县住建局", reason="房屋烧毁", by=offices.township, at=MONDAY
        )
    return row


def looked_again(offices: casework.Offices) -> Request:
    row = helped(offices)
    relief.completed(row, by=offices.township)
    relief.visited(row, by=offices.township, at=MONDAY, finding="over")
    return row


def asked_back(steps: int) -> Any:
    """Return what makes a request whose help is asked back: proposed, heard, decided."""

    def make(offices: casework.Offices) -> Request:
        row = helped(offices)
        with within(offices.county.area):
            one = recovering.propose(request=row, wrong="没有起火", by=offices.second_township, at=MONDAY)
            if steps > 1:
                recovering.hear(
                    recovery=one, opinion="同意退回", heard_on=local_day(MONDAY), by=offices.township, at=MONDAY
                )
            if steps > 2:
                recovering.confirm(recovery=one, by=offices.county, at=MONDAY)
        return row

    return make


def gifted(offices: casework.Offices) -> Request:
    """A family whose charity money came after the fire."""
    with within(offices.county.area):
        home = casework.household()
        row = asked(offices, household=home)
        match = social_tests.matched(offices, social_tests.money(offices, until_on=YEAR_END), home)
        social.confirm(match=match, by=offices.second_township, at=MONDAY)
        social_tests.handed(offices, match)
    return row


RELIEF_ACTS: dict[str, Maker] = dict(
    [
        act("needs", {"cost_housing": "800", "proof_housing": "估价单"}, asked),
        act("count", {"given": "0", "need_kind": "living"}, gifted),
        act("recover", {"wrong": "没有起火", "amount_fen": "100"}, helped),
        act("hear", {"heard_on": TODAY, "opinion": "同意"}, asked_back(1)),
        act("confirm-recovery", {}, asked_back(2), chair="county"),
        act("drop-recovery", {"reason": "属实"}, asked_back(1), chair="county"),
        act("money-back", {"amount_fen": "100", "received_on": TODAY, "receipt_number": "票1"}, asked_back(3)),
        act("pay", files, asked),
        act("decide", {}, lambda offices: asked(offices, facts={"duration_months": 3}), chair="county"),
        act("confirm-conference", {}, minuted, chair="second_county"),
        act("conference", MINUTES, lambda offices: asked(offices, facts=HARD), chair="county"),
        act(
            "complete",
            {
                "done_on": TODAY, "surveyors": "甲\n乙", "text": "属实", "name": "周大山", "id_number": "",
                "facts_true": "1", "signed": "on",
            },
            helped,
        ),
        act("adopt", {}, decided_on_case),
        act("survey", {"fact_severity": "2"}, on_case),
        act("open-case", signed, at_home),
        act("visit", {"visited_on": TODAY, "finding": "over", "text": "已安置"}, helped),
        act("cancel", {"heard_on": TODAY, "opinion": "同意", "reason": "已就业"}, found_over),
        act("answer", {"fact_severity": "2"}, asked),
        act(
            "answer-slip",
            lambda row: {"slip": row.slips.get().pk, "answer": "accepted", "result": "列入", "answered_on": TODAY},
            with_slip,
        ),
        act("slip", {"target": "housing", "office": "县住建局", "reason": "房屋烧毁"}, helped),
        act("refuse", {}, lambda offices: asked(offices, facts={"happened_here": False})),
        act("close", {"reason": "已安置"}, looked_again),
    ]
)  # fmt: skip


def event_act(verb: str, post: dict[str, Any]) -> tuple[str, Maker]:
    def made() -> Try:
        offices = offices_with_money()
        return Try({"number": asked(offices).event.number, "verb": verb}, offices.township, post)

    return verb, made


ANSWERS = {
    "fact_need_type": "2", "fact_is_urgent": "1", "fact_uses_urban_standard": "0", "fact_local_tie": "3",
    "fact_happened_here": "1", "fact_duration_months": "1", "fact_severity": "1",
}  # fmt: skip
RELIEF_EVENT_ACTS: dict[str, Maker] = dict(
    [
        event_act(
            "ask",
            ANSWERS | {"name": "吴小河", "people_affected": "2", "needs": ["living"], "is_other_help_asked": "on"},
        ),
        event_act(
            "other",
            {
                "source": "charity", "giver": "县慈善会", "amount_fen": "2000", "given_on": TODAY,
                "document": "慈善收据0091",
            },
        ),
    ]
)  # fmt: skip


def fund_act(verb: str, post: dict[str, Any], *, chair: str, proposed: bool) -> tuple[str, Maker]:
    def made() -> Try:
        offices = offices_with_money()
        row = helped(offices)
        relief.completed(row, by=offices.township)
        if proposed:
            with within(offices.township.area):
                fund = reserve.ReserveFund.objects.get()
                reserve.propose_refill(fund=fund, by=offices.township, at=MONDAY)
        return Try({"number": accounts.TOWNSHIP, "verb": verb}, getattr(offices, chair), post)

    return verb, made


RELIEF_FUND_ACTS: dict[str, Maker] = dict(
    [
        fund_act("approve", {}, chair="county", proposed=True),
        fund_act("refuse", {"reason": "凭证不清"}, chair="county", proposed=True),
        fund_act("refill", {}, chair="township", proposed=False),
    ]
)


def request_page() -> Try:
    offices = offices_with_money()
    return Try({"number": helped(offices).number}, offices.township)


def event_page() -> Try:
    offices = offices_with_money()
    return Try({"number": helped(offices).event.number}, offices.township)


def fund_page() -> Try:
    offices = offices_with_money()
    helped(offices)
    return Try({"number": accounts.TOWNSHIP}, offices.township)


def voucher_page(which: str) -> Maker:
    def made() -> Try:
        offices = offices_with_money()
        row = helped(offices)
        with within(offices.township.area):
            pk = row.grant.instalments.get().voucher.pk
        return Try({"pk": pk, "which": which}, offices.township)

    return made


def late() -> Any:
    """A row of the list whose papers are late."""
    offices = offices_with_money() if not Completion._base_manager.exists() else casework.Offices()
    return helped(offices)


def social_act(verb: str, post: Any, *, steps: int, chair: str = "township") -> tuple[str, Maker]:
    """Return the line of one act on an offer of help; `steps`: matched, confirmed, handed over."""

    def made() -> Try:
        offices = casework.Offices()
        with within(offices.county.area):
            offer, home = social_tests.money(offices, until_on=YEAR_END), casework.household()
            data = dict(post)
            if verb == "match":
                data["household_number"] = home.number
            if steps:
                match = social_tests.matched(offices, offer, home)
                data["match"] = str(match.pk)
            if steps > 1:
                social.confirm(match=match, by=offices.second_township, at=MONDAY)
            if steps > 2:
                social_tests.handed(offices, match)
        return Try({"number": offer.number, "verb": verb}, getattr(offices, chair), data)

    return verb, made


SOCIAL_ACTS: dict[str, Maker] = dict(
    [
        social_act("match", {"need": "住院费", "consented_on": TODAY, "amount_fen": "100"}, steps=0),
        social_act("confirm", {}, steps=1, chair="second_township"),
        social_act("hand", {"received_by": "王小明", "receipt": "收1", "handed_on": TODAY}, steps=2),
        social_act("result", {"result": "eased", "result_words": "付清了"}, steps=3),
        social_act("drop", {"reason": "不再需要"}, steps=1),
    ]
)


def social_page() -> Try:
    offices = casework.Offices()
    with within(offices.county.area):
        return Try({"number": social_tests.money(offices).number}, offices.township)


def store_act(verb: str, post: Any, *, chair: str = "county", lost: bool = False) -> tuple[str, Maker]:
    """Return the line of one act on the store of the first township."""

    def made() -> Try:
        offices = casework.Offices()
        kind = relief.quilts(10, by=offices.county)
        data = {"good": str(kind.pk)} | post
        if lost:
            with within(offices.township.area):
                row = goods.propose_write_off(
                    good=kind,
                    division_code=accounts.TOWNSHIP,
                    quantity=1,
                    reason="受潮",
                    by=offices.township,
                    at=MONDAY,
                )
            data = {"write_off": str(row.pk)}
        return Try({"number": accounts.TOWNSHIP, "verb": verb}, getattr(offices, chair), data)

    return verb, made


STORE_ACTS: dict[str, Maker] = dict(
    [
        store_act("receive", {"quantity": "5", "document": "调拨单7"}, chair="township"),
        store_act("loss", {"quantity": "1", "reason": "受潮"}, chair="township"),
        store_act("confirm-loss", {}, lost=True),
        store_act("name", {"code": "rice", "name": "大米", "measure": "千克"}),
    ]
)


def store_page() -> Try:
    offices = casework.Offices()
    relief.quilts(10, by=offices.county)
    return Try({"number": accounts.TOWNSHIP}, offices.township)


def household_page() -> Try:
    offices = offices_with_money()
    home = casework.household()
    helped(offices, household=home)
    return Try({"number": home.number}, offices.township)


RELIEF_ADDRESSES: dict[str, dict[str, Maker]] = {
    "relief_request": {"page": request_page},
    "relief_action": RELIEF_ACTS,
    "relief_event": {"page": event_page},
    "relief_event_action": RELIEF_EVENT_ACTS,
    "social_offer": {"page": social_page},
    "social_action": SOCIAL_ACTS,
    "relief_fund": {"page": fund_page},
    "relief_fund_action": RELIEF_FUND_ACTS,
    "relief_store": {"page": store_page},
    "relief_store_action": STORE_ACTS,
    "relief_household": {"page": household_page},
    "relief_voucher": {"receipt": voucher_page("receipt"), "photo": voucher_page("photo")},
}
