"""The other assistance programs, line by line of what they must show; medical bills and enrolment stand beside this."""

import ast
import datetime as dt
import re
from collections import defaultdict
from pathlib import Path

import pytest
import time_machine

from minzheng.accounts.scope import everywhere
from minzheng.casework.queries.catalogue import never_with
from minzheng.cli import verbs
from minzheng.cli.demo import build
from minzheng.kernel.moment import SHANGHAI
from minzheng.ledger.models import Account, Due, DuePerson
from minzheng.ledger.period import Period
from minzheng.ledger.queries import trial_balance
from minzheng.payments.models import PayLine, PayRun
from minzheng.payments.queries.statements import ties
from minzheng.programs import catalogue
from minzheng.registry.domain.divisions import load_packaged
from minzheng.rules import checklist
from tests.acceptance import assistance_month
from tests.browser import test_claims as hospital_journey
from tests.browser import test_homes as home_journey
from tests.browser import test_urgent_help as fire_journey
from tests.house import test_checklists as checklists
from tests.house import test_program_names as program_names
from tests.house.storeys import ROOT, SOURCE
from tests.programs.worked import cases, evaluated

PROGRAMS = ("wubao", "medical", "temporary")
# An edge is one fen, one day, one year of age, or the moment a rule begins or ends.
EDGE = re.compile(r"一分|前一日|当日|次日|恰|周岁|末日|最后一日|\d{4}年\d+月\d+日|已满|用完|少一|多一|差一")
SHOWN = (
    (1, checklists, "test_no_item_of_the_handbook_is_left_out"),
    (1, checklists, "test_what_shows_an_item_is_there"),
    (1, checklists, "test_what_is_done_by_a_page_or_a_verb_has_that_page_or_verb"),
    (2, program_names, "test_no_program_code_is_written_outside_its_folder"),
    (5, home_journey, "test_a_month_in_a_home_by_phone_and_desk"),
    (5, hospital_journey, "test_a_hospitals_file_is_settled_and_its_errors_go_back"),
    (5, fire_journey, "test_a_fire_on_saturday_night_is_helped_within_the_hour_and_papered_on_monday"),
)
for _line, _module, _name in SHOWN:
    _test = getattr(_module, _name)
    # A test that is shown here too keeps the marks of its own module.
    for _mark in (pytest.mark.must_show("assistance", _line), *getattr(_module, "pytestmark", [])):
        _test = _mark(_test)
    globals()[_name] = _test


# ---- 1: worked examples, edges, the table


@pytest.mark.must_show("assistance", 1)
@pytest.mark.parametrize("code", PROGRAMS)
def test_every_worked_example_of_the_handbook_comes_out_as_it_says(code):
    items = checklist.load(catalogue.get(code).folder / checklist.CHECKLIST).items
    told = {name for item in items if item.part in {"examples", "matrix"} for name in item.examples}
    found = {case.name: (case.expect, result) for case, result in evaluated(code)}

    assert len(told) >= 5
    for name in told:
        expected, result = found[name]
        assert result.outcome == expected["outcome"], name
        assert result.amount_fen == expected.get("amount_fen", result.amount_fen), name


@pytest.mark.must_show("assistance", 1)
@pytest.mark.parametrize("code", PROGRAMS)
def test_each_program_has_forty_examples_at_an_edge(code):
    assert sum(bool(EDGE.search(case.name)) for case in cases(code)) >= 40


@pytest.mark.must_show("assistance", 1)
@pytest.mark.parametrize("code", PROGRAMS)
def test_every_item_has_a_page_or_command_and_a_test_in_the_generated_table(code):
    table = (ROOT / "docs/reference/checklists.md").read_text(encoding="utf-8")
    items = checklist.load(catalogue.get(code).folder / checklist.CHECKLIST).items

    for item in items:
        assert item.says in table, item.says
        if item.part in {"checklist", "never"}:
            assert item.tests, f"{code} {item.part} {item.number}: no test"
            assert item.doors, f"{code} {item.part} {item.number}: no page and no command"


# ---- 2: general mechanisms


@pytest.mark.must_show("assistance", 2)
def test_what_changed_for_them_in_the_general_rooms_is_listed_as_general_mechanisms():
    text = (ROOT / "docs/adr/0196-what-the-other-programs-made-general.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:casework|payments|desk)/[\w/]+\.py)`", text)

    assert len(named) >= 12
    for place in named:
        tree = ast.parse((SOURCE / place).read_text(encoding="utf-8"))
        written = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        assert written.isdisjoint(PROGRAMS), place


# must_show("assistance", 5): the three journeys above.

# ---- 6: a month of all programs


@pytest.mark.must_show("assistance", 6)
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_sample_county_runs_a_month_of_all_programs(settings, tmp_path, capsys):
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path
    now = dt.datetime(2026, 11, 27, 10, 0, tzinfo=SHANGHAI)
    load_packaged()
    with everywhere("a test plays the whole county"):
        with time_machine.travel(now, tick=False):
            build.build(household_count=120, case_count=24, now=now, progress=lambda _what, _share: None)
        with time_machine.travel(assistance_month.HOUR, tick=False):
            played = assistance_month.play(Path(tmp_path), capsys)
            healthy = verbs.run(["doctor", "--no-seal", "--money"])

        assert {"dibao", "wubao"} <= set(played.runs)
        assert {run.state for run in played.runs.values()} == {"closed"}
        assert all(run.line_count and run.total_fen for run in played.runs.values())
        assert (played.vouchers, played.statement.state, played.relief.state) == (5, "paid", "paid")
        assert (played.ordinary.state, played.ordinary.grant.source) == ("paid", "county")
        assert played.subsidy.lines
        # Two of each list, and whoever would have confirmed a file, the subsidy or the case alone.
        assert len(played.refused) == 2 * len(played.runs) + 3
        assert all("另" in why or "本人" in why or "同一" in why for why in played.refused)
        nobody_draws_what_excludes_another()
        books_balance(healthy)


def nobody_draws_what_excludes_another():
    """No person has in one month dues of two programs that exclude each other, or of one program twice."""
    drawn = defaultdict(list)
    rows = DuePerson.objects.values_list("person_id", "month", "program", "due__case_number", "due__kind")
    for person, month, program, case, _kind in rows:
        drawn[person, month].append((program, case))
    assert len({program for one in drawn.values() for program, _case in one}) > 1
    for (person, month), held in drawn.items():
        by_case = dict.fromkeys(held)
        assert len({program for program, _case in by_case}) == len(by_case), (person, month, held)
        for program, _case in by_case:
            others = {other for other, _of in by_case} - {program}
            assert others.isdisjoint(never_with(program)), (person, month, held)


def books_balance(healthy):
    """Every fund's trial balance is sound, what was paid is one sum four ways, each list is what its dues were."""
    assert healthy == 0
    funds = set(Account.objects.values_list("fund_code", flat=True))
    assert len(funds) > 4
    assert all(trial_balance(code).is_sound for code in funds)
    assert trial_balance().is_sound
    assert ties(Period.parse("2026-12")).is_one
    for program in {run.program for run in PayRun.objects.all()}:
        owed = sum(Due.objects.filter(program=program).values_list("amount_fen", flat=True))
        lines = PayLine.objects.filter(run__program=program).values_list("status", "amount_fen")
        assert {status for status, _fen in lines} <= {"paid", "returned"}
        assert owed >= sum(fen for status, fen in lines if status == "paid") > 0
