"""A fund board over five years and ten million transfers: loaded past the triggers, proved by doctor, then read.

    python scripts/with_pg.py python bench/fund_board.py [--transfers 10000000]

Without DATABASE_URL it measures SQLite in a throw-away file. Prints one line of JSON.
"""

import argparse
import datetime as dt
import json
import os
import pathlib
import platform
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
YEARS = (2022, 2023, 2024, 2025, 2026)
LOOKS = 5
# A reserve of so many fen at odd places, its payment at the next; every place is some minutes later.
LOAD = """
    INSERT INTO ledger_transfer (debit_id, credit_id, amount_fen, why, reference_kind, reference_id, idempotency_key,
        division_code, month, made_by, made_at)
    SELECT CASE WHEN n % 2 = 1 THEN {available} ELSE {reserved} END,
        CASE WHEN n % 2 = 1 THEN {reserved} ELSE {paid} END,
        30000 + ((n + 1) / 2) % 977, CASE WHEN n % 2 = 1 THEN 'reserve' ELSE 'post' END,
        'bench', '{code}', '{code}:' || n, '{county}', '{year}-01', 'bench', {moment}
    FROM {numbers}
"""
SQLITE_NUMBERS = "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) SELECT n FROM c)"
BALANCES = """
    UPDATE ledger_account SET balance_fen = moved.fen, last_transfer_id = moved.last FROM (
        SELECT account, SUM(fen) AS fen, MAX(id) AS last FROM (
            SELECT credit_id AS account, amount_fen AS fen, id FROM ledger_transfer
            UNION ALL SELECT debit_id, -amount_fen, id FROM ledger_transfer
        ) AS sides GROUP BY account
    ) AS moved WHERE moved.account = ledger_account.id
"""


def main() -> None:
    """Load, prove, read."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--transfers", type=int, default=10_000_000)
    count = parser.parse_args().transfers
    with tempfile.TemporaryDirectory(prefix="fund-board-") as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "minzheng.config.settings", "MINZHENG_VAR": folder, "MINZHENG_DEBUG": "1",
        }  # fmt: skip
        sys.path[:0] = [str(ROOT), str(ROOT / "src")]
        print(json.dumps(measure(count), ensure_ascii=False))


def measure(count: int) -> dict[str, object]:
    """Return what was loaded and how long everything took."""
    import django  # noqa: PLC0415 - slow import

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - django set up
    from django.db import connection  # noqa: PLC0415 - django set up

    from minzheng.ledger import month_triggers  # noqa: PLC0415 - django set up
    from minzheng.ledger.domain.doctor import problems  # noqa: PLC0415 - django set up
    from minzheng.ledger.models import Transfer  # noqa: PLC0415 - django set up
    from minzheng.payments.enums import FundLevel  # noqa: PLC0415 - django set up
    from minzheng.payments.queries.board import board  # noqa: PLC0415 - django set up
    from minzheng.services.audit import guards  # noqa: PLC0415 - django set up

    call_command("migrate", verbosity=0)
    each = count // (len(YEARS) * len(FundLevel.values))
    opened = _open_funds(each)
    started = time.perf_counter()
    with connection.cursor() as cursor:
        for name in _triggers(cursor, connection.vendor):
            on_table = " ON ledger_transfer" if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{on_table}')
        for name in ("update", "balance_by_transfer"):
            on_table = " ON ledger_account" if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "guard_ledger_account_{name}"{on_table}')
        _free(cursor, connection.vendor)
        cursor.execute("DELETE FROM ledger_monthbalance")
        for fund, accounts in opened:
            cursor.execute(_load(fund, accounts, each, connection.vendor))
        cursor.execute(BALANCES)
        cursor.execute(month_triggers.fill(connection.vendor))
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
    loaded = time.perf_counter() - started
    guards.install()
    started = time.perf_counter()
    wrong = problems()
    proved = time.perf_counter() - started
    looks = []
    for _look in range(LOOKS):
        started = time.perf_counter()
        boards = [board(program="dibao", year=year, on=dt.date(2026, 10, 15)) for year in YEARS]
        looks.append(time.perf_counter() - started)
    pages = [_page_seconds(year) for year in YEARS for _look in range(LOOKS)]
    paid = sum(one.whole.position.paid_fen for one in boards)
    return {
        "database": connection.vendor,
        "transfers": Transfer._base_manager.count(),  # noqa: SLF001
        "years": len(YEARS),
        "funds": len(opened),
        "paid_fen": paid,
        "loaded_seconds": round(loaded, 1),
        "doctor_seconds": round(proved, 1),
        "doctor_says": wrong[:3],
        "board_of_five_years_seconds": round(sorted(looks)[LOOKS // 2], 4),
        "page_of_a_year_seconds": {"median": round(sorted(pages)[len(pages) // 2], 4), "slowest": round(max(pages), 4)},
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": {"cores": os.cpu_count(), "system": platform.platform()},
    }


def _page_seconds(year: int) -> float:
    """How long the whole page of the board takes, as the finance officer opens it."""
    from django.test import Client  # noqa: PLC0415 - django set up
    from tests.factories.accounts import finance_officer  # noqa: PLC0415 - django set up

    client = Client()
    client.force_login(finance_officer(), backend="django.contrib.auth.backends.ModelBackend")
    started = time.perf_counter()
    answer = client.get("/runs/funds/", {"program": "dibao", "year": year}, headers={"host": "localhost"})
    took = time.perf_counter() - started
    assert answer.status_code == 200, answer.status_code
    assert str(year) in answer.content.decode()
    return took


def _open_funds(each: int) -> list[tuple[object, dict[str, int]]]:
    from tests.factories.accounts import finance_officer  # noqa: PLC0415 - django set up

    from minzheng.ledger.queries import accounts_of  # noqa: PLC0415 - django set up
    from minzheng.payments.domain.fund import open_allocation  # noqa: PLC0415 - django set up
    from minzheng.payments.enums import FundLevel  # noqa: PLC0415 - django set up

    by, found = finance_officer(), []
    for year in YEARS:
        for level in FundLevel.values:
            made = open_allocation(
                program="dibao", year=year, level=level, document_number=f"演示〔{year}〕{level}",
                amount_fen=max(each, 1) * 31_000, by=by, at=dt.datetime(year, 1, 4, 2, tzinfo=dt.UTC),
            )  # fmt: skip
            accounts = {kind: account.pk for kind, account in accounts_of(made.fund.code).items()}
            found.append((made.fund, accounts))
    return found


def _load(fund: object, accounts: dict[str, int], count: int, vendor: str) -> str:
    step = max(360 * 86_400 // max(count, 1), 1)
    year = fund.year  # type: ignore[attr-defined]
    if vendor == "postgresql":
        moment = f"TIMESTAMPTZ '{year}-01-05 00:00:00+00' + n * INTERVAL '{step} seconds'"
        numbers = f"generate_series(1, {count}) AS c(n)"
    else:
        moment = f"datetime('{year}-01-05 00:00:00', '+' || (n * {step}) || ' seconds')"
        numbers = SQLITE_NUMBERS.format(count=count)
    return LOAD.format(
        available=accounts["available"], reserved=accounts["reserved"], paid=accounts["paid"],
        code=fund.code, year=year, county="420581000000", moment=moment, numbers=numbers,  # type: ignore[attr-defined]
    )  # fmt: skip


def _triggers(cursor, vendor: str) -> list[str]:
    if vendor == "postgresql":
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'ledger_transfer'::regclass AND tgname LIKE 'guard_%%'", []
        )
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_transfer'")
    return [name for (name,) in cursor.fetchall()]


def _free(cursor, vendor: str) -> None:
    """Set the guards of the monthly sums aside: they are made afresh from the transfers."""
    for name in ("update", "delete", "insert_by_transfer", "update_by_transfer"):
        on_table = " ON ledger_monthbalance" if vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER IF EXISTS "guard_ledger_monthbalance_{name}"{on_table}')


if __name__ == "__main__":
    main()
