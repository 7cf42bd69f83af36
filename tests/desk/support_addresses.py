"""Addresses of support at home: how each is made, who owns it, and a request its owner gets through."""

import datetime as dt
from typing import Any

from tests.desk.addresses import TODAY, Maker, Try
from tests.factories import casework, registry, support

DIED = dt.date.fromisoformat(TODAY) - dt.timedelta(days=5)


def found() -> tuple[casework.Offices, Any]:
    """A woman in whose home a village worker found the stove unsafe."""
    offices = casework.Offices()
    person = support.granted(offices)
    support.visited(person, by=offices.village, problem_kind="house", problem="灶台漏烟")
    return offices, person


def arranged() -> tuple[casework.Offices, Any]:
    """The same woman with a guardian, an agreement that runs, one that waits, and land that is let."""
    offices, person = found()
    support.spoken_for(person, by=offices.township)
    support.agreed(person, by=offices.village, confirmed_by=offices.township, signed_by="周明")
    later = dt.date.fromisoformat(TODAY) + dt.timedelta(days=9)
    support.proposed(person, by=offices.village, signed_by="周明", from_on=later)
    support.owned(person, by=offices.village, signed_by="周明")
    return offices, person


def person_page() -> Try:
    offices, person = arranged()
    return Try({"pk": person.pk}, offices.village)


def visit() -> Try:
    offices, person = found()
    return Try({"pk": person.pk, "verb": "visit"}, offices.village, {"visited_on": TODAY, "condition": "精神好"})


def settle() -> Try:
    offices, person = found()
    with support.within(offices.township.area):
        pk = support.SupportVisit.objects.get().problems.get().pk
    return Try({"pk": person.pk, "verb": "settle"}, offices.township, {"problem": pk, "result": "已修好"})


def propose() -> Try:
    offices, person = found()
    data = {
        "carer_name": "邓秀英", "carer_id_number": registry.id_number(sex="2"), "carer_relation": "邻居",
        "carer_phone": "13900000002", "duties": "做饭", "times_a_week": 7, "monthly_pay_fen": "200",
        "contact": "李支书", "contact_phone": "13900000003", "entrusted_by": "示例镇人民政府",
        "signed_by": person.name, "from_on": TODAY, "until_on": "2027-11-23",
    }  # fmt: skip
    return Try({"pk": person.pk, "verb": "propose"}, offices.village, data)


def confirm() -> Try:
    offices, person = arranged()
    return Try({"pk": person.pk, "verb": "confirm"}, offices.township, {})


def end_agreement() -> Try:
    offices, person = arranged()
    with support.within(offices.township.area):
        row = support.CareAgreement.objects.filter(confirmed_at__isnull=False).get()
    data = {"agreement": row.pk, "ended_on": TODAY, "reason": "照料人外出"}
    return Try({"pk": person.pk, "verb": "end-agreement"}, offices.township, data)


def guardian() -> Try:
    offices, person = found()
    data = {
        "name": "周明", "id_number": registry.id_number(), "relation": "侄子", "phone": "13900000001",
        "basis": "assessed", "capacity": "limited", "document": "民特12号", "document_on": TODAY, "from_on": TODAY,
    }  # fmt: skip
    return Try({"pk": person.pk, "verb": "guardian"}, offices.township, data)


def end_guardian() -> Try:
    offices, person = arranged()
    return Try({"pk": person.pk, "verb": "end-guardian"}, offices.township, {"ended_on": TODAY, "reason": "恢复"})


def owned() -> Try:
    offices, person = found()
    data = {"kind": "house", "what": "三间瓦房", "use": "own", "from_on": TODAY, "is_free_will_told": "on"}
    return Try({"pk": person.pk, "verb": "property"}, offices.village, data)


def income() -> Try:
    offices, person = arranged()
    data = {
        "owned": _owned(offices), "received_on": TODAY, "amount_fen": "900", "receipt": "收条1", "received_by": "周明"
    }  # fmt: skip
    return Try({"pk": person.pk, "verb": "income"}, offices.village, data)


def end_property() -> Try:
    offices, person = arranged()
    data = {"owned": _owned(offices), "ended_on": TODAY, "reason": "租期届满"}
    return Try({"pk": person.pk, "verb": "end-property"}, offices.village, data)


def _owned(offices: casework.Offices) -> int:
    with support.within(offices.township.area):
        return support.Property.objects.get().pk


def dead() -> tuple[casework.Offices, Any, str]:
    """The woman has died; her nephew arranged the burial."""
    offices = casework.Offices()
    person = support.granted(offices)
    support.dead(person, by=offices.township, on=DIED, at=support.NOW)
    _nephew, number = support.nephew()
    return offices, person, number


def burial_page() -> Try:
    offices, person, number = dead()
    support.buried(person, number, by=offices.township, at=support.NOW)
    return Try({"pk": person.pk}, offices.township)


def apply() -> Try:
    offices, person, number = dead()
    data = {
        "arranger_name": "周明", "arranger_id_number": number, "relation": "侄子", "buried_on": TODAY,
        "words": "火化", "cost_fen": "6000", "receipts": "发票0001",
    }  # fmt: skip
    return Try({"pk": person.pk, "verb": "apply"}, offices.township, data)


def _applied(verb: str, data: dict[str, str]) -> Try:
    offices, person, number = dead()
    support.buried(person, number, by=offices.township, at=support.NOW)
    return Try({"pk": person.pk, "verb": verb}, offices.county, data)


SUPPORT_ACTS: dict[str, Maker] = {
    "visit": visit, "settle": settle, "propose": propose, "confirm": confirm, "end-agreement": end_agreement,
    "guardian": guardian, "end-guardian": end_guardian, "property": owned, "income": income,
    "end-property": end_property,
}  # fmt: skip
BURIAL_ACTS: dict[str, Maker] = {
    "apply": apply,
    "grant": lambda: _applied("grant", {"document_number": "宜民丧1号"}),
    "refuse": lambda: _applied("refuse", {"reason": "票据不合规定"}),
}
SUPPORT_ADDRESSES: dict[str, dict[str, Maker]] = {
    "support_person": {"page": person_page},
    "support_action": SUPPORT_ACTS,
    "support_burial": {"page": burial_page},
    "support_burial_action": BURIAL_ACTS,
}
