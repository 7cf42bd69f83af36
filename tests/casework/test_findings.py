"""What another program found of one person is taken into a determination as one application shows it: one reading."""

import datetime as dt

import pytest

from minzheng.casework.domain import case_fact, determination, dossier, ending, hearing, one_door, settlement
from minzheng.casework.models import Determination
from minzheng.kernel.language import ENGLISH, speaking
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.kernel.month import Month
from minzheng.kernel.phrasebook import retell
from minzheng.registry.domain import facts
from minzheng.registry.queries.household import view
from tests.factories import casework, registry

pytestmark = pytest.mark.usefixtures("county")
FACT, OTHER = "is_destitute", "wubao"
AUGUST, SEPTEMBER = Month(2026, 8), Month(2026, 9)


def family():
    return casework.household(*casework.couple())


def found_of(person, home, offices, *, program=OTHER, at=None, **fields):
    """Let the county take over a benefit of another program that covers this person alone."""
    given = {"program": program, "covered_persons": [person], "payee": person, "from_month": AUGUST} | fields
    return casework.taken_over(home, offices, at=at or casework.days(1), **given)


def asked(home, offices, until="visited", at=casework.START):
    """Apply and walk on; the other program's finding comes meanwhile, for a benefit that is drawn bars the other."""
    one = casework.submit(home, offices, at)
    casework.walk(one, until, offices, at)
    return one


def seen(case, at=None, known_at=None):
    at = at or casework.days(4)
    return determination.preview(case=case, on=local_day(at), known_at=known_at or at)


def answers(preview, code=FACT):
    return [member.get(code) for member in preview.dossier.facts["members"]]


def test_a_determination_takes_the_finding_and_shows_whose_word_it_is(offices):
    home = family()
    case = asked(home, offices)
    before = seen(case)
    decision = found_of(registry.people(home)[1], home, offices)

    determination.propose(case=case, by=offices.township, at=casework.days(4))

    row = Determination.objects.get(case=case)
    assert [member.get(FACT) for member in row.facts["members"]] == [None, True, None]
    [told] = [each for each in row.sources if each["code"] == FACT]
    assert (told["member"], told["rows"], told["holds_from"]) == (1, [f"decision:{decision.pk}"], "2026-08-01")
    assert told["source"] == f"其他救助已认定：{decision.case.number} · {decision.document_number}"
    assert dt.datetime.fromisoformat(told["known_at"]) == decision.decided_at
    # One of two who were counted is not counted any more.
    assert answers(before) == [None, None, None]
    assert registry.people(home)[1].pk in before.dossier.person_ids
    assert row.amount_fen != before.evaluation.amount_fen
    assert determination.recompute(row).amount_fen == row.amount_fen


def test_the_source_is_kept_in_chinese_and_told_in_english(offices):
    home = family()
    case = asked(home, offices)
    found_of(registry.people(home)[1], home, offices)

    chinese = seen(case).dossier
    with speaking(ENGLISH):
        english = seen(case).dossier
        [row] = [each for each in english.sources if each.code == FACT]
        told = retell(row.source)

    assert english.digest == chinese.digest
    assert told.startswith("Found by another program")


@pytest.mark.parametrize(("day", "expected"), [("2026-08-31", None), ("2026-09-01", True)])
def test_a_finding_counts_from_the_first_day_of_its_first_month(offices, day, expected):
    home = family()
    case = asked(home, offices)
    found_of(registry.people(home)[1], home, offices, from_month=SEPTEMBER)

    assert answers(seen(case, dt.datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=SHANGHAI)))[1] is expected


def test_a_finding_that_has_ended_is_not_taken(offices):
    home = family()
    case = asked(home, offices)
    ended = found_of(registry.people(home)[1], home, offices).case
    proposal = ending.propose_stop(case=ended, by=offices.township, at=casework.days(5), reason="找到了赡养人")
    hearing.hear(proposal=proposal, by=offices.township, at=casework.days(5), opinion="没有意见")
    last = settlement.accept(proposal=proposal, by=offices.county, at=casework.days(6))

    first = dt.datetime.combine(Month.parse(last.from_month).first_day, dt.time(9), SHANGHAI)
    assert answers(seen(case, first - dt.timedelta(days=1)))[1] is True
    assert answers(seen(case, first)) == [None, None, None]


def test_what_was_not_decided_yet_was_not_known(offices):
    """A past determination is read again as it was known then."""
    home = family()
    case = asked(home, offices)
    decision = found_of(registry.people(home)[1], home, offices, at=casework.days(3))
    moment, tick = decision.decided_at, dt.timedelta(microseconds=1)

    assert answers(seen(case, known_at=moment - tick))[1] is None
    assert answers(seen(case, known_at=moment))[1] is True


def test_a_finding_of_somebody_else_is_not_taken(offices):
    """Neither of another member nor of the neighbours."""
    home, neighbours = family(), family()
    case = asked(home, offices)
    found_of(registry.people(neighbours)[1], neighbours, offices)

    assert answers(seen(case)) == [None, None, None]

    found_of(registry.people(home)[0], home, offices)
    assert answers(seen(case)) == [True, None, None]


def test_what_an_officer_recorded_stands_before_a_finding(offices):
    home = family()
    case = asked(home, offices)
    wife = registry.people(home)[1]
    facts.record_condition(
        person=wife, kind="destitute", holds_from=local_day(casework.days(-5)), by=offices.township,
        at=casework.days(-5), source="入户调查",
    )  # fmt: skip
    found_of(wife, home, offices)

    [row] = [each for each in seen(case).dossier.sources if each.code == FACT]

    assert row.source == "入户调查"


def test_an_officers_no_is_not_overruled(offices):
    """The other way round: what a case of the other program asks and the registry does not keep."""
    home = family()
    case = casework.submit(home, offices, program=OTHER)
    casework.walk(case, "visited", offices)
    husband, wife, _son = registry.people(home)
    case_fact.record(
        case=case, answers={("draws_dibao", husband.pk): False}, source="入户调查", by=offices.township,
        at=casework.days(3),
    )  # fmt: skip
    found_of(husband, home, offices, program="dibao", covered_persons=[husband, wife])

    assert answers(seen(case), "draws_dibao") == [False, True, None]


def test_one_application_and_the_determination_say_the_same(offices):
    home = family()
    case = asked(home, offices)
    found_of(registry.people(home)[1], home, offices)
    at = casework.days(4)

    shown = one_door.offers(household=home, home=view(home, day=local_day(at), known_at=at), at=at)

    [offer] = [one for one in shown if one.program.code == case.program]
    assert offer.preview.dossier.facts == seen(case).dossier.facts
    assert offer.preview.dossier.sources == seen(case).dossier.sources
    assert [one.program for one in offer.taken] == ["特困供养"]


def test_findings_cost_one_question_however_many_homes(offices, django_assert_num_queries):
    homes = [family() for _ in range(3)]
    cases = [asked(home, offices, "submitted") for home in homes]
    for home in homes:
        found_of(registry.people(home)[1], home, offices)

    with django_assert_num_queries(13):
        built = dossier.build_many(cases, on=local_day(casework.days(4)), known_at=casework.days(4))

    assert [one.facts["members"][1].get(FACT) for one in built.values()] == [True] * 3
