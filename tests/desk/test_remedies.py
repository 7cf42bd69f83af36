"""Remedies on the desk: clocks with how they were counted, who may press what, what the case must do next."""

import datetime as dt

import pytest
from django.urls import reverse

from minzheng.accounts.scope import within
from minzheng.casework.domain import decision as decisions
from minzheng.casework.enums import State
from minzheng.remedies.domain import progress
from minzheng.remedies.models import RemedyFile
from minzheng.services.audit.models import AuditEvent
from tests.desk.addresses import TODAY
from tests.desk.counting import asked
from tests.factories import accounts, casework, remedies

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices(today):
    return casework.Offices()


def page(client, file):
    return client.get(reverse("desk:remedy", args=[file.number])).content.decode()


def press(client, file, verb, data):
    return client.post(reverse("desk:remedy_action", args=[file.number, verb]), {"on": TODAY} | data)


def test_a_clock_says_who_must_act_by_when_and_how_it_was_counted(sign_in, offices):
    file = remedies.accepted(remedies.registered("review", by=offices.township), by=offices.county, at=remedies.on(18))
    with within(offices.county.area):
        progress.receive_copy(file=file, by=offices.county, at=remedies.on(19), on=dt.date(2026, 11, 19))

    text = page(sign_in(offices.township), file)

    assert "本局：书面答复并提交证据" in text
    assert "自2026年11月19日的次日起算，第10个工作日为2026年12月3日" in text
    assert "行政复议法（2023）第四十八条、第八十八条" in text
    assert "自2026年10月23日的次日起算，第60日为2026年12月22日" in text


def test_a_review_of_a_refusal_is_registered_on_the_case_and_walked_to_the_new_survey(sign_in, offices):
    """Everything through pages: registered, accepted, concluded by one officer, carried out by another, closed."""
    with within(offices.county.area):
        case = casework.case("proposed", home=casework.household(*casework.couple(wage_fen=900_000)), offices=offices)
        refusal = decisions.refuse(case=case, by=offices.county, at=casework.days(15), reason="收入高于标准")
    first, second = sign_in(offices.county), sign_in(offices.second_county)
    first.post(
        reverse("desk:remedy_for", args=[case.number]),
        {
            "kind": "review", "division_code": case.division_code, "person_name": "王大福", "channel": "body",
            "body": "宜都市人民政府", "request": "请求撤销", "filed_on": "2026-10-12", "received_on": "2026-10-12",
            "decision": refusal.pk, "known_on": "2026-08-20", "was_told_of_remedy": "1",
        },
    )  # fmt: skip
    with within(offices.county.area):
        file = RemedyFile.objects.get()

    press(first, file, "accept", {"on": "2026-10-15", "document_number": "受1号", "is_simplified": "0"})
    press(first, file, "decide", {"on": "2026-11-10", "text": "事实不清", "result": "redo", "document_number": "决1号"})
    assert "按现行规定重新作出决定" in page(second, file)
    assert press(first, file, "close", {"text": ""}).status_code == 422
    assert "须由另一人办理" in press(first, file, "carry-out", {"text": ""}).content.decode()
    press(second, file, "carry-out", {"text": ""})
    press(first, file, "close", {"text": ""})

    case.refresh_from_db()
    file.refresh_from_db()
    assert (case.state, file.state) == (State.SURVEYING, "closed")
    assert file.last_day_on == dt.date(2026, 10, 19)


def test_a_late_review_says_so_and_is_still_registered(sign_in, offices):
    file = remedies.registered("review", by=offices.township, known_on=dt.date(2026, 8, 3))

    assert "已逾期，由办理机关决定是否受理" in page(sign_in(offices.township), file)


def test_townships_are_offered_nothing_but_feedback_and_lookers_nothing(sign_in, offices):
    file = remedies.registered("complaint", by=offices.township)
    remedies.decided(file, "untrue", by=offices.county, at=remedies.on(5))

    def forms(staff):
        text = page(sign_in(staff), file)
        return {verb for verb in ("feed-back", "close", "decide", "carry-out") if f'id="form-{verb}"' in text}

    assert forms(offices.township) == {"feed-back"}
    assert forms(accounts.auditor()) == set()
    assert forms(offices.county) == {"feed-back"}


def test_forged_requests_of_those_who_may_not_change_nothing(sign_in, offices):
    file = remedies.registered("review", by=offices.township)

    for staff in (offices.township, accounts.auditor(), accounts.leader()):
        for verb in ("accept", "suspend", "withdraw"):
            answer = press(sign_in(staff), file, verb, {"text": "x", "document_number": "x", "reason": "x"})
            assert answer.status_code == 422

    file.refresh_from_db()
    assert file.state == "received"


@pytest.mark.parametrize("staff", [accounts.finance_officer, accounts.village_worker])
def test_finance_and_villages_have_no_door_here(sign_in, offices, staff):
    file = remedies.registered("petition", by=offices.township)
    client = sign_in(staff())

    addresses = [reverse("desk:remedy_list"), reverse("desk:remedy_new"), reverse("desk:remedy", args=[file.number])]
    assert [client.get(address).status_code for address in addresses] == [404] * 3


def test_what_waits_for_the_county_stands_in_its_todo(sign_in, offices):
    late = remedies.registered("information", by=offices.township, at=remedies.on(12, 10))
    soon = remedies.registered("complaint", by=offices.township, at=remedies.on(9))

    text = sign_in(offices.county).get(reverse("desk:todo")).content.decode()

    assert late.number in text
    assert soon.number in text
    assert late.number not in sign_in(offices.township).get(reverse("desk:todo")).content.decode()


def test_the_contact_is_shown_for_a_purpose_only(sign_in, offices):
    file = remedies.registered("complaint", by=offices.township, contact="13912345678")

    client = sign_in(offices.county)
    assert "13912345678" not in page(client, file)
    assert "13912345678" not in client.get(reverse("desk:remedy_list")).content.decode()
    asked = reverse("desk:remedy_contact", args=[file.number])
    assert "13912345678" not in client.post(asked, {"purpose": " "}).content.decode()
    assert "13912345678" in client.post(asked, {"purpose": "答复本人"}).content.decode()
    read = AuditEvent.objects.filter(object_kind="remedy", action="read").order_by("-id")[0]
    assert (read.reason, read.actor) == ("答复本人", offices.county.username)


def test_what_a_form_needs_is_said_beside_its_fields(sign_in, offices):
    client = sign_in(offices.township)

    answer = client.post(reverse("desk:remedy_new"), {"kind": "review", "person_name": "王大福"})

    assert answer.status_code == 422
    assert answer.content.decode().count("请填写此项") >= 3
    with within(offices.county.area):
        assert RemedyFile.objects.count() == 0


def test_list_and_page_ask_the_same_number_of_queries(sign_in, offices):
    first = remedies.registered("review", by=offices.township)
    client = sign_in(offices.county)
    client.get(reverse("desk:remedy_list"))

    with_one, _page = asked(client, reverse("desk:remedy_list"))
    for kind in ("petition", "complaint"):
        remedies.registered(kind, by=offices.township)
    with_three, _page = asked(client, reverse("desk:remedy_list"))
    on_page, _page = asked(client, reverse("desk:remedy", args=[first.number]))

    assert (with_one, with_three, on_page) == (8, 8, 11)
