"""Honesty on the desk: what each role sees and may press, both laws beside the fine, refusals beside the form."""

import pytest
from django.urls import reverse

from minzheng.accounts.scope import within
from minzheng.desk.honesty_page import WHAT
from minzheng.honesty.domain.road import STEPS
from minzheng.honesty.enums import CLOSED_STATES, FileState
from minzheng.honesty.models import HonestyFile, Receipt, Ruling
from minzheng.honesty.queries.files import ACTS_NEXT
from minzheng.services.audit.models import AuditEvent
from tests.desk.counting import asked
from tests.desk.file_addresses import OPENED, SERVE, SUMS
from tests.factories import accounts, honesty

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(today):
    return honesty.Bureau()


def walked(until, bureau, **found):
    return honesty.walked(until, bureau=bureau, at=OPENED, **found)


def page(client, file):
    return client.get(reverse("desk:honesty", args=[file.number])).content.decode()


def press(client, file, verb, data):
    return client.post(reverse("desk:honesty_action", args=[file.number, verb]), data)


def test_the_page_shows_both_laws_and_why_the_lighter(sign_in, bureau):
    text = page(sign_in(bureau.township), walked("told", bureau))

    assert "社会救助暂行办法（国务院令第649号）第六十八条" in text
    assert "可以不罚；罚款的，¥6,000.00元至¥18,000.00元" in text
    assert "可以罚款，不超过¥12,000.00元" in text
    assert "按较轻的新规定（行政处罚法第三十七条）" in text


def test_a_fine_one_fen_too_high_is_refused_beside_the_form_with_what_was_typed(sign_in, bureau):
    file = walked("investigated", bureau)

    answer = press(sign_in(bureau.second_county), file, "tell", SUMS | {"fine_fen": "12000.01"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "罚款¥12,000.01元不在法定幅度内" in text
    assert 'value="12000.01"' in text
    file.refresh_from_db()
    assert file.state == FileState.INVESTIGATED


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("township", {"state"}),
        ("county", {"state", "decide", "drop", "send-police", "report-unit"}),
        # Who told the household of the fine does not decide on it.
        ("second_county", {"state", "drop", "send-police", "report-unit"}),
        ("leader", set()),
    ],
)
def test_each_role_is_offered_its_own_acts(sign_in, bureau, role, offered):
    """The hearing's days are over, nobody asked: the county may decide."""
    file = walked("notice_served", bureau)

    text = page(sign_in(getattr(bureau, role)), file)

    found = {
        verb
        for verb in ("state", "decide", "drop", "send-police", "report-unit", "ask-hearing")
        if f'id="form-{verb}"' in text
    }
    assert found - {"ask-hearing"} == offered


def test_forged_requests_of_those_who_only_look_change_nothing(sign_in, bureau):
    file = walked("heard", bureau)
    for staff in (accounts.auditor(), bureau.leader, bureau.township):
        answer = press(sign_in(staff), file, "decide", SUMS | {"is_warned": "0"})
        assert answer.status_code == 422

    with within(bureau.county.area):
        assert Ruling.objects.count() == 0


def test_who_told_cannot_decide_by_a_forged_request(sign_in, bureau):
    file = walked("heard", bureau)

    answer = press(sign_in(bureau.second_county), file, "decide", SUMS | {"is_warned": "0"})

    assert "本案的事先告知是您本人" in answer.content.decode()
    with within(bureau.county.area):
        assert Ruling.objects.count() == 0


def test_an_act_on_a_paper_that_is_not_there_is_not_found(sign_in, bureau):
    file = walked("opened", bureau)

    for verb in ("serve-ruling", "receive", "cancel-receipt", "correct-credit", "serve-notice"):
        assert press(sign_in(bureau.county), file, verb, SERVE).status_code in {404, 422}


@pytest.mark.parametrize("staff", [accounts.finance_officer, accounts.village_worker])
def test_finance_and_villages_have_no_door_here(sign_in, bureau, staff):
    file = walked("opened", bureau)
    client = sign_in(staff())

    addresses = [
        reverse("desk:honesty_list"),
        reverse("desk:honesty", args=[file.number]),
        reverse("desk:honesty_credit"),
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 3


def test_a_file_is_opened_from_the_case_and_stands_in_the_list_and_the_todo(sign_in, bureau):
    case = honesty.paid_case(bureau)
    client = sign_in(bureau.township)
    papers = client.get(reverse("desk:case", args=[case.number]), {"tab": "papers"}).content.decode()
    assert reverse("desk:honesty_new", args=[case.number]) in papers

    client.post(
        reverse("desk:honesty_new", args=[case.number]),
        {
            "person": case.applicant_id, "wrong": "innocent", "facts": "迟报死亡", "source": "复核",
            "discovered_on": "2026-11-20", "proposes_stop": "1",
        },
    )  # fmt: skip

    with within(bureau.county.area):
        file = HonestyFile.objects.get()
    for address in (
        reverse("desk:honesty_list"),
        reverse("desk:todo"),
        reverse("desk:case", args=[case.number]) + "?tab=papers",
    ):
        assert file.number in client.get(address).content.decode(), address
    assert file.proposes_stop


def test_money_is_received_against_the_plan(sign_in, bureau):
    file = walked("served", bureau, fine_fen=300_000)
    county, township = sign_in(bureau.county), sign_in(bureau.township)
    press(county, file, "agree-plan", {"request": "家庭困难", "count": "3", "first_on": "2026-12-20"})

    received = {"kind": "refund", "amount_fen": "1,000.50", "received_on": "2026-11-23", "receipt_number": "鄂财票0001"}
    press(township, file, "receive", received)
    again = press(township, file, "receive", received)

    assert "同一票据不能重复入账" in again.content.decode()
    text = page(township, file)
    assert "尚欠退款 ¥4,999.50 元、罚款 ¥3,000.00 元" in text
    assert text.count("鄂财票0001") == 1
    with within(bureau.county.area):
        assert Receipt.objects.get().amount_fen == 100_050


def test_the_credit_record_is_listed_while_it_lasts(sign_in, bureau):
    file = walked("served", bureau)
    press(sign_in(bureau.second_county), file, "enter-credit", {"text": "隐瞒工资收入"})
    address = reverse("desk:honesty_credit")

    assert "隐瞒工资收入" in sign_in(bureau.township).get(address).content.decode()
    press(sign_in(bureau.county), file, "correct-credit", {"kind": "withdrawn", "text": "", "reason": "复议撤销"})
    assert "隐瞒工资收入" not in sign_in(bureau.township).get(address).content.decode()


def test_opening_a_file_leaves_a_read(sign_in, bureau):
    file = walked("opened", bureau)

    page(sign_in(bureau.township), file)

    reads = AuditEvent.objects.filter(action="read", object_kind="honesty", object_id=str(file.pk))
    assert [read.actor for read in reads] == [bureau.township.username]


def test_a_paper_is_the_same_bytes_every_time(sign_in, bureau):
    file = walked("decided", bureau)
    client = sign_in(bureau.township)

    for kind in ("notice", "ruling"):
        first, second = (client.get(reverse("desk:honesty_paper", args=[file.number, kind])).content for _ in range(2))
        assert first.startswith(b"%PDF")
        assert first == second
    assert client.get(reverse("desk:honesty_paper", args=[file.number, "case"])).status_code == 404


def test_list_and_page_ask_the_same_number_of_queries_with_one_row_and_with_three(sign_in, bureau):
    first = walked("served", bureau)
    client = sign_in(bureau.township)
    client.get(reverse("desk:honesty_list"))

    with_one, _page = asked(client, reverse("desk:honesty_list"))
    for _ in range(2):
        walked("opened", bureau)
    with_three, _page = asked(client, reverse("desk:honesty_list"))
    on_page, _page = asked(client, reverse("desk:honesty", args=[first.number]))

    assert (with_one, with_three, on_page) == (LIST_QUERIES, LIST_QUERIES, PAGE_QUERIES)


LIST_QUERIES, PAGE_QUERIES = 8, 16


def test_every_open_state_says_who_acts_next_as_the_table_of_steps_does():
    for state in FileState:
        assert (state in ACTS_NEXT) == (state not in CLOSED_STATES)
    for state, roles in ACTS_NEXT.items():
        leads_on = {role for step in STEPS if state in step.sources for role in step.roles}
        assert set(roles) <= leads_on
        assert state in WHAT
