"""Casework in full, line by line of what it must show. Public doors: pages, command line, files; then the functions."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from minzheng.accounts.permissions import TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.casework.domain import application, county_check, decision, determination, flow, publicity, settlement
from minzheng.casework.enums import CLOSED_STATES, State
from minzheng.casework.models import Case, Decision, Publicity, ReviewProposal
from minzheng.kernel.refusal import Refused
from minzheng.payments.models import HeldLine, PayRun
from minzheng.programs import catalogue
from minzheng.registry.domain import account as bare
from minzheng.relatives.domain import payee
from minzheng.rules import load
from minzheng.rules.errors import RuleError
from minzheng.services.audit.domain.verify import broken_chains
from tests.acceptance.casework_walk import Life, replayed, seeded
from tests.browser import test_accessibility as accessibility
from tests.browser import test_clerks_day as clerks_day
from tests.browser import test_keyboard as keyboard
from tests.browser import test_languages
from tests.browser import test_roads_played as roads_played
from tests.casework import after_steps
from tests.casework import test_batch_print as batch_print
from tests.casework.roads import ROADS
from tests.casework.test_roads import walk_many
from tests.desk import test_query_counts as query_counts
from tests.desk import test_strangers, test_two_languages
from tests.desk.addresses import NOW, earns_more
from tests.desk.money_addresses import run_in
from tests.factories import accounts, casework, honesty, payments, registry, relatives
from tests.honesty import test_fine as fine_examples
from tests.house import test_marked_texts, test_translations
from tests.paperwork import test_form_pages as form_pages
from tests.services.calendar import test_deadlines as deadline_examples
from tests.statute import test_penalty as penalty_examples

DAY = casework.days
# Binding a file takes a second; one ended case in so many is filed.
FILED_ONE_IN = 10
ON_PAGE = {"follow": False}


@pytest.fixture
def offices(db, settings, tmp_path):
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path
    return casework.Offices()


def at(moment):
    return time_machine.travel(moment, tick=False)


def address(case, verb):
    return reverse("desk:case_action", args=[case.number, verb])


def fresh(case):
    with within(casework.Offices().county.area):
        return Case.objects.get(pk=case.pk)


def nothing_decided(case):
    with within(accounts.county_officer().area):
        return not Decision.objects.filter(case=case).exists()


# ---- 1. The eleven that must never happen, tried through the screen, by a forged request and in the domain


@pytest.mark.must_show("casework", 1)
@pytest.mark.parametrize("until", ["submitted", "accepted", "checking", "surveying", "visited"])
def test_never_1_nobody_enters_a_benefit_without_application_survey_and_confirmation(offices, sign_in, until):
    case = casework.case(until, offices=offices)
    client, moment = sign_in(offices.county), DAY(20)

    with at(moment):
        page = client.get(reverse("desk:case", args=[case.number])).content.decode()
        forged = [client.post(address(case, verb), {"reason": "同意", "place": "公示栏"}).status_code
                  for verb in ("confirm", "publish", "close")]  # fmt: skip

    assert (address(case, "confirm") in page, forged) == (False, [422] * 3)
    with within(offices.county.area):
        for attempt in (
            lambda: decision.confirm(case=case, by=offices.county, at=moment),
            lambda: flow.move(case=case, to=State.CONFIRMED, by=offices.county, at=moment),
            lambda: flow.move(case=case, to=State.ACTIVE, by=offices.county, at=moment),
        ):
            with pytest.raises(Refused):
                attempt()
    assert (nothing_decided(case), fresh(case).state == case.state) == (True, True)


@pytest.mark.must_show("casework", 1)
def test_never_1_a_proposal_without_a_visit_and_a_check_is_shut_everywhere(offices, sign_in):
    case = casework.case("surveying", offices=offices)
    client = sign_in(offices.township)

    with at(DAY(3)):
        page = client.get(reverse("desk:case", args=[case.number])).content.decode()
        forged = client.post(address(case, "propose"))

    assert (address(case, "propose") in page, forged.status_code) == (False, 422)
    assert "尚未登记入户调查" in forged.content.decode()
    with within(offices.county.area):
        with pytest.raises(flow.GateShut, match="尚未登记入户调查"):
            determination.propose(case=case, by=offices.township, at=DAY(3))
        with pytest.raises(flow.GateShut):
            flow.move(case=case, to=State.PROPOSED, by=offices.township, at=DAY(3))


def application_of(home, people, **more):
    return {
        "applicant": people[0].pk, "reason": "收入低", "source": "本人申报", "near_relative": "0",
        "commitment_signed": "on", "consented": [person.pk for person in people], **more,
    }  # fmt: skip


@pytest.mark.must_show("casework", 1)
def test_never_2_a_household_is_assessed_whole_or_not_at_all(offices, sign_in):
    home = casework.household()
    outsider = casework.household()
    with within(offices.county.area):
        man, woman, _child = registry.people(home)
        stranger = registry.people(outsider)[0]
    page = reverse("desk:case_new", args=[casework.PROGRAM, home.number])

    with at(DAY(1)):
        client = sign_in(offices.village)
        left_out = client.post(page, application_of(home, [man]))
        forged = client.post(page, application_of(home, [man, stranger]))

    assert (left_out.status_code, forged.status_code) == (422, 422)
    with pytest.raises(application.ApplicationRefused, match=woman.name), within(offices.county.area):
        casework.submit(home, offices, consented_persons=[man])
    with within(offices.county.area):
        assert not Case.objects.filter(household=home).exists()
    # What is decided covers every counted member, not those somebody chose.
    case = casework.case("proposed", home=home, offices=offices)
    with within(offices.county.area):
        assert sorted(determination.latest(case).person_ids) == sorted(person.pk for person in registry.people(home))


@pytest.mark.must_show("casework", 1)
def test_never_3_nobody_is_refused_for_who_they_are(offices, sign_in):
    case = casework.case("submitted_to_county", offices=offices)
    begun = casework.case("submitted", offices=offices)
    client, words = sign_in(offices.county), "家有壮劳力儿子，且为退役人员，不予确认"

    with at(DAY(15)):
        page = client.get(reverse("desk:case", args=[case.number])).content.decode()
        forged = client.post(address(case, "refuse"), {"reason": words})
        declined = sign_in(offices.township).post(
            address(begun, "decline"), {"ground": "has_a_son", "referred_to": words}
        )

    assert (address(case, "refuse") in page, forged.status_code, declined.status_code) == (False, 422, 422)
    with within(offices.county.area):
        with pytest.raises(flow.GateShut, match="没有不予确认的理由"):
            decision.refuse(case=case, by=offices.county, at=DAY(15), reason=words)
        with pytest.raises(application.ApplicationRefused):
            application.decline(case=begun, by=offices.township, at=DAY(1), ground="has_a_son", referred_to=words)
    assert (nothing_decided(case), fresh(begun).state) == (True, State.SUBMITTED)


@pytest.mark.must_show("casework", 1)
def test_never_4_one_person_does_not_do_two_halves(offices, sign_in):
    with within(offices.county.area):
        county_check.delegate(
            program=casework.PROGRAM, division_code=accounts.TOWNSHIP, from_on=dt.date(2026, 8, 1),
            document="宜民发3号", by=offices.county, at=casework.START,
        )  # fmt: skip
    case = casework.case("submitted_to_county", offices=offices)
    with at(DAY(15)):
        forged = sign_in(offices.township).post(address(case, "confirm"), {"reason": "同意"})
    with pytest.raises(TwoPeopleNeeded), within(offices.county.area):
        decision.confirm(case=case, by=offices.township, at=DAY(15))

    preparer = accounts.finance_officer()
    run = run_in("draft", by=preparer)
    with at(NOW):
        page = sign_in(preparer).get(reverse("desk:run", args=[run.number])).content.decode()
        approved = sign_in(preparer).post(reverse("desk:run_action", args=[run.number, "approve"]))
    with within(offices.county.area):
        after = PayRun.objects.get(pk=run.pk)

    assert (forged.status_code, nothing_decided(case)) == (422, True)
    assert (f"/runs/{run.number}/approve/" in page, approved.status_code, after.state) == (False, 422, "draft")


@pytest.mark.must_show("casework", 1)
def test_never_5_no_cut_without_hearing_and_reasons(offices, sign_in):
    case = casework.case("active", offices=offices)
    with within(offices.county.area):
        earns_more(case, offices)
        proposal = ReviewProposal.objects.get(case=case)
    client = sign_in(offices.county)

    with at(NOW):
        page = client.get(reverse("desk:case", args=[case.number])).content.decode()
        forged = [
            client.post(address(case, "accept-review"), {"reason": "减"}).status_code,
            client.post(reverse("desk:review_action", args=[proposal.number, "accept"]), {"reason": "减"}).status_code,
        ]

    assert (address(case, "accept-review") in page, forged) == (False, [422, 422])
    with within(offices.county.area):
        with pytest.raises(Refused, match="听取"):
            settlement.accept(proposal=proposal, by=offices.county, at=NOW)
        with pytest.raises(Refused):
            flow.move(case=after_steps.fresh(case), to=State.TERMINATED, by=offices.county, at=NOW)
        assert [row.kind for row in Decision.objects.filter(case=case)] == ["confirm"]


@pytest.mark.must_show("casework", 1)
def test_never_6_no_number_no_illness_no_childs_name_on_a_board(offices, sign_in):
    home = casework.household()
    with within(offices.county.area):
        people = registry.people(home)
    case = casework.case("proposed", home=home, offices=offices)
    number = "429999198005171234"
    forged = {
        "place": "村务公开栏", "content": f"{people[2].name} {number}", "members": people[2].name, "photos": "",
    }  # fmt: skip

    with at(DAY(5)):
        client = sign_in(offices.township)
        typed = client.post(address(case, "post"), {"place": f"公示栏 {number}"})
        client.post(address(case, "post"), forged)
    with within(offices.county.area):
        hung = Publicity.objects.get(case=case)
        with pytest.raises(publicity.PublicityRefused, match="不得公示"):
            publicity.post(case=casework.case("proposed", offices=offices), by=offices.township, at=DAY(5),
                           place=f"公示栏（{number}）")  # fmt: skip

    assert typed.status_code == 422
    assert set(hung.content) == {"applicant", "members", "amount_yuan", "from", "until", "phone"}
    assert [word for word in (number, people[2].name, people[1].name) if word in str(hung.content)] == []


def on_the_card_of(person) -> dict[str, str]:
    return {
        "holder": "", "holder_name": person.name, "holder_id_number": relatives.number_of(person),
        "guardian_note": "村干部代领", "bank_name": "农商行", "account_number": "6222000000000000026",
        "holds_from": "2026-11-24", "source": "存折",
    }  # fmt: skip


@pytest.mark.must_show("casework", 1)
def test_never_7_nothing_is_paid_to_an_officials_card_without_an_agreement(offices, sign_in):
    home = casework.household()
    case = casework.case("submitted_to_county", home=home, offices=offices)
    with within(offices.county.area):
        neighbour = registry.people(casework.household())[0]
    relatives.committee_member(relatives.number_of(neighbour), name=neighbour.name)
    account_page = reverse("desk:household_operation", args=[home.number, "account"])
    typed = on_the_card_of(neighbour)
    client = sign_in(offices.township)

    # Typed on the screen, and forged with the key of somebody who is no member.
    with at(NOW):
        screen = client.post(account_page, typed)
        forged = client.post(account_page, typed | {"holder": str(neighbour.pk), "holder_name": ""})
    assert (screen.status_code, "没有生效的代管协议" in screen.content.decode(), forged.status_code) == (422, True, 422)

    with within(offices.county.area):
        given = {"household": home, "holder": neighbour, "by": offices.county, "source": "存折", "bank_name": "农商行",
                 "account_number": "6222000000000000026", "guardian_note": "代领"}  # fmt: skip
        with pytest.raises(payee.OfficialsCard):
            payee.set_account(at=NOW, **given)
        # Recorded past the gate, as before he took office: neither decided nor paid.
        bare.set_account(at=DAY(14), **given)
        with pytest.raises(payee.OfficialsCard):
            decision.confirm(case=case, by=offices.county, at=DAY(15))
    with at(DAY(15)):
        confirmed = sign_in(offices.county).post(address(case, "confirm"), {"reason": "同意"})
    assert (confirmed.status_code, nothing_decided(case)) == (422, True)

    payments.allocate()
    decided = payments.paid_household()
    payments.paid_household()
    with within(offices.county.area):
        bare.set_account(at=payments.BEFORE, **(given | {"household": decided.case.household}))
        run = payments.draft()
        held = HeldLine.objects.get()
    with at(NOW):
        shown = sign_in(offices.county).get(reverse("desk:run", args=[run.number])).content.decode()
    assert (held.household, run.line_count, held.reason in shown) == (decided.case.household, 1, True)
    # One person's agreement is not enough, and the official cannot confirm his own.
    with within(offices.county.area):
        relatives.identify(offices.county, relatives.number_of(neighbour))
        row = relatives.agreement(home, relatives.number_of(neighbour), by=offices.second_county, is_confirmed=False)
    with at(NOW):
        page = reverse("desk:custody_action", args=[row.pk, "confirm"])
        answers = [sign_in(one).post(page).status_code for one in (offices.second_county, offices.county)]
        still = client.post(account_page, typed).status_code
        agreed = sign_in(accounts.county_officer()).post(page).status_code
        then = client.post(account_page, typed).status_code
    assert (answers, still, agreed, then) == ([422, 422], 422, 302, 302)


@pytest.mark.must_show("casework", 1)
def test_never_8_what_was_decided_is_neither_edited_nor_deleted(offices, sign_in):
    case = casework.case("active", offices=offices)
    with within(offices.county.area):
        granted = casework.grant_of(case)
        row = determination.latest(case)
    client = sign_in(offices.county)

    with at(NOW):
        again = client.post(address(case, "confirm"), {"reason": "改为 2 万", "amount_fen": "2000000"})
        methods = [client.generic(word, reverse("desk:case", args=[case.number])).status_code
                   for word in ("PUT", "PATCH", "DELETE")]  # fmt: skip

    assert (again.status_code, set(methods) <= {404, 405}) == (422, True)
    with within(offices.county.area), pytest.raises(Refused):
        decision.confirm(case=after_steps.fresh(case), by=offices.county, at=NOW)
    for table, pk in (("casework_decision", granted.pk), ("casework_determination", row.pk)):
        for statement in (f"UPDATE {table} SET amount_fen = 1 WHERE id = {pk}", f"DELETE FROM {table} WHERE id = {pk}"):  # noqa: S608
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.must_show("casework", 1)
def test_never_9_no_two_benefits_that_exclude_each_other(offices, sign_in, monkeypatch):
    home = casework.household()
    first = casework.case("active", home=home, offices=offices)
    with within(offices.county.area):
        people = registry.people(home)
    page = reverse("desk:case_new", args=[casework.PROGRAM, home.number])

    with at(NOW):
        client = sign_in(offices.village)
        forged = client.post(page, application_of(home, people[:2]))

    assert (forged.status_code, first.number in forged.content.decode()) == (422, True)
    with pytest.raises(application.AlreadyOpen):
        casework.submit(home, offices, DAY(60))
    # The same person in another household: confirmed nowhere a second time.
    with within(offices.county.area), pytest.raises(application.AlreadyOpen):
        application.require_covered_once(
            person_ids=[people[0].pk], household=casework.household(), program=casework.PROGRAM
        )


@pytest.mark.must_show("casework", 1)
def test_never_10_a_rule_is_not_changed_in_place(offices, sign_in, tmp_path):
    case = casework.case("active", offices=offices)
    with within(offices.county.area):
        row = determination.latest(case)
    loaded = catalogue.get(casework.PROGRAM)
    day = row.evaluated_on
    copy = tmp_path / casework.PROGRAM
    shutil.copytree(loaded.folder, copy)
    figures = copy / "parameters.yaml"
    text = figures.read_text(encoding="utf-8")
    entry = next(line for line in text.splitlines() if "value: 7000" in line or "value: 20000" in line)

    # A second value beside the old one, for the same place and day, is no version: the folder does not load.
    figures.write_text(text.replace(entry, f"{entry}\n{entry}", 1), encoding="utf-8")
    with pytest.raises(RuleError):
        load.load(copy)
    # A formula written over is another version, and what was decided still recomputes from what was frozen.
    figures.write_text(text, encoding="utf-8")
    formulas = copy / "formulas_property.py"
    formulas.write_text(
        formulas.read_text(encoding="utf-8").replace("MONTHS_IN_YEAR = 12", "MONTHS_IN_YEAR = 11"), encoding="utf-8"
    )
    changed = load.load(copy)
    client = sign_in(offices.county)
    with at(NOW):
        forged = {
            client.post(page, {"value": "1", "figure": "elderly_rate"}).status_code for page in ("/law/", "/plan/")
        }

    assert forged <= {404, 405}
    assert row.rule_version == loaded.rule_version(day)
    assert changed.rule_version(day) != loaded.rule_version(day)
    assert (determination.recompute(row).amount_fen, row.amount_fen > 0) == (row.amount_fen, True)


@pytest.mark.must_show("casework", 1)
def test_never_11_an_expired_local_rule_decides_nothing_in_silence(offices, sign_in, monkeypatch):
    """The provincial rule on edge families ended on 2026-08-18 by its own words; no successor is known."""
    monkeypatch.setattr(casework, "ruled", lambda *_: None)
    case = casework.case("submitted_to_county", offices=offices)
    client, after = sign_in(offices.county), dt.datetime(2026, 8, 19, 9, 0, tzinfo=casework.START.tzinfo)

    with at(after):
        page = client.get(reverse("desk:case", args=[case.number])).content.decode()
        forged = [client.post(address(case, verb), {"reason": "同意"}) for verb in ("confirm", "refuse")]

    assert ("已期满" in page, address(case, "confirm") in page, address(case, "refuse") in page) == (True, False, False)
    assert [one.status_code for one in forged] == [422, 422]
    assert "已期满" in forged[0].content.decode()
    with within(offices.county.area):
        with pytest.raises(flow.GateShut, match="已期满"):
            decision.confirm(case=case, by=offices.county, at=after)
        with pytest.raises(flow.GateShut, match="已期满"):
            flow.move(case=case, to=State.CONFIRMED, by=offices.county, at=after)
    assert nothing_decided(case)

    monkeypatch.undo()
    casework.ruled(offices, after)
    with within(offices.county.area):
        decided = decision.confirm(case=fresh(case), by=offices.county, at=after)
    assert decided.amount_fen > 0
    with at(after):
        assert "期满" in client.get("/expired-rules/").content.decode()


# ---- 2. Random legal moves


@pytest.mark.must_show("casework", 2)
@pytest.mark.parametrize("road", ROADS)
def test_random_walks_on_the_pure_table_are_lawful(road):
    walk_many(road, 400)


@pytest.mark.slow
@pytest.mark.must_show("casework", 2)
@pytest.mark.parametrize("road", ROADS)
def test_ten_thousand_walks_on_the_pure_table_are_lawful(road):
    walk_many(road, 10_000)


def live(road, numbers, offices):
    ends, counted, tried = [], 0, 0
    for number in numbers:
        life = Life(road, seeded(road, number), offices).live()
        with within(offices.county.area):
            case = Case.objects.get(pk=life.case.pk)
            assert replayed(case) == (case.state, True), (road, number)
        assert broken_chains(chain=f"case:{case.pk}") == []
        ends.append(case.state)
        if number % FILED_ONE_IN == 0 and case.state in CLOSED_STATES:
            with within(offices.county.area):
                filed = life.put_away()
                assert replayed(filed) == (State.ARCHIVED, True), (road, number)
            assert broken_chains(chain=f"case:{case.pk}") == []
        counted += life.counted
        tried += life.tried
    assert set(ends) <= {*CLOSED_STATES, State.ACTIVE}
    return ends, counted, tried


@pytest.mark.must_show("casework", 2)
@pytest.mark.parametrize("road", ROADS)
def test_random_lives_through_the_database(offices, road):
    live(road, range(3), offices)


@pytest.mark.slow
@pytest.mark.must_show("casework", 2)
@pytest.mark.parametrize("road", ROADS)
def test_three_hundred_random_lives_a_road_through_the_database(offices, road):
    ends, _counted, tried = live(road, range(1000, 1300), offices)

    assert ends.count(State.ACTIVE) > 60
    assert ends.count(State.REFUSED) > 20
    assert tried > 300


# ---- 7. Two languages
# These stand beside the pages and the catalogue they read; in a run of everything they run once (tests/conftest.py).


def _shown(test, module):
    for mark in (pytest.mark.must_show("casework", 7), *getattr(module, "pytestmark", [])):
        test = mark(test)
    return test


test_stranger_gets_404_and_owner_gets_through = test_strangers.test_stranger_gets_404_and_owner_gets_through
test_every_marked_text_is_in_the_catalogue = _shown(
    test_marked_texts.test_every_marked_text_is_in_the_catalogue, test_marked_texts
)
for _module in (test_languages, test_two_languages, test_translations):
    globals().update({name: _shown(it, _module) for name, it in vars(_module).items() if name.startswith("test_")})


# ---- 3 to 6, 8. What is shown where its subject is tested
# Tests of other folders stand here too; in a run of everything they run once (tests/conftest.py).


def marks_of(module):
    """Return the marks of a module: one or several, or none."""
    marks = getattr(module, "pytestmark", [])
    return marks if isinstance(marks, list) else [marks]


SHOWN = (
    (pytest.mark.must_show("casework", 3), deadline_examples),
    (pytest.mark.must_show("casework", 3), penalty_examples),
    (pytest.mark.must_show("casework", 3), roads_played),
    (pytest.mark.must_show("casework", 4), form_pages),
    (pytest.mark.must_show("casework", 5), query_counts),
    (pytest.mark.must_show("casework", 6), accessibility),
    (pytest.mark.must_show("casework", 6), keyboard),
    (pytest.mark.must_show("casework", 8), clerks_day),
)
for _line, _module in SHOWN:
    for _name, _test in list(vars(_module).items()):
        if _name.startswith("test_"):
            for _mark in (_line, *marks_of(_module)):
                globals()[_name] = _mark(_test)


@pytest.mark.must_show("casework", 5)
def test_twenty_clerks_wait_less_than_a_fifth_of_a_second():
    measured = json.loads(Path("bench/results.json").read_text(encoding="utf-8"))["desk_load"]

    assert dt.date.fromisoformat(measured["date"])
    assert (measured["clerks"], measured["households"] >= 200_000, measured["open_cases"] >= 400) == (20, True, True)
    assert (measured["all"]["n"] > 200, len(measured["pages"]) >= 20) == (True, True)
    assert measured["bare_django_list"]["n"] > 100
    assert measured["all"]["p95_ms"] < 200


# ---- 4. A thousand notices; their texts: casework/test_batch_print.py, the forms: paperwork/test_form_pages.py


@pytest.mark.must_show("casework", 4)
def test_a_thousand_notices_were_measured_below_twenty_seconds_on_two_cores():
    measured = json.loads(Path("bench/results.json").read_text(encoding="utf-8"))["notices"]

    assert (measured["count"], measured["cores"]) == (1000, 2)
    assert measured["seconds"] < 20
    assert dt.date.fromisoformat(measured["date"]) >= dt.date(2026, 11, 26)


@pytest.mark.must_show("casework", 4)
def test_many_different_notices_each_say_their_own(offices, monkeypatch):
    with within(offices.county.area):
        batch_print.test_many_different_notices_are_told_of_as_they_are_made_and_each_says_its_own(
            offices, offices.county, monkeypatch
        )


@pytest.mark.slow
@pytest.mark.must_show("casework", 4)
def test_a_thousand_different_notices_each_say_their_own(offices):
    with within(offices.county.area):
        batch_print.test_a_thousand_different_notices_each_say_their_own(offices, offices.county)


# ---- 3. The fraud examples through the domain, to the fen


@pytest.fixture
def bureau(offices):
    one = honesty.Bureau()
    with within(one.county.area):
        yield one


@pytest.mark.must_show("casework", 3)
def test_fraud_example_a_twice_is_lawful_and_one_fen_more_is_not(bureau):
    fine_examples.test_example_a_a_fine_of_twice_is_lawful_and_one_fen_more_is_refused(bureau, bureau.county)


@pytest.mark.must_show("casework", 3)
def test_fraud_example_a_decided_before_the_new_law(bureau):
    fine_examples.test_decided_before_the_new_law_the_old_range_holds_to_the_fen(bureau, honesty.paid_case(bureau))


@pytest.mark.must_show("casework", 3)
def test_fraud_example_b_an_unreported_job_is_recovered_without_a_fine(bureau):
    fine_examples.test_example_b_an_unreported_job_is_recovered_without_a_fine(bureau, honesty.paid_case(bureau))
