"""Ten thousand bills of three hospitals: settled, explained, balanced with the fund, errors returned by line."""

import csv
import datetime as dt
import io
import random
import time

import pytest
from django.db.models import Sum

from minzheng.accounts.scope import everywhere
from minzheng.claims.domain import settling
from minzheng.claims.domain.answering import answer_file
from minzheng.claims.domain.facts import unpacked
from minzheng.claims.domain.reckoning import reckoned, year_claims
from minzheng.claims.models import Claim, Reckoning, ReturnedLine, SettlementFile
from minzheng.claims.queries.files import totals, year_view
from minzheng.claims.queries.fund import fund_view
from minzheng.payments.queries.doctor import problems
from tests.factories import accounts, claims

pytestmark = pytest.mark.django_db
SEED = 20261124


@pytest.fixture(autouse=True)
def county():
    with everywhere("test"):
        yield


def random_line(rng, person, **cells):
    """A bill whose payers take their turns at what is left."""
    bill = rng.randint(500_00, 90_000_00)
    parts, left = [], bill
    for _ in range(3):
        part = rng.randint(0, left)
        parts.append(part)
        left -= part
    out = dt.date(2026, 2, 1) + dt.timedelta(days=rng.randint(1, 260))
    yuan = [f"{fen // 100}.{fen % 100:02d}" for fen in (bill, *parts)]
    names = ("总费用", "目录外费用", "基本医保支付", "大病保险支付")
    days = {"入院日期": out - dt.timedelta(days=rng.randint(0, 20)), "出院日期": out, "结算日期": out}
    return claims.line(person, **dict(zip(names, yuan, strict=True)), **days, **cells)


def mixed(people, count, rng):
    """Every fortieth line has something wrong with it."""
    rows = [random_line(rng, people[n % len(people)]) for n in range(count)]
    for n in range(0, count, 40):
        rows[n]["姓名"] = "错名字"
    return rows


def settle_and_pay(people, counts, rng):
    hospitals = [claims.a_hospital(), claims.a_hospital(file_format="standard"), claims.a_hospital()]
    claims.money(10**13)
    files = [claims.confirmed(mixed(people, count, rng), of=one) for one, count in zip(hospitals, counts, strict=True)]
    paid = [claims.paid(claims.prepared(one)) for one in hospitals]
    return files, paid


def require_sound(files, paid, people):
    bad = ReturnedLine.objects.count()
    assert bad == sum(-(-file.line_count // 40) for file in files)
    assert Claim.objects.count() + bad == sum(file.line_count for file in files)
    assert sum(totals(file).aid_fen for file in files) == sum(row.total_fen for row in paid)
    assert sum(row.total_fen for row in paid) == Reckoning.objects.aggregate(total=Sum("delta_fen"))["total"]
    assert [tie for tie in fund_view(2026).ties if not tie.holds] == []
    assert problems() == []
    for person in people:
        view = year_view(person.pk, 2026)
        assert view.total_fen == reckoned(year_claims(person.pk, 2026)).total_fen
        assert all(line.self_fen >= 0 for line in view.lines)
    for file in files:
        text = answer_file(file)[0].decode("gb18030")
        told = [row for row in csv.DictReader(io.StringIO(text)) if row["结论"] == "退回"]
        assert len(told) == -(-file.line_count // 40)
        assert all("姓名与登记的不一致" in row["原因和办法"] for row in told)


def test_a_hundred_bills_of_three_hospitals():
    rng, people = random.Random(SEED), [claims.recipient() for _ in range(6)]

    files, paid = settle_and_pay(people, (41, 30, 20), rng)

    require_sound(files, paid, people)


def test_whatever_order_files_come_in_the_year_is_the_same():
    """The order of bills is that of settlement, so a file that comes late changes what came before as the law says."""
    rng = random.Random(SEED)
    rows = [(random_line(rng, None)) for _ in range(12)]
    results = []
    for order in (rows, rows[::-1], rng.sample(rows, len(rows))):
        person = claims.recipient()
        mine = [row | {"公民身份号码": claims.id_of(person), "姓名": person.name} for row in order]
        mine = [row | {"结算单号": f"{row['结算单号']}-{person.pk}"} for row in mine]
        for start in range(0, len(mine), 3):
            claims.confirmed(mine[start : start + 3])
        view = year_view(person.pk, 2026)
        by_bill = {line.claim.number.partition("-")[0]: line.aid_fen for line in view.lines}
        results.append((view.total_fen, dict(view.remembered), by_bill))

    assert results[0][0] == results[1][0] == results[2][0]
    assert results[0][1] == results[1][1] == results[2][1]


@pytest.mark.slow
def test_ten_thousand_bills_are_settled_explained_and_balanced():
    rng, people = random.Random(SEED), [claims.recipient() for _ in range(400)]
    by = accounts.county_officer()
    started = time.monotonic()

    files, paid = settle_and_pay(people, (5000, 3000, 2000), rng)

    took = time.monotonic() - started
    require_sound(files, paid, people[:50])
    row = Reckoning.objects.order_by("?").first()
    assert unpacked(row)["trace"]
    # A file of ten thousand by itself, in one go of the worker.
    big = claims.received(mixed(people, 10_000, rng), by=by)
    started = time.monotonic()
    settling.settle(file=SettlementFile.objects.select_related("hospital").get(pk=big.pk), by=by, at=claims.AT)
    alone = time.monotonic() - started
    assert totals(big).good == 9750
    assert (took < 600, alone < 240) == (True, True), (took, alone)
