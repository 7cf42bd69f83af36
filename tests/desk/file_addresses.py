"""Addresses of honesty files and remedies: how each is made, who owns it, and a request its owner gets through."""

import datetime as dt
from typing import Any

from minzheng.accounts.scope import within
from minzheng.honesty.domain import beyond, credit
from minzheng.kernel.moment import SHANGHAI
from minzheng.remedies.domain import progress, suspension
from tests.desk.addresses import TODAY, Maker, Try
from tests.factories import accounts, casework, honesty, remedies

# Two months before the desk's day, so that every period of a file has passed when the desk is asked.
OPENED = dt.datetime(2026, 9, 14, 9, 0, tzinfo=SHANGHAI)
YESTERDAY = "2026-11-23"
SERVE = {"served_on": YESTERDAY, "method": "in_person"}


def honesty_act(verb: str, role: str, until: str, post: Any, *, prepare: Any = None, **found: Any) -> tuple[str, Maker]:
    """Return the line of one act: walk a file, prepare it, and the owner's request."""

    def make() -> Try:
        bureau = honesty.Bureau()
        file = honesty.walked(until, bureau=bureau, at=OPENED, **found)
        with within(bureau.county.area):
            if prepare:
                prepare(file, bureau)
            data = post(file, bureau) if callable(post) else post
        return Try({"number": file.number, "verb": verb}, getattr(bureau, role), data)

    return verb, make


def investigation_of(_file, bureau):
    return {
        "investigators": [bureau.township.pk, bureau.second_township.pk], "finding": "falsehood", "facts": "隐瞒工资",
        "evidence": "工资流水", "began_on": "2025-07-01", "ended_on": "2025-12-31", "area_kind": "rural",
        "is_grave": "0", "first_month": "2025-07", "last_month": "2025-12", "due_fen": "0", "stated_fen": "1000",
    }  # fmt: skip


def receipt_of(file, _bureau):
    return {"receipt": file.ruling.receipts.get().pk, "reason": "串户"}


def paid(file, bureau):
    honesty.paid(file, bureau, 10_000, at=honesty.moment(2026, 10, 20))


def paid_late(file, bureau):
    honesty.paid(file, bureau, 600_000, at=honesty.moment(2026, 11, 10))
    honesty.paid(file, bureau, 600_000, kind="fine", at=honesty.moment(2026, 11, 10), number="罚0001")


def at_police(file, bureau):
    honesty.at_police(file, bureau, at=honesty.moment(2026, 10, 20))


def unit_reported(file, bureau):
    beyond.report_unit(
        file=file, by=bureau.county, at=honesty.moment(2026, 10, 20), unit_name="某村办企业", authority="市场监管局",
        proof="虚假收入证明", issued_on=dt.date(2026, 7, 2),
    )  # fmt: skip


def in_credit(file, bureau):
    credit.enter(ruling=file.ruling, by=bureau.second_county, at=honesty.moment(2026, 10, 20), text="隐瞒工资")


def report_of(file, _bureau):
    return {"report": file.unit_reports.get().pk, "text": "责令改正", "answered_on": YESTERDAY}


SUMS = {"refund_fen": "6000", "fine_fen": "6000", "grounds": "隐瞒收入"}
HONESTY_ACTS: dict[str, Maker] = dict(
    [
        honesty_act("investigate", "township", "opened", investigation_of),
        honesty_act("tell", "second_county", "investigated", SUMS),
        honesty_act("serve-notice", "township", "told", SERVE),
        honesty_act("state", "township", "notice_served", {"text": "确有困难", "made_on": YESTERDAY}),
        honesty_act("ask-hearing", "township", "notice_served", {"asked_on": "2026-09-30"}),
        honesty_act(
            "set-hearing", "second_county", "hearing_asked",
            lambda _file, bureau: {
                "notified_on": YESTERDAY, "meets_on": "2026-12-30", "place": "会议室", "chair": bureau.leader.pk
            },
        ),
        honesty_act("hold-hearing", "second_county", "hearing_set", {"minutes": "当事人承认。"}),
        honesty_act("decide", "county", "heard", SUMS | {"is_warned": "0"}),
        honesty_act("drop", "county", "opened", {"reason": "查证不属实"}),
        honesty_act("serve-ruling", "township", "decided", SERVE),
        honesty_act(
            "receive", "township", "served",
            {"kind": "refund", "amount_fen": "100", "received_on": YESTERDAY, "receipt_number": "收9"},
        ),
        honesty_act("agree-plan", "county", "served", {"request": "困难", "count": "6", "first_on": "2026-12-20"}),
        honesty_act(
            "change-ruling", "second_county", "served",
            {
                "order_number": "复决1号", "ordered_on": YESTERDAY, "refund_fen": "6000", "fine_fen": "0",
                "reason": "撤销罚款",
            },
        ),
        honesty_act("cancel-receipt", "county", "served", receipt_of, prepare=paid),
        honesty_act("settle", "second_county", "served", {"reason": "确有困难"}, prepare=paid_late),
        honesty_act("enter-credit", "second_county", "served", {"text": "隐瞒工资"}),
        honesty_act(
            "correct-credit", "county", "served", {"kind": "withdrawn", "reason": "复议撤销"}, prepare=in_credit
        ),
        honesty_act(
            "send-police", "county", "investigated",
            {"organ": "公安局", "reason": "涉嫌诈骗", "documents": "案卷", "sent_on": YESTERDAY},
        ),
        honesty_act(
            "answer-police", "county", "investigated",
            {"kind": "returned", "text": "不予立案", "answered_on": YESTERDAY}, prepare=at_police,
        ),
        honesty_act(
            "report-unit", "county", "investigated",
            {"unit_name": "某企业", "authority": "市场监管局", "proof": "虚假证明", "issued_on": "2026-07-02"},
        ),
        honesty_act("answer-unit", "county", "investigated", report_of, prepare=unit_reported),
    ]
)  # fmt: skip


def honesty_page() -> Try:
    bureau = honesty.Bureau()
    return Try({"number": honesty.walked("served", bureau=bureau, at=OPENED).number}, bureau.township)


def honesty_paper() -> Try:
    bureau = honesty.Bureau()
    file = honesty.walked("told", bureau=bureau, at=OPENED)
    return Try({"number": file.number, "kind": "notice"}, bureau.township)


def honesty_form() -> Try:
    bureau = honesty.Bureau()
    case = honesty.paid_case(bureau)
    post = {
        "person": case.applicant_id, "wrong": "falsehood", "facts": "隐瞒工资", "source": "数据比对",
        "discovered_on": TODAY, "proposes_stop": "0",
    }  # fmt: skip
    return Try({"number": case.number}, bureau.township, post)


def remedy_act(verb: str, kind: str, post: Any, *, prepare: Any = None, role: str = "county") -> tuple[str, Maker]:
    """Return the line of one act on a file registered by the township."""

    def make() -> Try:
        offices = casework.Offices()
        file = remedies.registered(kind, by=offices.township)
        with within(offices.county.area):
            if prepare:
                prepare(file, offices)
        return Try({"number": file.number, "verb": verb}, getattr(offices, role), {"on": TODAY} | post)

    return verb, make


def taken(file, offices):
    remedies.accepted(file, by=offices.county, at=remedies.on(4))


def with_copy(file, offices):
    taken(file, offices)
    progress.receive_copy(file=file, by=offices.county, at=remedies.on(5), on=dt.date(2026, 11, 5))


def concluded(result):
    def prepare(file, offices):
        if file.kind in {"review", "litigation", "petition"}:
            taken(file, offices)
        remedies.decided(file, result, by=offices.second_county, at=remedies.on(10))

    return prepare


def asked_again(file, offices):
    concluded("not_supported")(file, offices)
    progress.ask_again(file=file, by=offices.county, at=remedies.on(12), on=dt.date(2026, 11, 12), text="不服")


def suspended(file, offices):
    taken(file, offices)
    suspension.order(
        file=file,
        by=offices.county,
        at=remedies.on(5),
        on=dt.date(2026, 11, 5),
        document_number="停1号",
        reason="难以弥补",
    )


REMEDY_ACTS: dict[str, Maker] = dict(
    [
        remedy_act("accept", "review", {"document_number": "受1号", "is_simplified": "0"}),
        remedy_act("not-accept", "petition", {"text": "已有复议"}),
        remedy_act("copy", "review", {}, prepare=taken),
        remedy_act("answer", "review", {"text": "附证据"}, prepare=with_copy),
        remedy_act("extend", "petition", {"text": "复杂", "days": "30"}, prepare=taken),
        remedy_act("decide", "review", {"text": "维持", "result": "upheld", "document_number": "决1号"}, prepare=taken),
        remedy_act("carry-out", "review", {"text": "已履行"}, prepare=concluded("perform")),
        remedy_act("ask-again", "petition", {"text": "不服"}, prepare=concluded("not_supported")),
        remedy_act("answer-again", "petition", {"text": "维持", "result": "not_supported", "document_number": "复1号"},
                   prepare=asked_again),
        remedy_act("feed-back", "complaint", {"text": "电话告知"}, prepare=concluded("true"), role="township"),
        remedy_act("withdraw", "review", {"text": "不再申请"}, prepare=taken),
        remedy_act("close", "information", {"text": ""}, prepare=concluded("disclosed")),
        remedy_act("suspend", "review", {"document_number": "停1号", "reason": "难以弥补"}, prepare=taken),
        remedy_act("lift", "review", {"reason": "复议决定"}, prepare=suspended),
    ]
)  # fmt: skip


def remedy_page() -> Try:
    offices = casework.Offices()
    return Try({"number": remedies.registered("review", by=offices.township).number}, offices.township)


def contact_of() -> Try:
    made = remedy_page()
    return Try(made.kwargs, made.owner, {"purpose": "答复本人"})


def remedy_form() -> Try:
    offices = casework.Offices()
    case = casework.taken_over(casework.household(), offices).case
    post = {
        "kind": "complaint", "division_code": accounts.VILLAGE, "person_name": "", "contact": "", "channel": "hotline",
        "body": "本局", "request": "反映有车", "filed_on": TODAY, "received_on": TODAY, "decision": "",
        "document_number": "", "known_on": "", "was_told_of_remedy": "1", "remedy_known_on": "", "after_review": "",
    }  # fmt: skip
    return Try({"number": case.number}, offices.township, post)


FILE_ADDRESSES: dict[str, dict[str, Maker]] = {
    "honesty": {"page": honesty_page},
    "honesty_new": {"page": honesty_form},
    "honesty_paper": {"page": honesty_paper},
    "honesty_action": HONESTY_ACTS,
    "remedy": {"page": remedy_page},
    "remedy_contact": {"page": contact_of},
    "remedy_for": {"page": remedy_form},
    "remedy_action": REMEDY_ACTS,
}
