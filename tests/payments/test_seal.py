"""A pay line changed in the database by whoever may drop the guards is found by its seal, and named."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from minzheng.accounts.scope import everywhere
from minzheng.payments.domain import bank, reconcile, sealed
from minzheng.payments.domain import run as pay_run
from minzheng.payments.models import PayLine, PayRun
from minzheng.payments.queries import doctor
from minzheng.payments.queries.digest import digest_of
from minzheng.payments.queries.line_seal import CURRENT_FORM, FORMS, is_sealed, seal_of
from minzheng.payments.triggers import SETTLING_COLUMNS
from minzheng.services.audit import guards
from tests.factories import payments
from tests.factories.accounts import finance_officer
from tests.factories.payments import AT, LATER
from tests.payments.superuser import rewrite

pytestmark = pytest.mark.django_db
seal_old_lines = import_module("minzheng.payments.migrations.0002_line_seal").seal_old_lines


@pytest.fixture(autouse=True)
def scope():
    with everywhere("测试"):
        yield


@pytest.fixture
def two():
    payments.allocate()
    payments.paid_household(amount_fen=500_00)
    payments.paid_household(amount_fen=600_00)


def other(value):
    """Return a value of the same kind that is not this one."""
    if value is None:
        return 1
    if isinstance(value, bytes | memoryview):
        return bytes(value)[:-1] + bytes([bytes(value)[-1] ^ 1])
    if isinstance(value, str):
        return value[:-1] + ("9" if value[-1:] != "9" else "8")
    return value + 1


def frozen_fields():
    own = {"id", "seal", "seal_form", *SETTLING_COLUMNS}
    return sorted(field.attname for field in PayLine._meta.concrete_fields if field.attname not in own)


def test_every_frozen_field_is_sealed():
    assert frozen_fields() == sorted(FORMS[CURRENT_FORM])


@pytest.mark.parametrize("field", FORMS[CURRENT_FORM])
def test_each_field_changed_in_turn_breaks_the_seal(two, field):
    payments.draft()
    line = PayLine.objects.first()
    assert is_sealed(line)

    setattr(line, field, other(getattr(line, field)))

    assert not is_sealed(line)


def test_a_word_moved_from_one_field_to_the_next_breaks_the_seal(two):
    payments.draft()
    line = PayLine.objects.first()

    line.case_number, line.document_number = line.case_number + line.document_number[:1], line.document_number[1:]

    assert not is_sealed(line)


@pytest.mark.parametrize("column", ["amount_fen", "account_sealed", "payee_name", "case_number", "seal", "seal_form"])
def test_the_doctor_names_run_place_and_household(two, column):
    run = payments.sent()
    line = PayLine.objects.get(seq=2)
    assert doctor.problems() == []

    rewrite("payments_payline", line.pk, column, other(getattr(line, column)))

    assert (
        f"批次 {run.number} 第 2 笔（户号 {line.household_number}，区划 {line.division_code}）的封印不符："
        "这一笔在数据库中被改动过"
    ) in doctor.problems()


def test_who_writes_amount_digest_and_total_together_is_found_all_the_same(two):
    """The digest needs no key, the seal does."""
    run = payments.checked()
    line = PayLine.objects.get(seq=1)
    rewrite("payments_payline", line.pk, "amount_fen", 499_00)
    rewrite("payments_payrun", run.pk, "total_fen", run.total_fen - 1_00)
    rewrite("payments_payrun", run.pk, "list_digest", digest_of(PayLine.objects.order_by("seq")))

    with pytest.raises(sealed.SealBroken) as refusal:
        pay_run.approve(run=run, by=finance_officer(), at=AT)

    assert str(refusal.value) == (
        f"批次 {run.number} 有 1 笔明细的封印不符：第 1 笔（户号 {line.household_number}）。"
        "这些明细在数据库中被改动过，没有作任何登记，请报审计人员核查"
    )
    assert PayRun.objects.get().state == "checked"


def test_a_line_taken_from_a_list_is_found_by_the_doctor(two):
    run = payments.draft()
    line = PayLine.objects.get(seq=2)
    rewrite("payments_payline", line.pk, "run_id", None, delete=True)

    assert f"批次 {run.number} 的明细与编制时的摘要不符，有明细被改动、增加或删除" in doctor.problems()


def test_no_file_and_no_result_goes_past_a_broken_seal(two):
    run = payments.approved()
    line = PayLine.objects.get(seq=1)
    right = bytes(line.seal)
    rewrite("payments_payline", line.pk, "seal", other(right))

    with pytest.raises(sealed.SealBroken):
        bank.write_file(run=run, by=finance_officer(), at=AT)

    rewrite("payments_payline", line.pk, "seal", right)
    bank.write_file(run=run, by=finance_officer(), at=AT)
    answer = payments.success(run)
    rewrite("payments_payline", line.pk, "household_number", other(line.household_number))

    with pytest.raises(sealed.SealBroken):
        reconcile.read_result(run=run, content=answer, name="x.csv", by=finance_officer(), at=LATER)
    assert set(PayLine.objects.values_list("status", flat=True)) == {"pending"}


def test_a_seal_of_an_old_key_still_fits_and_one_of_a_lost_key_does_not(two, settings):
    payments.draft()
    line = PayLine.objects.first()

    settings.VAULT_ROOT_KEYS = settings.VAULT_ROOT_KEYS | {"new": "33" * 32}
    settings.VAULT_CURRENT_KEY = "new"
    assert (is_sealed(line), seal_of(line) == bytes(line.seal)) == (True, False)

    settings.VAULT_ROOT_KEYS = {"new": "33" * 32}
    assert not is_sealed(line)


def test_lines_frozen_before_there_were_seals_are_sealed_by_the_migration(two):
    payments.sent()
    for line in PayLine.objects.all():
        rewrite("payments_payline", line.pk, "seal", b"none")
    assert len(doctor.problems()) == 2

    with connection.cursor() as cursor:
        seal_old_lines(apps, SimpleNamespace(connection=connection, execute=cursor.execute))
    guards.install()

    assert [is_sealed(line) for line in PayLine.objects.all()] == [True, True]
    assert doctor.problems() == []
