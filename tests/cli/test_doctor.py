"""`minzheng doctor` names what is wrong, and seals the audit chains when nothing is."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from minzheng.accounts.scope import everywhere
from minzheng.cli import doctor
from minzheng.ledger.models import Transfer
from minzheng.payments.domain import money_check
from minzheng.services.audit.models import AuditEvent, ChainSeal
from minzheng.services.jobs.timetable import everything
from tests.factories import accounts, ledger

pytestmark = pytest.mark.django_db


def without_trigger(name, table):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def test_a_sound_house_is_sealed(capsys):
    accounts.county_officer()

    assert doctor.run([]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "✓ 数据库结构",
        "✓ 数据库",
        "✓ 密钥",
        "✓ 只增保护",
        "✓ 审计链",
        "✓ 审计封存",
        "✓ 账簿",
        "✓ 账目封存",
        "✓ 发放",
        "审计链已封存（第 1 次）。",
        "全部检查通过。",
    ]
    assert ChainSeal.objects.get().heads == {"accounts": [1, AuditEvent.objects.get().hash]}


def test_nothing_new_is_not_sealed_again(capsys):
    accounts.county_officer()
    doctor.run([])
    capsys.readouterr()

    assert doctor.run([]) == 0
    assert "审计链自上次封存以来没有新记录。" in capsys.readouterr().out
    assert ChainSeal.objects.count() == 1


def test_only_looking_seals_nothing():
    accounts.county_officer()

    assert doctor.run(["--no-seal"]) == 0
    assert ChainSeal.objects.count() == 0


def test_a_changed_audit_row_is_named_and_nothing_is_sealed(capsys):
    accounts.county_officer()
    without_trigger("guard_audit_auditevent_update", "audit_auditevent")
    AuditEvent.objects.update(actor_name="另一人")

    assert doctor.run([]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert lines[3:6] == [
        "✗ 只增保护",
        "    表 audit_auditevent 缺少只增保护 guard_audit_auditevent_update，请运行 migrate 重新安装",
        "✗ 审计链",
    ]
    assert lines[6] == "    审计链“accounts”第 1 条：内容与摘要不符，记录被改动"
    assert lines[-1] == "发现问题：2 项检查未通过。请先备份数据库，再按上面的提示处理。"
    assert ChainSeal.objects.count() == 0


def test_a_database_behind_the_code_is_asked_nothing_more(capsys):
    MigrationRecorder(connection).record_unapplied("audit", "0001_initial")
    MigrationRecorder(connection).record_unapplied("audit", "0001_first_release")

    assert doctor.run([]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out == ["✗ 数据库结构", "    迁移 audit.0001_first_release 尚未执行，请运行 minzheng migrate"]


def test_the_public_key_of_the_demo_is_not_for_service(settings):
    assert doctor._keys() == []

    settings.TESTING = settings.DEMO = False
    assert doctor._keys() == ["MINZHENG_VAULT_KEYS 是演示用的公开密钥，不得用于真实数据：请按密钥指南更换"]


def test_keys_that_cannot_be_used_are_named(settings):
    settings.VAULT_CURRENT_KEY = "9"

    assert doctor._keys() == ["MINZHENG_VAULT_CURRENT_KEY 指定的密钥版本“9”不在 MINZHENG_VAULT_KEYS 中"]


def test_the_money_alone_is_looked_at_and_that_is_kept(capsys):
    ledger.accounts(with_fen=100_00)

    assert doctor.run(["--money", "--no-seal"]) == 0
    assert AuditEvent.objects.filter(action="money.checked").count() == 0
    assert doctor.run(["--money"]) == 0

    out = capsys.readouterr().out.splitlines()
    assert out[:7] == ["✓ 数据库结构", "✓ 只增保护", "✓ 审计链", "✓ 审计封存", "✓ 账簿", "✓ 账目封存", "✓ 发放"]
    assert AuditEvent.objects.get(action="money.checked").after == {"count": 0, "problems": []}


def test_a_changed_transfer_is_named_on_the_command_line(capsys):
    ledger.accounts(with_fen=100_00)
    without_trigger("guard_ledger_transfer_update", "ledger_transfer")
    with everywhere("测试"):
        moved = Transfer.objects.get()
        Transfer.objects.update(amount_fen=100_01)

    assert doctor.run(["--money"]) == 1

    out = capsys.readouterr().out
    assert f"    流水 {moved.pk} 的“金额（分）”被绕过系统改动：记账时为 10000，现为 10001" in out
    assert AuditEvent.objects.get(action="money.checked").after["count"] > 0


def test_every_day_the_money_is_looked_at():
    ledger.accounts(with_fen=100_00)

    assert money_check.every_day(accounts.AT) == ""

    assert AuditEvent.objects.get(action="money.checked").at == accounts.AT
    assert "payments.money_check" in {work.code for work in everything()}
