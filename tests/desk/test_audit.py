"""Auditing at the desk: every step one press away, each a read; statements that tie; samples that are exported."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from minzheng.accounts.scope import everywhere
from minzheng.payments.enums import RunState
from minzheng.payments.models import PayLine, PaymentSample, SampleLine
from minzheng.payments.queries import walk
from minzheng.services.audit.models import AuditEvent
from tests.desk.money_addresses import run_in
from tests.factories import accounts, payments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def line():
    run = run_in(RunState.RECONCILED)
    with everywhere("测试"):
        return PayLine.objects.get(run=run)


def reads(user):
    return AuditEvent.objects.filter(action="read", actor=user.username)


def test_the_auditor_walks_every_step_and_each_is_a_read(sign_in, line):
    user = accounts.auditor()
    client = sign_in(user)
    start = client.get(reverse("desk:audit"), {"q": line.serial})

    pages = [client.get(reverse("desk:audit_step", args=[line.serial, code])) for code in walk.STEPS]

    assert start["Location"] == reverse("desk:audit_step", args=[line.serial, "transfer"])
    assert [page.status_code for page in pages] == [200] * 8
    for page, code in zip(pages, walk.STEPS, strict=True):
        others = [reverse("desk:audit_step", args=[line.serial, other]) for other in walk.STEPS if other != code]
        assert all(f'href="{url}"' in page.content.decode() for url in others)
    assert reads(user).filter(object_kind="payments.PayLine", object_id=str(line.pk)).count() == 8


def test_finance_sees_the_money_and_not_the_file(sign_in, line):
    client = sign_in(accounts.finance_officer())

    codes = {code: client.get(reverse("desk:audit_step", args=[line.serial, code])).status_code for code in walk.STEPS}

    assert [code for code, status in codes.items() if status == 200] == ["transfer", "line", "due"]
    assert client.get(reverse("desk:audit_step", args=[line.serial, "line"])).context["after"] == "due"


def test_a_number_that_is_nowhere_is_said(sign_in, line):
    page = sign_in(accounts.auditor()).get(reverse("desk:audit"), {"q": "FF209901-01-00001"})

    assert (page.status_code, "没有流水号" in page.context["refusal"]) == (422, True)


@pytest.mark.parametrize("by", ["account", "fund", "township", "household"])
def test_statements_tie_and_are_exported(sign_in, line, by):
    user = accounts.finance_officer()
    client = sign_in(user)
    address = reverse("desk:ledger_statements")

    page = client.get(address, {"period": "2026-11", "by": by})

    assert page.status_code == 200
    assert (page.context["ties"].is_one, page.context["ties"].by_ledger) == (True, line.amount_fen)
    if by != "account":
        sheet = client.get(address, {"period": "2026-11", "by": by, "export": "csv"}).content.decode("utf-8-sig")
        assert f'"{line.amount_fen // 100}.{line.amount_fen % 100:02d}"' in sheet.splitlines()[1]
        assert reads(user).count() == 1


def test_a_period_that_is_none_is_said(sign_in, line):
    page = sign_in(accounts.auditor()).get(reverse("desk:ledger_statements"), {"period": "x"})

    assert (page.status_code, "不是期间" in page.context["refusal"]) == (422, True)


def test_a_household_has_its_statement_over_all_years(sign_in, line):
    user = accounts.auditor()
    address = reverse("desk:ledger_household", args=[line.household_number])

    page = sign_in(user).get(address)

    assert (page.context["owed_fen"], page.context["got_fen"]) == (line.amount_fen, line.amount_fen)
    assert reads(user).get().object_kind == "household"
    sheet = sign_in(user).get(address, {"export": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(sheet) == 3


def test_a_sample_is_drawn_found_and_exported_with_masked_names(sign_in, line):
    asked = {"period": "2026-11", "confidence": "9500", "margin": "500", "expected": "500", "seed": "7"}

    # The bank's answer was booked after the day of these tests.
    with time_machine.travel(payments.LATER + dt.timedelta(days=1), tick=False):
        client = sign_in(accounts.county_officer())
        made = client.post(reverse("desk:audit_samples"), asked)
        sample = PaymentSample.objects.get()
        with everywhere("测试"):
            row = SampleLine.objects.get()
        found = client.post(reverse("desk:audit_finding", args=[sample.number, row.pk]), {"kind": "right"})
        refused = client.post(reverse("desk:audit_finding", args=[sample.number, row.pk]), {"kind": "amount"})
        address = reverse("desk:audit_sample", args=[sample.number])
        page = client.get(address)
        sheet = client.get(address, {"export": "csv"}).content.decode("utf-8-sig")

    assert [one.status_code for one in (made, found, refused)] == [302, 302, 422]
    assert (page.context["is_same"], page.context["result"].is_complete) == (True, True)
    assert (line.payee_name in sheet, line.payee_name[:1] + "*" in sheet, line.serial in sheet) == (False, True, True)


def test_leaders_look_at_samples_and_draw_none(sign_in, line):
    client = sign_in(accounts.leader())

    page = client.get(reverse("desk:audit_samples"))

    assert (page.status_code, page.context["form"]) == (200, None)
    assert client.post(reverse("desk:audit_samples"), {}).status_code == 404
