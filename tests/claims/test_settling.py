"""A hospital's file: every line reckoned by the law's formulas or sent back with what to do, once and for all."""

import csv
import io

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import everywhere, within
from minzheng.claims.domain import confirming, settling
from minzheng.claims.domain.answering import answer_file
from minzheng.claims.domain.facts import unpacked
from minzheng.claims.domain.road import ClaimsRefused
from minzheng.claims.formats.reading import FileRefused
from minzheng.claims.models import Claim, Reckoning, ReturnedLine
from minzheng.claims.queries.aid import aid_of
from minzheng.claims.queries.files import totals, year_view
from minzheng.kernel.month import Month
from minzheng.services.jobs import worker
from minzheng.services.jobs.models import JobRun
from tests.factories import accounts, claims, registry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county():
    with everywhere("test"):
        yield


def problems(file):
    return {row.line: row.problems for row in ReturnedLine.objects.filter(file=file)}


def test_a_line_is_settled_by_the_formulas_and_explained():
    person = claims.recipient()

    file = claims.settled([claims.line(person)])

    bill = Claim.objects.get(file=file)
    row = Reckoning.objects.get(claim=bill)
    found = unpacked(row)
    assert problems(file) == {}
    assert (row.amount_fen, row.delta_fen, row.layer) == (900000, 900000, "dibao")
    assert {step["code"]: step["value"] for step in found["trace"]}["burden_fen"] == 1240000
    assert (row.before["aid_before_fen"], row.after["aid_before_fen"]) == (0, 900000)
    assert bill.sources
    assert totals(file).aid_fen == 900000


def test_the_year_goes_on_with_the_next_bill_and_the_next_hospital():
    person = claims.recipient()
    for _ in range(6):
        claims.settled([claims.line(person)])

    view = year_view(person.pk, 2026)

    # What is left of cap and thresholds is carried by rule, never typed.
    assert view.total_fen == view.remembered["aid_before_fen"] + view.remembered["tilted_before_fen"]
    assert [line.aid_fen for line in view.lines] == [900000, 930000, 930000, 930000, 930000, 930000]


def test_every_bad_line_says_what_to_do():
    good, dead = claims.recipient(), claims.recipient()
    stranger, late = claims.somebody(), claims.recipient(from_month=Month(2026, 11))
    with within(accounts.county_officer().area):
        import datetime as dt

        from minzheng.registry.domain.death import record_death
        from tests.factories.payments import BEFORE

        record_death(
            person=dead, died_on=dt.date(2026, 10, 12), by=accounts.county_officer(), at=BEFORE, source="死亡证明"
        )
    first = claims.line(good)
    file = claims.settled(
        [
            first,
            claims.line(good, 结算单号=first["结算单号"]),
            claims.line(good, 公民身份号码="42058119800517123"),
            claims.line(公民身份号码=registry.id_number(), 姓名="无此人"),
            claims.line(good, 姓名="错名字"),
            claims.line(stranger),
            claims.line(late),
            claims.line(dead),
            claims.line(good, 总费用="20000"),
            claims.line(good, 基本医保支付=""),
            claims.line(good, 出院日期="2026-10-01"),
            claims.line(good, 总费用="一万"),
            claims.line(good, 医疗类别="体检"),
            claims.line(good, 结算日期="2026-12-20"),
            claims.line(good, 入院日期="1950-01-01"),
        ]
    )

    found = problems(file)
    words = {
        3: "与本文件第2行重复", 4: "身份证号码有误", 5: "没有登记这个人", 6: "姓名与登记的不一致",
        7: "不是医疗救助对象", 8: "不是医疗救助对象", 9: "死亡日期", 10: "超过总费用", 11: "医疗保险还没有结算的",
        12: "早于入院日期", 13: "总费用", 14: "不是约定的类别", 15: "晚于今天", 16: "早于登记的出生日期",
    }  # fmt: skip
    assert set(found) == set(words)
    assert {row: word for row, word in words.items() if word not in "".join(found[row])} == {}
    assert Claim.objects.filter(file=file).count() == 1


def test_an_undesignated_hospital_is_sent_back_and_an_emergency_is_not():
    person = claims.recipient()
    hospital = claims.a_hospital(designated=False)

    file = claims.settled([claims.line(person), claims.line(person, 急诊抢救="是")], of=hospital)

    assert list(problems(file)) == [2]
    assert "定点协议期" in problems(file)[2][0]
    assert Claim.objects.get(file=file).line == 3


def test_one_bill_is_helped_once_over_all_hospitals():
    person = claims.recipient()
    row = claims.line(person)
    first = claims.settled([row])

    again = claims.settled([row, claims.line(person)])

    assert "已由" in problems(again)[2][0]
    assert first.hospital.name in problems(again)[2][0]
    one = Claim.objects.get(file=first)
    one.pk, one.file = None, again
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save(force_insert=True)


def test_the_same_file_is_taken_once():
    person, hospital = claims.recipient(), claims.a_hospital()
    rows = [claims.line(person)]
    claims.received(rows, of=hospital)

    with pytest.raises(ClaimsRefused, match="没有重复接收"):
        claims.received(rows, of=hospital)


def test_a_file_that_is_cut_short_or_lacks_columns_is_refused_whole():
    person, hospital = claims.recipient(), claims.a_hospital()
    total = {"结算单号": "合计", "总费用": "90000.00"}

    with pytest.raises(FileRefused, match="合计行"):
        claims.received([claims.line(person), total], of=hospital)
    with pytest.raises(FileRefused, match="缺少列"):
        claims.received([claims.line(person)], of=hospital, head=claims.HEAD[:5])


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
def test_both_encodings_are_read_and_the_answer_comes_back_in_the_hospitals_own(encoding):
    person = claims.recipient()
    rows = [claims.line(person, 医院垫付救助="8000.00"), claims.line(person, 姓名="错名字")]
    file = claims.settled(rows, encoding=encoding)

    content, name = answer_file(file)

    table = list(csv.DictReader(io.StringIO(content.decode("gb18030"))))
    assert name.endswith(".csv")
    assert [row["结论"] for row in table] == ["受理", "退回"]
    assert (table[0]["核定救助金额"], table[0]["个人负担"]) == ("9000.00", "6400.00")
    assert "相差1,000.00元" in table[0]["原因和办法"]
    assert "姓名与登记的不一致" in table[1]["原因和办法"]
    assert not {claims.DIAGNOSIS, claims.WARD, claims.DRUGS} & {cell for row in table for cell in row.values()}


def test_formats_are_data():
    person = claims.recipient()
    hospital = claims.a_hospital(file_format="bar")
    head = [{"结算单号": "SETL_ID", "姓名": "PSN_NAME"}.get(title, title) for title in claims.HEAD]
    row = claims.line(person)
    row |= {"SETL_ID": row["结算单号"], "PSN_NAME": row["姓名"]}
    text = claims.content([row], encoding="utf-8", head=head).decode().replace(",", "|").encode()
    by = accounts.county_officer()

    from minzheng.claims.domain import intake

    file = intake.receive(hospital=hospital, month=claims.MONTH, content=text, name="a.txt", by=by, at=claims.AT)
    file = settling.settle(file=file, by=by, at=claims.AT)

    assert totals(file).aid_fen == 900000
    assert answer_file(file)[0].decode().startswith("行号|")


def test_a_second_person_confirms_and_looks_at_the_signs():
    by, person = accounts.county_officer(), claims.recipient()
    file = claims.settled([claims.line(person, 入院日期="2026-07-01")], by=by)

    with pytest.raises(TwoPeopleNeeded):
        confirming.confirm(file=file, note_on_signs="", by=by, at=claims.AT)
    with pytest.raises(ClaimsRefused, match="疑点"):
        confirming.confirm(file=file, note_on_signs="", by=accounts.county_officer(), at=claims.AT)
    with pytest.raises(NotAllowed):
        confirming.confirm(file=file, note_on_signs="好", by=accounts.township_officer(), at=claims.AT)
    done = confirming.confirm(file=file, note_on_signs="术后康复，病历属实", by=accounts.county_officer(), at=claims.AT)

    assert done.state == "confirmed"


def test_a_file_taken_back_leaves_nothing_and_its_bills_may_come_again():
    person = claims.recipient()
    row = claims.line(person)
    file = claims.settled([row])
    confirming.withdraw(file=file, reason="医院报错月份", by=accounts.county_officer(), at=claims.AT)

    again = claims.settled([row, claims.line(person)], of=file.hospital)

    assert problems(again) == {}
    old = Claim.objects.filter(file=file, is_reversal=False).get()
    assert aid_of([old.pk])[old.pk] == 0
    assert totals(again).aid_fen == 1830000


def test_a_worker_that_dies_between_pieces_doubles_nothing(monkeypatch):
    people = [claims.recipient() for _ in range(3)]
    by = accounts.county_officer()
    file = claims.received([claims.line(people[n % 3]) for n in range(7)], by=by)
    monkeypatch.setattr(settling, "PIECE", 2)
    read = settling.read_file(file)
    done = settling.settle_piece(file=file, read=read, start=0, by=by, at=claims.AT)
    settling.settle_piece(file=file, read=read, start=done, by=by, at=claims.AT)
    # Another worker comes with what it believed: nothing is done twice.
    assert settling.settle_piece(file=file, read=read, start=0, by=by, at=claims.AT) == 4

    job = settling.request(file=file, by=by, at=claims.AT)
    assert settling.request(file=file, by=by, at=claims.AT).pk == job.pk
    worker.run_next(now=lambda: claims.AT)

    file.refresh_from_db()
    assert (JobRun.objects.get(pk=job.pk).state, file.state) == ("done", "settled")
    assert Claim.objects.filter(file=file).count() == 7
    assert sorted(Claim.objects.filter(file=file).values_list("line", flat=True)) == list(range(2, 9))
    assert Reckoning.objects.filter(file=file).count() == 7
