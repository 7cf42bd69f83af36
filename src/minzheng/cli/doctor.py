"""The verb `doctor`: does the house stand? Every check returns Chinese sentences; none means sound.

A room that has something to check adds one line to CHECKS.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from minzheng.cli.speech import marked as _
from minzheng.ledger.domain import doctor as ledger_doctor
from minzheng.ledger.domain import seal_check
from minzheng.payments.domain import money_check
from minzheng.payments.queries import doctor as payments_doctor
from minzheng.services import vault
from minzheng.services.audit import guards
from minzheng.services.audit.domain.seal import broken_seals, seal
from minzheng.services.audit.domain.verify import broken_chains
from minzheng.services.calendar import clock

PRACTICE_KEY = "00" * 32


@dataclass(frozen=True)
class Check:
    """One thing to look at: its name and what finds the problems."""

    name: str
    problems: Callable[[], list[str]]


def run(argv: list[str]) -> int:
    """`minzheng doctor`: print one line per check and the problems below it; exit code 1 if there is any problem.

    When all is sound, the heads of the audit chains are sealed.
    """
    parser = argparse.ArgumentParser(prog="minzheng doctor", description=_("检查审计链、账目与数据库防护"))
    parser.add_argument("--money", action="store_true", help=_("只查资金：账簿、账目封存、发放，逐笔核对"))
    parser.add_argument("--no-seal", action="store_true", help=_("只检查，不封存审计链"))
    options = parser.parse_args(argv)
    # Nothing else can be asked of a database without its tables.
    if not _report(Check(_("数据库结构"), _unapplied_migrations)):
        return 1
    sound = _money(keep=not options.no_seal) if options.money else [_report(check) for check in CHECKS]
    if not all(sound):
        print(_("发现问题：%(n)s 项检查未通过。请先备份数据库，再按上面的提示处理。") % {"n": len(sound) - sum(sound)})
        return 1
    if not options.no_seal:
        sealed = seal(at=clock.now())
        print(
            _("审计链已封存（第 %(number)s 次）。") % {"number": sealed.number}
            if sealed
            else _("审计链自上次封存以来没有新记录。")
        )
    print(_("全部检查通过。"))
    return 0


def _money(*, keep: bool) -> list[bool]:
    """Look at the money and at what guards it; the outcome is kept as the daily check keeps it."""
    sound = [_report(check) for check in GUARDING_MONEY]
    sections = money_check.look()
    for section in sections:
        sound.append(_said(str(section.name), section.problems))
        for note in section.notes:
            print(f"    （{note}）")
    if keep:
        money_check.keep(problems=[problem for section in sections for problem in section.problems], at=clock.now())
    return sound


def _report(check: Check) -> bool:
    """Print the outcome of one check; return whether it is sound."""
    return _said(check.name, check.problems())


def _said(name: str, problems: Sequence[str]) -> bool:
    print(f"{'✗' if problems else '✓'} {name}")
    for problem in problems:
        print(f"    {problem}")
    return not problems


def _unapplied_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [
        _("迁移 %(app_label)s.%(name)s 尚未执行，请运行 minzheng migrate")
        % {"app_label": migration.app_label, "name": migration.name}
        for migration, _backwards in plan
    ]


def _database() -> list[str]:
    """Ask the engine itself: SQLite whether its file is whole, PostgreSQL whether it keeps Chinese text as Chinese."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("PRAGMA quick_check")
            damages = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            orphans = [
                _("表 %(row)s 第 %(row2)s 行引用的 %(row3)s 记录不存在")
                % {"row": row[0], "row2": row[1], "row3": row[2]}
                for row in cursor.fetchall()
            ]
            return [*(_("数据库文件损坏：%(damage)s") % {"damage": damage} for damage in damages), *orphans]
        cursor.execute(
            "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()",
        )
        encoding, ctype = cursor.fetchone()
    problems = (
        []
        if encoding == "UTF8"
        else [_("数据库编码是 %(encoding)s，应为 UTF8：请以 UTF8 重建数据库后恢复备份") % {"encoding": encoding}]
    )
    if ctype in ("C", "POSIX"):
        problems.append(
            _("数据库字符分类（LC_CTYPE）是 %(ctype)s，不识汉字：应为 C.UTF-8 或 zh_CN.UTF-8") % {"ctype": ctype}
        )
    return problems


def _keys() -> list[str]:
    """Whether values can be sealed and opened, and the key of the sample county is not used in service."""
    try:
        opened = vault.open_sealed(vault.seal(_("自检"), context="doctor"), context="doctor")
    except vault.VaultError as error:
        return [str(error)]
    problems = [] if opened == _("自检") else [_("加密后不能还原，请检查密码设备")]
    if not settings.DEMO and not settings.TESTING and PRACTICE_KEY in settings.VAULT_ROOT_KEYS.values():
        problems.append(_("MINZHENG_VAULT_KEYS 是演示用的公开密钥，不得用于真实数据：请按密钥指南更换"))
    return problems


CHECKS: tuple[Check, ...] = (
    Check(_("数据库"), _database),
    Check(_("密钥"), _keys),
    Check(_("只增保护"), guards.missing_guards),
    Check(_("审计链"), lambda: [str(found) for found in broken_chains()]),
    Check(_("审计封存"), lambda: [str(found) for found in broken_seals()]),
    Check(_("账簿"), ledger_doctor.problems),
    Check(_("账目封存"), seal_check.problems),
    Check(_("发放"), payments_doctor.problems),
)
# What the money stands on; the rest of its check is payments' own.
GUARDING_MONEY = CHECKS[2:5]
