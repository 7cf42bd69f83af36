"""The spine, line by line of what it must show. Public doors only: command line, pages, files, tables."""

import datetime as dt
import importlib
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import psycopg
import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from minzheng.accounts.scope import everywhere, within
from minzheng.casework.domain import determination, recertification
from minzheng.casework.models import Determination
from minzheng.cli import evaluate, verbs
from minzheng.kernel.month import Month
from minzheng.payments.models import PayRun
from minzheng.programs import catalogue
from minzheng.registry.models import Household
from minzheng.rules import examples, load
from minzheng.services.audit import guards
from minzheng.services.audit.domain.record import record
from tests.acceptance import generated, roster_book
from tests.acceptance.bad_rosters import BAD, of_rows
from tests.acceptance.county import day_of, moment_of
from tests.acceptance.independent_dibao import verdict
from tests.acceptance.main_job import fen_of
from tests.acceptance.registry_rows import Registry
from tests.desk import test_strangers as strangers
from tests.desk.addresses import NOW
from tests.desk.test_strangers import test_stranger_gets_404_and_owner_gets_through  # noqa: F401 - spine 6
from tests.factories import accounts, casework, ledger, payments, registry
from tests.factories.roster import payment_row
from tests.integrations.test_reading import bomb

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.prefix) / "bin"
ON = dt.date(2026, 11, 24)


# ---- 1. One command from nothing to a county at work; one command for all tests


@pytest.mark.must_show("spine", 1)
def test_a_cold_demo_was_measured_below_a_minute():
    measured = json.loads((ROOT / "bench" / "results.json").read_text(encoding="utf-8"))

    assert measured["demo_cold_where"].startswith("Debian 12 minbase with python3.11-venv, make and ca-certificates")
    assert len(measured["demo_cold_runs"]) >= 3
    assert 0 < max(measured["demo_cold_runs"]) < 60
    assert measured["demo_cold_seconds"] in measured["demo_cold_runs"]
    assert dt.date(2026, 11, 24) <= dt.date.fromisoformat(measured["date"]) <= dt.datetime.now(dt.UTC).date()
    assert measured["machine"]["system"].startswith("Linux")
    assert re.fullmatch(r"[0-9a-f]{40}", measured["commit"])


@pytest.mark.must_show("spine", 1)
def test_make_test_runs_everything_and_installs_what_it_needs(outside):
    done = subprocess.run(
        ["make", "-n", "-B", "test"], cwd=ROOT, env=outside, capture_output=True, text=True, check=True
    )
    steps = done.stdout.splitlines()

    wanted = (
        *("python3.11 -m venv .venv", "requirements/run.txt", "requirements/dev.txt"),
        *(
            "ruff check .",
            "ruff format --check .",
            "mypy",
            "lint-imports",
            "check_local_imports.py",
            "scripts/system.sh",
        ),
    )
    assert [part for part in wanted if part not in done.stdout] == []
    runs = [step for step in steps if "bin/pytest" in step]
    # All tests, browser tests among them, on SQLite; then again on PostgreSQL.
    assert ["with_pg.py" in step for step in runs] == [False, True]
    assert " -m " not in runs[0]
    assert '-m "not browser"' in runs[1]
    system = (ROOT / "scripts" / "system.sh").read_text(encoding="utf-8")
    assert [each for each in ("chromium", "postgresql", "apt-get install") if each not in system] == []


@pytest.mark.must_show("spine", 1)
def test_the_machine_that_checks_runs_what_the_readme_says():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert script.rstrip().splitlines()[-1] == "make test"
    assert "python3.11-venv make ca-certificates" in script


@pytest.mark.must_show("spine", 1)
def test_the_demo_prints_its_address_and_an_account_per_role_and_opens_the_county_officers_to_do(sample):
    found = re.findall(r"^    (\w+) +(\S+)$", sample.printed, re.MULTILINE)

    assert [role for _name, role in found] == [
        "村（社区）协理员", "乡镇（街道）经办人", "县民政局经办人", "财务人员", "局领导", "审计人员",
    ]  # fmt: skip
    password = re.search(r"密码都是 (\S+?)）", sample.printed)[1]
    for username, _role in found:
        page = _signed_in(sample.url, username, password)
        assert "待办" in page
    county_page = _signed_in(sample.url, "county", password)
    assert re.search(r'href="/cases/[^"/]+', county_page)
    assert "演示数据" in county_page


def _signed_in(url: str, username: str, password: str) -> str:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    form = browser.open(f"{url}/sign-in/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
    answer = {"username": username, "password": password, "csrfmiddlewaretoken": token}
    return browser.open(f"{url}/sign-in/", data=urllib.parse.urlencode(answer).encode(), timeout=30).read().decode()


# ---- 2. The main job without a browser


@pytest.mark.must_show("spine", 2)
def test_what_can_be_imported_is_imported_and_paid_as_decided(job):
    wrong = {problem["sheet"] for problem in job.tried["problems"] if problem["severity"] == "error"}
    assert (job.tried["households_total"], wrong) == (60, {"11月", "家庭成员"})
    assert f"导入 {job.tried['households_good']} 户" in job.said["import"]

    office = roster_book.payments()
    taken = job.before_review
    assert {row["kind"] for row in taken} == {"taken_over"}
    assert len(taken) == job.tried["households_good"] >= 43
    assert {row["document_number"]: row["amount_fen"] for row in taken} == {
        row["document_number"]: office[row["document_number"]].fen for row in taken
    }
    # Never turned into invented applications.
    assert job.county.rows("SELECT count(*) AS n FROM casework_application") == [{"n": 0}]


@pytest.mark.must_show("spine", 2)
def test_the_review_only_proposes(job):
    assert job.after_review == job.before_review
    assert job.dues_after_review == 0
    assert f"新提出复核建议 {len(job.accepted) + len(job.dismissed)} 条。建议不改变发放" in job.said["determine"]


@pytest.mark.must_show("spine", 2)
def test_the_same_person_twice_is_refused(job):
    assert job.refused == {
        "import": "这批名册的提交是您本人（bob同志）办理的，本环节须由另一人办理。",
        "import by a township": (
            "此操作须由县民政局经办人办理；您（amy同志）的角色是乡镇（街道）经办人。请转交有权限的人员办理。"
        ),
        "unheard": "减发、停发或终止前须先听取当事人意见（社会救助法第四十八条）。请先登记听取意见记录。",
        "expired rule": job.refused["expired rule"],
        "ruled by a township": (
            "此操作须由县民政局经办人办理；您（amy同志）的角色是乡镇（街道）经办人。请转交有权限的人员办理。"
        ),
        "ruled alone": "本处理决定的登记是您本人（bob同志）办理的，本环节须由另一人办理。",
        "review": "本次复核是您本人（bob同志）办理的，本环节须由另一人办理。",
        "file before approval": job.refused["file before approval"],
        "pay unchecked": job.refused["pay unchecked"],
        "pay checked by the preparer": "清单编制是您本人（carol同志）办理的，本环节须由另一人办理。",
        "pay by the checker": "清单复核是您本人（erin同志）办理的，本环节须由另一人办理。",
        "pay": "清单编制是您本人（carol同志）办理的，本环节须由另一人办理。",
    }
    assert "已期满，县民政局尚未决定是否继续适用" in job.refused["expired rule"]
    assert "此操作须在“待审批、局领导已签批”时办理" in job.refused["pay unchecked"]
    runs = job.county.rows("SELECT prepared_by_id, checked_by_id, approved_by_id FROM payments_payrun")
    assert len(runs) == 2
    assert [len(set(run.values()) - {None}) for run in runs] == [3, 3]


@pytest.mark.must_show("spine", 2)
def test_decisions_are_made_by_named_officers_and_name_what_they_rest_on(job):
    rows = job.county.rows(
        "SELECT d.kind, s.username, d.determination_id FROM casework_decision d"
        " JOIN accounts_staff s ON s.id = d.decided_by_id WHERE d.kind <> 'taken_over'"
    )

    assert len(rows) == len(job.accepted)
    assert {(row["kind"], row["username"]) for row in rows} == {("adjust_down", "erin")}
    assert all(row["determination_id"] for row in rows)


@pytest.mark.must_show("spine", 2)
@pytest.mark.parametrize("which", ["november", "later"])
def test_bank_file_ledger_publication_and_run_say_the_same_total(job, which):
    paid = getattr(job, which)
    total = paid.total_fen()
    [run] = job.county.rows(f"SELECT total_fen, line_count FROM payments_payrun WHERE number = '{paid.number}'")  # noqa: S608
    reserved = job.county.rows(
        f"SELECT amount_fen FROM ledger_transfer WHERE why = 'reserve' AND reference_id = '{paid.number}'"  # noqa: S608
    )

    assert (run["total_fen"], [row["amount_fen"] for row in reserved]) == (total, [total])
    assert fen_of(paid.bank[-1][4]) == total
    assert sum(fen_of(row[6]) for row in paid.published[2:-1]) == total
    assert run["line_count"] == len(paid.accounts()) == len(paid.published) - 3
    assert sorted(row[3] for row in paid.published[2:-1]) == sorted(name for name, _fen in paid.accounts().values())


@pytest.mark.must_show("spine", 2)
def test_what_is_reserved_stands_in_the_books(job):
    [balance] = job.county.rows(
        "SELECT balance_fen FROM ledger_account WHERE kind = 'reserved' AND fund_code LIKE '%-2026-%'"
    )
    year = [paid for paid in (job.november, job.later) if f"{paid.number}".startswith("FF2026")]

    assert balance["balance_fen"] == sum(paid.total_fen() for paid in year)
    assert job.county.rows("SELECT sum(balance_fen) AS n FROM ledger_account")[0]["n"] == 0
    assert "全部检查通过。" in job.county.does("doctor")


@pytest.mark.must_show("spine", 2)
def test_november_pays_every_account_what_the_office_decided(job):
    taken = {row["document_number"] for row in job.before_review}
    office = {paid.account: (paid.holder, paid.fen) for key, paid in roster_book.payments().items() if key in taken}

    assert job.november.accounts() == office


@pytest.mark.must_show("spine", 2)
def test_the_next_month_pays_what_an_independent_reckoning_gives(job):
    [on] = {day_of(row["evaluated_on"]) for row in job.county.rows("SELECT evaluated_on FROM casework_determination")}
    families, office = roster_book.families(on), roster_book.payments()
    expected = {}
    for row in job.before_review:
        certificate = row["document_number"]
        outcome, fen = verdict(families[certificate])
        assert outcome == "eligible"
        expected[office[certificate].account] = office[certificate].fen if certificate in job.dismissed else fen

    assert {account: fen for account, (_name, fen) in job.later.accounts().items()} == expected
    # The reckoning differs from the office where a proposal was made, and nowhere else.
    differing = {
        key
        for key in (row["document_number"] for row in job.before_review)
        if verdict(families[key])[1] != office[key].fen
    }
    assert differing == {*job.accepted, *job.dismissed}


@pytest.mark.must_show("spine", 2)
def test_calculation_sheets_agree_with_the_reckoning(job):
    rows = job.county.rows(
        "SELECT c.number, d.document_number FROM casework_decision d JOIN casework_case c ON c.id = d.case_id"
        " WHERE d.kind = 'taken_over'"
    )
    [on] = {day_of(row["evaluated_on"]) for row in job.county.rows("SELECT evaluated_on FROM casework_determination")}
    families = roster_book.families(on)
    expected = {row["number"]: verdict(families[row["document_number"]])[1] for row in rows}

    found = {
        number: fen_of(re.search(r"2026-11：符合条件，每月([\d,.]+)元", text)[1])
        for number, text in job.november.sheets.items()
    }
    assert found == expected
    adjusted = {row["number"] for row in rows if row["document_number"] in job.accepted}
    assert {number for number in job.later.sheets if number in adjusted} == adjusted


@pytest.mark.must_show("spine", 2)
def test_a_second_file_is_the_first_to_the_byte_and_sheets_print(job, tmp_path):
    number = job.november.number
    job.county.does("pay", "file", number, "--as", "carol", "--out", tmp_path)

    assert (tmp_path / f"{number}.csv").read_bytes() == (job.november.folder / f"{number}.csv").read_bytes()
    sheets = list((tmp_path / f"{number}-核算表").iterdir())
    assert {path.stem for path in sheets} == set(job.november.sheets)
    assert all(path.read_bytes().startswith(b"%PDF-") for path in sheets)
    assert (tmp_path / f"{number}-公布名单.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.must_show("spine", 2)
def test_every_determination_of_the_sample_county_is_reckoned_again(sample):
    county, known = sample.county, Registry(sample.county)
    rows = county.rows(
        "SELECT d.id, d.outcome, d.amount_fen, d.evaluated_on, d.known_at, c.household_id FROM casework_determination d"
        " JOIN casework_case c ON c.id = d.case_id WHERE c.program = 'dibao'"
    )
    again = {
        row["id"]: verdict(known.family(row["household_id"], day_of(row["evaluated_on"]), moment_of(row["known_at"])))
        for row in rows
    }

    assert len(rows) >= 60
    assert {outcome for outcome, _fen in again.values()} == {"eligible", "refused"}
    assert again == {row["id"]: (row["outcome"], row["amount_fen"]) for row in rows}
    lines = county.rows(
        "SELECT l.amount_fen, d.determination_id FROM payments_payline l"
        " JOIN casework_decision d ON d.id = l.decision_id JOIN casework_case c ON c.id = d.case_id"
        " WHERE c.program = 'dibao'"
    )
    assert lines
    assert [line for line in lines if line["amount_fen"] != again[line["determination_id"]][1]] == []


# ---- 3. The law, on examples and on generated families; what was determined stays determined


@pytest.mark.must_show("spine", 3)
@pytest.mark.parametrize("code", catalogue.codes())
def test_every_example_holds_on_the_command_line(code, tmp_path, capsys):
    worked = examples.load(catalogue.get(code).folder / "examples.yaml")
    assert len(worked) >= 40
    for one in worked:
        facts, figures = tmp_path / "facts.json", tmp_path / "figures.json"
        facts.write_text(json.dumps(one.facts), encoding="utf-8")
        argv = [code, "--on", one.on.isoformat(), "--at", one.at, "--facts", str(facts), "--json"]
        if one.figures:
            figures.write_text(json.dumps(one.figures), encoding="utf-8")
            argv += ["--figures", str(figures)]

        assert evaluate.run(argv) == 0, one.name
        said = json.loads(capsys.readouterr().out)
        failed = [each["code"] for each in said["failed"]]
        assert said["trace"], one.name
        assert (said["outcome"], said["amount_fen"]) == (one.expect["outcome"], one.expect["amount_fen"]), one.name
        assert failed == one.expect.get("failed", failed), one.name
        assert said["layer"] == one.expect.get("layer", said["layer"]), one.name


@pytest.mark.must_show("spine", 3)
@pytest.mark.parametrize("seed", range(20))
def test_twenty_thousand_families(seed):
    """A thousand families a seed: what is reckoned, twice and independently; and with more income never more."""
    rng, program = random.Random(20261124 + seed), catalogue.get("dibao")
    seen = []
    for _each in range(1000):
        given = generated.facts(rng)
        first = program.evaluate(facts=given, on=ON, at="420581101201")
        again = program.evaluate(facts=dict(reversed(given.items())), on=ON, at="420581101201")
        richer = generated.with_more_income(rng, given)
        later = program.evaluate(facts=richer, on=ON, at="420581101201")

        assert (first.outcome, first.amount_fen) == verdict(generated.family(given)), given
        assert (later.outcome, later.amount_fen) == verdict(generated.family(richer)), richer
        assert (again.outcome, again.amount_fen, again.layer) == (first.outcome, first.amount_fen, first.layer), given
        assert min(first.amount_fen, later.amount_fen) >= 0
        # 第八条: who applies alone may do so because the others earn more; within one layer more is never paid.
        if not generated.applies_alone(given) or first.layer == later.layer == "dibao_single":
            assert later.amount_fen <= first.amount_fen, given
        seen.append((first.outcome, first.layer))
        if not generated.applies_alone(given):
            gap = generated.with_a_gap(rng, given)
            open_ = program.evaluate(facts=gap, on=ON, at="420581101201")
            assert (open_.outcome, open_.amount_fen) == verdict(generated.family(gap)), gap
            # What is not known may leave it open, and never turns it round.
            assert open_.outcome in {first.outcome, "incomplete"}, gap
    assert len(seen) == 1000
    assert seen.count(("eligible", "dibao")) > 200
    assert {("eligible", "dibao_single"), ("refused", "edge"), ("refused", "none")} <= set(seen)


@pytest.mark.must_show("spine", 3)
def test_the_same_dossier_gives_the_same_words_in_another_process(tmp_path, capsys, outside):
    rng = random.Random(7)
    for number in range(3):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(generated.facts(rng)), encoding="utf-8")
        argv = ["dibao", "--on", ON.isoformat(), "--at", "420581", "--facts", str(path), "--json"]
        evaluate.run(argv)

        elsewhere = subprocess.run(
            [BIN / "minzheng", "evaluate", *argv], env=outside, capture_output=True, text=True, check=True
        )
        assert elsewhere.stdout == capsys.readouterr().out


@pytest.fixture
def figures_changed(tmp_path, monkeypatch):
    """Return a function after which every figure of the county reads otherwise."""

    def change() -> None:
        folder = tmp_path / "standards"
        shutil.copytree(ROOT / "src" / "minzheng" / "standards", folder)
        for path in folder.glob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(r"value: 70000,", "value: 71300,", text), encoding="utf-8")
        monkeypatch.setattr(load.resources, "files", lambda _package: folder)
        catalogue.forget()

    yield change
    monkeypatch.undo()
    catalogue.forget()


@pytest.mark.must_show("spine", 3)
def test_a_determination_recomputes_to_the_same_fen_after_figures_changed(db, figures_changed):
    made = [
        casework.case("active", home=casework.household(*casework.couple(wage_fen=wage)))
        for wage in (0, 83_333, 150_001)
    ]
    refused = casework.case("proposed", home=casework.household(*casework.couple(wage_fen=400_000)))
    county = accounts.county_officer()
    with within(county.area):
        before = {row.pk: (row.outcome, row.amount_fen) for row in Determination.objects.all()}
        fresh = {case.pk: determination.preview(case=case, on=ON, known_at=accounts.AT).evaluation for case in made}
        figures_changed()
        changed = {case.pk: determination.preview(case=case, on=ON, known_at=accounts.AT).evaluation for case in made}
        again = {row.pk: determination.recompute(row) for row in Determination.objects.select_related("case")}
        proposals = recertification.review_month(month=Month(2026, 11), by=county, at=accounts.AT)

    assert {key: (one.outcome, one.amount_fen) for key, one in again.items()} == before
    assert {outcome for outcome, _fen in before.values()} == {"eligible", "refused"}
    # The figures did change: 13 yuan more for each of three, 15 % of it for the child: 40.95, in whole yuan upwards.
    assert {changed[key].amount_fen - fresh[key].amount_fen for key in fresh} <= {4000, 4100}
    assert sorted(row.case_id for row in proposals) == sorted(case.pk for case in made)
    assert refused.state == "submitted_to_county"
    with within(county.area):
        kept = Determination.objects.filter(pk__in=before)
        assert {row.pk: (row.outcome, row.amount_fen) for row in kept} == before


# ---- 4. Bad input: its message, and nothing half-written


@pytest.fixture
def divisions_loaded(db):
    registry.divisions()


@pytest.mark.must_show("spine", 4)
@pytest.mark.parametrize("make", BAD, ids=[make.__name__ for make in BAD])
def test_a_bad_roster_has_its_message_and_writes_nothing(divisions_loaded, tmp_path, capsys, make):
    bad, path, by = make(), tmp_path / "名册.xlsx", accounts.county_officer()
    bad.make(path)
    before = _counts()

    tried = verbs.run(["import", str(path), "--dry-run", *bad.options])
    dry = capsys.readouterr()
    submitted = verbs.run(["import", "submit", str(path), "--as", by.username, *bad.options])
    handed_in = capsys.readouterr()

    said = dry.out + dry.err
    places = [said.find(part) for part in bad.tried]
    assert places == sorted(places), said
    assert places[0] >= 0, said
    assert tried in {1, 3}
    assert (submitted, handed_in.out) == (1, "")
    assert bad.submitted in handed_in.err
    assert _counts() == before


@pytest.mark.must_show("spine", 4)
def test_among_bad_households_only_the_good_one_comes_in(divisions_loaded, tmp_path, capsys):
    path, first, second = tmp_path / "名册.xlsx", accounts.township_officer(), accounts.county_officer()
    good = payment_row(1)
    bad = [
        payment_row(2, 身份证号码=""), payment_row(3, 地区="湾市寸"), payment_row(4, 身份证号码=4.29999198001011e17),
        payment_row(5, **{"发放合计（元）": "=#REF!"}),
    ]  # fmt: skip
    of_rows(good, *bad)(path)

    assert verbs.run(["import", "submit", str(path), "--as", first.username]) == 0
    batch = re.search(r"批次号 (\S+?)。", capsys.readouterr().out)[1]
    assert verbs.run(["import", "approve", batch, "--as", second.username]) == 0

    assert "共 5 户，导入 1 户，未导入 4 户" in capsys.readouterr().out
    with everywhere("acceptance"):
        assert [home.memberships.get().person.name for home in Household.objects.all()] == [good["户主姓名"]]
    found = _counts()
    assert {
        found[name] for name in ("registry_person", "registry_household", "casework_case", "casework_decision")
    } == {1}


def _counts() -> dict[str, int]:
    """Return the rows of every table but the audit's."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if not name.startswith("audit_")]
        found = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - names of our own tables
            found[name] = cursor.fetchone()[0]
    return found


MEASURED = """
import json, sys
from minzheng.cli import verbs
verbs.set_up_django()
import minzheng.cli.importing
def peak(): return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024
before = peak()
code = verbs.run(sys.argv[1:])
print(json.dumps({"code": code, "grown_mb": peak() - before}))
"""


@pytest.mark.must_show("spine", 4)
@pytest.mark.parametrize("argv", [("{}", "--dry-run"), ("submit", "{}", "--as", "amy")], ids=["try", "submit"])
@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("fifty megabytes", "有 50.0 MB，超过上限 20 MB，没有打开"),
        ("bomb by its directory", "解开后有 4095 MB"),
        ("bomb that lies", "比目录写明的大"),
    ],
    ids=["fifty megabytes", "bomb", "lying bomb"],
)
def test_a_monster_is_refused_before_it_is_read(job, tmp_path, argv, what, said):
    path = tmp_path / "名册.xlsx"
    if what == "fifty megabytes":
        with path.open("wb") as file:
            file.write(b"PK\x03\x04")
            file.truncate(50 * 2**20)
    else:
        path.write_bytes(bomb(4095 * 2**20, promised=5000 if what == "bomb that lies" else None))
    before = job.county.counts()

    command = [sys.executable, "-c", MEASURED, "import", *(each.format(path) for each in argv)]
    done = subprocess.run(command, env=job.county.env, capture_output=True, text=True, check=True)

    result = json.loads(done.stdout)
    assert (result["code"], said in done.stderr) == (1, True), done.stderr
    assert result["grown_mb"] <= 100
    assert job.county.counts() == before


# ---- 5. The whole journey in a browser
# The tests of tests/browser stand here too; in a run of everything they run once (tests/conftest.py).


def _shown(test, module):
    for mark in (pytest.mark.must_show("spine", 5), *module.pytestmark):
        test = mark(test)
    return test


BROWSER = sorted((ROOT / "tests" / "browser").glob("test_*.py"))
assert BROWSER, "line 5 has no tests"
for _path in BROWSER:
    _module = importlib.import_module(f"tests.browser.{_path.stem}")
    globals().update({name: _shown(it, _module) for name, it in vars(_module).items() if name.startswith("test_")})


# ---- 6. Strangers, two people, rows that stay


@pytest.fixture
def desks_day(settings, tmp_path):
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def _with_an_object(patterns, namespace: str = "") -> set[str]:
    found: set[str] = set()
    for each in patterns:
        if isinstance(each, URLResolver):
            found |= _with_an_object(each.url_patterns, each.namespace or namespace)
        elif isinstance(each, URLPattern) and each.pattern.regex.groups:
            found.add(f"{namespace}:{each.name}")
    return found


@pytest.mark.must_show("spine", 6)
def test_no_address_with_an_object_is_left_out():
    known = set(strangers.ALL) | set(strangers.NOBODYS) | set(strangers.CLAIM_NOBODYS)
    assert _with_an_object(get_resolver().url_patterns) == {f"desk:{name}" for name in known}
    assert {(name, label) for name, labels in strangers.ALL.items() for label in labels} == set(strangers.LINES)
    strangers.test_every_act_of_a_case_and_a_household_has_its_line()


@pytest.mark.django_db
@pytest.mark.must_show("spine", 6)
@pytest.mark.parametrize("officer", [accounts.county_officer, accounts.finance_officer])
def test_who_prepared_a_run_cannot_approve_it_on_the_page_nor_in_the_database(desks_day, sign_in, officer):
    payments.paid_household(amount_fen=500_00)
    payments.allocate(1_000_00)
    preparer, other = officer(), accounts.finance_officer()
    run = payments.checked(by=preparer)
    address = reverse("desk:run_action", kwargs={"number": run.number, "verb": "approve"})

    refused = sign_in(preparer).post(address, {"confirm": "on"})
    run.refresh_from_db()
    assert (refused.status_code, run.state, run.approved_by) == (422, "checked", None)
    assert "须由另一人办理" in refused.content.decode()
    alone = pytest.raises(IntegrityError, match="payrun_needs_two_people")
    with alone, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE payments_payrun SET state = 'approved', approved_by_id = prepared_by_id, approved_at = prepared_at"
        )

    done = sign_in(other).post(address, {"confirm": "on"})
    assert done.status_code == 302, done.content.decode()[-2000:]
    assert PayRun.objects.get().approved_by == other


KEPT = [guard for guard in guards.protected() if guard.app_label in {"audit", "ledger"}]
# The main job hands out no goods and closes no month; tests/house/test_protected_tables.py writes rows to these.
NOT_OF_THE_JOB = {"ledger_good", "ledger_ledgerclose", "ledger_writeoff"}
# The monthly sums are refused in words of their own.
REFUSED = "只可追加|月度发生额只随流水变动"


@pytest.mark.must_show("spine", 6)
@pytest.mark.parametrize("table", sorted({guard.table for guard in KEPT} - NOT_OF_THE_JOB))
def test_rows_of_ledger_and_audit_stay_as_they_are_in_a_county_at_work(job, table):
    job.county.does("doctor")  # seals the audit chains, so that every table has rows
    before = job.county.rows(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - names of our own tables

    assert before
    for statement in (f"UPDATE {table} SET id = id + 1000000", f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):  # noqa: S608
        if table == "ledger_account" and statement.endswith("id = id"):
            continue  # balances may move with a transfer, so a change of nothing is none
        with pytest.raises((sqlite3.IntegrityError, psycopg.errors.Error), match=REFUSED):
            job.county.execute(statement)
    assert job.county.rows(f"SELECT * FROM {table} ORDER BY id") == before  # noqa: S608


@pytest.fixture
def later_migrations(tmp_path, monkeypatch, settings):
    """Give ledger and audit a second migration that widens a column of every protected table; SQLite rebuilds them."""
    modules = {}
    for app in ("audit", "ledger"):
        models = [guard.model_name.lower() for guard in KEPT if guard.app_label == app]
        widened = {model: _first_text(app, model) for model in models}
        package = __import__(f"minzheng.{'services.' if app == 'audit' else ''}{app}.migrations", fromlist=["x"])
        folder = tmp_path / f"later_{app}"
        shutil.copytree(Path(package.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
        last = max(path.stem for path in folder.glob("0*.py"))
        changes = "".join(
            f'        migrations.AlterField("{model}", "{name}", models.CharField(max_length={length + 7})),\n'
            for model, (name, length) in widened.items()
        )
        (folder / "0099_later.py").write_text(
            "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
            f'    dependencies = [("{app}", "{last}")]\n    operations = [\n{changes}    ]\n',
            encoding="utf-8",
        )
        modules[app] = f"later_{app}"
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = modules


def _first_text(app: str, model: str) -> tuple[str, int]:
    from django.apps import apps

    fields = apps.get_model(app, model)._meta.concrete_fields
    return next((each.name, each.max_length) for each in fields if each.get_internal_type() == "CharField")


@pytest.mark.django_db(transaction=True)
@pytest.mark.must_show("spine", 6)
def test_rows_stay_also_after_a_later_migration_of_their_tables(later_migrations):
    _source, available, reserved, _paid = ledger.accounts(with_fen=100_00)
    with transaction.atomic():
        record(chain="registry", at=accounts.AT, by=None, action="x", object_kind="y", object_id="1")

    call_command("migrate", verbosity=0)

    assert [problem for problem in guards.missing_guards() if "audit_" in problem or "ledger_" in problem] == []
    for table in ("ledger_transfer", "ledger_account", "audit_auditevent"):
        for statement in (f"UPDATE {table} SET id = id + 7", f"DELETE FROM {table}"):  # noqa: S608 - names of our own tables
            with pytest.raises(IntegrityError, match="只可追加"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    ledger.transfer(available, reserved, 40_00)
    available.refresh_from_db()
    assert available.balance_fen == 60_00


# ---- 7. Contracts; a program is a folder


@pytest.mark.must_show("spine", 7)
def test_no_import_contract_is_broken(outside):
    done = subprocess.run([BIN / "lint-imports"], cwd=ROOT, env=outside, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken\.", done.stdout)


COPY = "jiuzhu"


@pytest.fixture
def copied_program(tmp_path, monkeypatch):
    """A copy of a program's folder under another code; only code and name in program.py are changed."""
    original = ROOT / "src" / "minzheng" / "programs" / "dibao"
    folder = tmp_path / "more programs" / COPY
    shutil.copytree(original, folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = (folder / "program.py").read_text(encoding="utf-8")
    text = text.replace('code="dibao"', f'code="{COPY}"', 1).replace('name="最低生活保障"', 'name="另一项救助"', 1)
    (folder / "program.py").write_text(text.replace('short_name="低保"', 'short_name="另助"', 1), encoding="utf-8")
    monkeypatch.setenv(catalogue.PATHS_VARIABLE, str(folder.parent))
    catalogue.forget()
    yield COPY
    monkeypatch.undo()
    catalogue.forget()


@pytest.mark.must_show("spine", 7)
def test_a_copied_program_is_in_the_catalogue_and_on_the_command_line(copied_program, tmp_path, outside):
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(generated.facts(random.Random(1))), encoding="utf-8")
    env = outside | {catalogue.PATHS_VARIABLE: os.environ[catalogue.PATHS_VARIABLE]}
    argv = ["--on", ON.isoformat(), "--at", "420581", "--facts", str(path), "--json"]

    assert catalogue.codes() == sorted({COPY, "dibao"} | set(catalogue.codes()))
    said = [
        json.loads(
            subprocess.run([BIN / "minzheng", "evaluate", code, *argv], env=env, capture_output=True, check=True).stdout
        )
        for code in ("dibao", COPY)
    ]
    assert [each.pop("program") for each in said] == ["dibao", COPY]
    assert said[0] == said[1]


@pytest.mark.must_show("spine", 7)
def test_a_copied_program_is_in_the_forms(copied_program, desks_day, sign_in, db):
    officer = accounts.township_officer()
    home = casework.household(by=officer)
    client = sign_in(officer)
    page, original = (
        client.get(reverse("desk:case_new", kwargs={"program": code, "number": home.number}))
        for code in (COPY, "dibao")
    )
    household = client.get(reverse("desk:one_door", kwargs={"number": home.number})).content.decode()

    assert (page.status_code, original.status_code) == (200, 200)
    assert "申请另一项救助" in page.content.decode()
    asked = [re.findall(r'name="([^"]+)"', each.content.decode()) for each in (page, original)]
    assert asked[0] == asked[1]
    assert len(asked[0]) > 10
    assert f"/cases/new/{COPY}/{home.number}/" in household

    with within(officer.area):
        people = registry.people(home)
    answers = {
        "applicant": people[0].pk, "reason": "收入低", "source": "本人申报", "near_relative": "0",
        "commitment_signed": "on", "consented": [people[0].pk, people[1].pk],
    }  # fmt: skip
    filed = client.post(reverse("desk:case_new", kwargs={"program": COPY, "number": home.number}), answers)
    assert filed.status_code == 302, filed.content.decode()[-2000:]
    assert "另助" in client.get(filed["Location"]).content.decode()


@pytest.mark.must_show("spine", 7)
def test_a_copied_program_is_in_the_shared_tests(copied_program, outside):
    env = outside | {catalogue.PATHS_VARIABLE: os.environ[catalogue.PATHS_VARIABLE]}
    command = [BIN / "pytest", "-q", "-p", "no:xdist", "tests/programs/test_examples.py", "-k", COPY]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    passed = re.search(r"(\d+) passed", done.stdout)
    assert done.returncode == 0, done.stdout
    assert int(passed[1]) >= 40
