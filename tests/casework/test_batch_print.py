"""Many papers in one file: issued once, every one with its own words, nothing of another's area, and fast enough."""

import datetime as dt
import io
import subprocess
import time
import zipfile

import pytest

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.casework.domain import batch_print, decision, letter
from minzheng.casework.domain.batch_print import KEPT_AT_ONCE
from minzheng.casework.models import CasePaper, Letter, LetterPrint, Publicity
from minzheng.services.audit.models import AuditEvent
from minzheng.services.jobs import worker
from minzheng.services.jobs.domain import queue
from minzheng.services.jobs.enums import JobState
from minzheng.services.papers.many import WORTH_PROCESSES
from tests.casework.test_letter import refused
from tests.factories import accounts, casework, letters

DAY = casework.days
AT = DAY(30)


def pages_of(pdf):
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return ["".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def ask(batch, rows, by, **fields):
    given = {"as_zip": False, "duplex": False} | fields
    return batch_print.request(batch=batch, ids=[row.pk for row in rows], by=by, at=AT, **given)


def done(job):
    while worker.run_next(now=lambda: AT):
        pass
    job.refresh_from_db()
    return job


def content(job):
    with job.file.open("rb") as file:
        return file.read()


def test_letters_are_issued_kept_and_bound(offices, county):
    rows = [refused(offices) for _n in range(3)]
    letter.issue_printed(decision=rows[0], by=county, at=DAY(8))

    job = done(ask("letters", rows, county))

    text = "".join(pages_of(content(job)))
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert job.message == "打印了3件。"
    assert LetterPrint.objects.count() == 3
    assert all(row.document_number in text for row in rows)


def test_what_is_printed_is_what_is_kept(offices, county):
    rows = [refused(offices) for _n in range(2)]

    job = done(ask("letters", rows, county, as_zip=True))

    with zipfile.ZipFile(io.BytesIO(content(job))) as archive:
        inside = [archive.read(name) for name in archive.namelist()]
    assert sorted(inside) == sorted(letter.printed(each, at=AT) for each in Letter.objects.all())


def test_printing_twice_issues_once(offices, county):
    rows = [refused(offices)]

    first, second = done(ask("letters", rows, county)), done(ask("letters", rows, county))

    assert first.pk != second.pk
    assert (Letter.objects.count(), LetterPrint.objects.count()) == (1, 1)


def test_a_second_click_is_the_same_job(offices, county):
    rows = [refused(offices)]

    assert ask("letters", rows, county).pk == ask("letters", rows, county).pk


def test_postings_of_a_township_are_issued_and_printed(offices, county):
    for _n in range(2):
        casework.case("publicised", offices=offices)
    rows = list(Publicity.objects.all())

    job = done(ask("publicities", rows, offices.township, duplex=True))

    pages = pages_of(content(job))
    assert [("公示" in page) for page in pages] == [True, False, True]
    assert CasePaper.objects.filter(form="publicity_notice").count() == 2


def test_what_cannot_be_printed_is_named_and_the_rest_is_printed(offices, county):
    case = casework.case("active", offices=offices)
    other = refused(offices)
    letter.issue(decision=other, by=county, at=DAY(8))

    job = done(ask("letters", [casework.grant_of(case), other], offices.township))

    assert job.state == JobState.DONE
    assert "1件没有打印" in job.message
    assert "县民政局经办人" in job.message


def test_every_printed_case_leaves_a_read(offices, county):
    rows = [refused(offices) for _n in range(2)]

    done(ask("letters", rows, county))

    reads = AuditEvent.objects.filter(action="read", actor=county.username, reason="成批打印文书")
    assert {int(row.object_id) for row in reads} == {row.case_id for row in rows}


def test_nothing_of_another_area_is_printed(offices, county):
    row = refused(offices)
    stranger = accounts.neighbour_officer()

    with within(stranger.area), pytest.raises(batch_print.BatchRefused, match="不在您的辖区"):
        ask("letters", [row], stranger)


@pytest.mark.parametrize("who", ["finance_officer", "auditor", "leader"])
def test_who_does_not_handle_cases_prints_none(offices, county, who):
    with pytest.raises(NotAllowed):
        ask("letters", [refused(offices)], getattr(accounts, who)())


@pytest.mark.parametrize(
    ("batch", "ids", "told"),
    [("letters", [], "至少选择一件"), ("letters", range(3000), "一次最多打印2000件"), ("no_such", [1], "没有这种")],
)
def test_a_bad_choice_is_refused(offices, county, batch, ids, told):
    with pytest.raises(batch_print.BatchRefused, match=told):
        batch_print.request(batch=batch, ids=ids, as_zip=False, duplex=False, by=county, at=AT)


def test_an_account_closed_meanwhile_prints_nothing(offices, county):
    job = ask("letters", [refused(offices)], county)
    county.is_active = False
    county.save()

    assert done(job).state == JobState.FAILED
    assert "已停用" in job.message
    assert Letter.objects.count() == 0


def test_a_cancelled_batch_keeps_what_was_done(offices, county, monkeypatch):
    monkeypatch.setattr(batch_print, "KEPT_AT_ONCE", 1)
    monkeypatch.setattr(worker, "BEATS_APART", 0)
    rows = [each.decision for each in letters.many(3, offices)]
    job = ask("letters", rows, county)
    keep = letter.keep

    def kept_and_cancelled(made, *, at):
        kept = keep(made, at=at)
        queue.cancel(job=job, by=county, at=at)
        return kept

    monkeypatch.setattr(letter, "keep", kept_and_cancelled)

    assert done(job).state == JobState.CANCELLED
    assert job.message == "已按要求取消，办到第1件，共3件。"
    assert [each.letter.decision_id for each in LetterPrint.objects.all()] == [rows[0].pk]


def test_a_batch_cancelled_before_it_began_prints_nothing(offices, county):
    job = ask("letters", [each.decision for each in letters.many(2, offices)], county)
    queue.cancel(job=job, by=county, at=AT)

    assert done(job).state == JobState.CANCELLED
    assert LetterPrint.objects.count() == 0


def test_a_killed_worker_loses_nothing(offices, county, monkeypatch):
    rows = [refused(offices) for _n in range(3)]
    job = ask("letters", rows, county)
    dead = queue.claim(at=AT - dt.timedelta(days=100))
    letter.issue_printed(decision=rows[0], by=county, at=AT)
    assert dead.pk == job.pk

    assert done(job).state == JobState.DONE
    assert (Letter.objects.count(), LetterPrint.objects.count()) == (3, 3)


def each_says_its_own(made, job):
    """Compare the text of every notice in the file with the data it was made of."""
    by_number = {each.data["number"]: each.data for each in made}
    with zipfile.ZipFile(io.BytesIO(content(job))) as archive:
        for name in archive.namelist():
            number, person = name.removesuffix(".pdf").split(" ")[1:]
            data = by_number.pop(number)
            text = "".join(pages_of(archive.read(name)))
            assert person == data["person"]
            for said in (*data["decision"], *data["facts"], data["case_number"], data["verify"]["code"], person):
                assert "".join(said.split()) in text
            assert "自知道本决定之日起60日内向宜都市人民政府申请行政复议" in text
    assert by_number == {}


@pytest.mark.must_show("casework", 4)
def test_many_different_notices_are_told_of_as_they_are_made_and_each_says_its_own(offices, county, monkeypatch):
    monkeypatch.setattr(worker, "BEATS_APART", 0)
    told, beat = [], queue.beat
    monkeypatch.setattr(queue, "beat", lambda **said: told.append((said["done"], said["total"])) or beat(**said))
    made = letters.many(WORTH_PROCESSES + 4, offices)

    job = done(ask("letters", [each.decision for each in made], county, as_zip=True))

    assert (job.state, job.done) == (JobState.DONE, len(made)), job.message
    assert told == sorted(told)
    assert {KEPT_AT_ONCE, len(made)} <= {count for count, total in told if total == len(made)}
    assert LetterPrint.objects.count() == len(made)
    each_says_its_own(made, job)


@pytest.mark.slow
@pytest.mark.must_show("casework", 4)
def test_a_thousand_different_notices_each_say_their_own(offices, county):
    made = letters.many(1000, offices)
    job = ask("letters", [each.decision for each in made], county, as_zip=True)
    started = time.perf_counter()

    job = done(job)

    seconds = time.perf_counter() - started
    assert (job.state, job.done) == (JobState.DONE, 1000), job.message
    each_says_its_own(made, job)
    assert seconds < 60, f"{seconds:.0f} s, far from the 20 s that bench/notices.py measures"


def test_a_decision_without_its_letter_gets_it_in_the_batch(offices, county):
    row = decision.refuse(
        case=casework.case(
            "proposed", home=casework.household(*casework.couple(wage_fen=2_000_000)), offices=offices
        ),
        by=county, at=DAY(6),
    )  # fmt: skip

    job = done(ask("letters", [row], county))

    assert Letter.objects.get().decision_id == row.pk
    assert job.result["printed"] == 1
