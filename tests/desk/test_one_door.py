"""One application, all programs: asked once, every program reckoned, the chosen cases opened together or not at all."""

import pytest
from django.urls import reverse

from minzheng.accounts.scope import within
from minzheng.casework.domain import determination
from minzheng.casework.models import Application, Case, CaseFact
from minzheng.casework.queries.catalogue import passports as passports_of
from minzheng.kernel.moment import local_day
from minzheng.registry.domain.intake import NewAccount
from minzheng.registry.models import IncomeItem
from tests.desk.addresses import NOW
from tests.desk.counting import MOST, asked
from tests.factories import accounts, casework, registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
ABILITIES = ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe")


def address_of(home):
    return reverse("desk:one_door", args=[home.number])


def old_and_poor(**fields):
    """A man of 71 of whom the registry knows everything it keeps."""
    member = registry.new_member(born=casework.dt.date(1955, 3, 1), name="周大山", incomes=casework.known_zero())
    return casework.household(member, **fields)


def heads_of(home, staff):
    with within(staff.area):
        return registry.people(home)


def of_destitute(person):
    said = {"part_in_application": "3", "support_form": "1", "has_contract_land": "1"}
    return {f"{person.pk}-{code}": value for code, value in (said | dict.fromkeys(ABILITIES, "1")).items()}


def signed(people, *programs, **more):
    return {
        "applicant": people[0].pk, "reason": "年老无依靠", "source": "本人申报", "near_relative": "0",
        "commitment_signed": "on", "consented": [person.pk for person in people], "act": "open",
        "programs": programs, **more,
    }  # fmt: skip


def line_of(response, code):
    return next(one for one in response.context["lines"] if one.offer.program.code == code)


@pytest.fixture
def village(db):
    return accounts.village_worker()


def written():
    return (Case.objects.count(), Application.objects.count(), CaseFact.objects.count(), IncomeItem.objects.count())


def test_every_program_is_shown_with_what_it_would_give_and_looking_writes_nothing(sign_in, village):
    home = old_and_poor()
    (person,) = heads_of(home, village)
    with within(village.area):
        before = written()

    response = sign_in(village).post(address_of(home), {"act": "reckon", **of_destitute(person)})

    assert [one.offer.program.code for one in response.context["lines"]][:2] == ["dibao", "wubao"]
    dibao, wubao, urgent = (line_of(response, code) for code in ("dibao", "wubao", "temporary"))
    assert (dibao.offer.outcome, dibao.sheet.amount_fen > 0) == ("eligible", True)
    # What an officer checks is missing still, and is said.
    assert wubao.offer.outcome == "incomplete"
    assert any("周大山" in name for name in wubao.sheet.missing)
    assert (urgent.offer.can_open, urgent.room_url) == (
        False,
        f"{reverse('desk:relief_report')}?household_number={home.number}",
    )
    assert response.status_code == 200
    with within(village.area):
        assert written() == before


def test_a_program_of_a_room_leads_to_its_door_with_the_household_filled_in(sign_in, village):
    """Whoever does not act at a room's door is told who does."""
    home = old_and_poor()
    client = sign_in(accounts.township_officer())

    lines = [one for one in client.get(address_of(home)).context["lines"] if one.offer.room]
    theirs = [one for one in sign_in(village).get(address_of(home)).context["lines"] if one.offer.room]

    assert len(lines) >= 2
    assert all(one.room_url or one.is_others_door for one in (*lines, *theirs))
    client = sign_in(accounts.township_officer())
    forms = [client.get(one.room_url).context["form"] for one in lines]
    filled = [form["household_number"].value() for form in forms if "household_number" in form.fields]
    assert filled == [home.number]
    assert [one.offer.program.code for one in theirs if one.is_others_door] == ["medical"]


def test_what_another_program_found_of_one_person_is_read_of_that_person(sign_in):
    """The member who draws dibao is known to draw it; nobody asks whether they can support the other."""
    offices = casework.Offices()
    home = old_and_poor()
    casework.taken_over(home, offices)
    (person,) = heads_of(home, offices.county)

    line = line_of(sign_in(offices.township).get(address_of(home)), "wubao")

    assert "draws_dibao" in {spec.fact for spec in passports_of("wubao")}
    assert line.offer.preview.dossier.facts["members"][0]["draws_dibao"] is True
    [source] = {row.source for row in line.offer.preview.dossier.sources if row.code == "draws_dibao"}
    assert source.startswith("其他救助已认定：DB-420581-2026-")
    assert line.offer.preview.dossier.person_ids == (person.pk,)
    assert line.offer.taken


def test_each_question_is_asked_once_and_nothing_that_can_be_checked(sign_in, village):
    home = old_and_poor()
    (person,) = heads_of(home, village)

    page = sign_in(village).get(address_of(home))

    text, names = page.content.decode(), set(page.context["form"].known)
    assert {f"{person.pk}-wage_income_fen", f"{person.pk}-can_eat"} <= names
    assert {f"{person.pk}-own_assets_fen", "home-houses"} & names == set()
    # Two buttons of one question, not of two.
    assert text.count(f'name="{person.pk}-can_eat"') == 2
    assert page.context["form"][f"{person.pk}-wage_income_fen"].value() == "0.00"


def test_the_chosen_cases_are_opened_with_one_promise_and_what_was_said(sign_in, village):
    home = old_and_poor()
    people = heads_of(home, village)
    client = sign_in(village)
    said = {**of_destitute(people[0]), f"{people[0].pk}-wage_income_fen": "1200"}
    reckoned = client.post(address_of(home), {"act": "reckon", **said})

    response = client.post(address_of(home), signed(people, "dibao", **said))

    assert response["Location"] == reverse("desk:household", args=[home.number])
    with within(village.area):
        case = Case.objects.get()
        seen = determination.preview(case=case, on=local_day(NOW), known_at=NOW)
        assert set(Application.objects.get().answers) & set(of_destitute(people[0])) == set()
    assert (case.program, seen.evaluation.amount_fen) == ("dibao", line_of(reckoned, "dibao").sheet.amount_fen)


def test_of_two_exclusive_programs_the_family_chooses_one(sign_in, village):
    home = old_and_poor()
    people = heads_of(home, village)
    client = sign_in(village)

    refused = client.post(address_of(home), signed(people, "dibao", "wubao", **of_destitute(people[0])))

    assert (refused.status_code, "由他们选择一项" in refused.context["refusal"]) == (422, True)
    with within(village.area):
        assert Case.objects.count() == 0

    client.post(address_of(home), signed(people, "wubao", **of_destitute(people[0])))

    with within(village.area):
        case = Case.objects.get()
        facts = CaseFact.objects.filter(case=case).count()
    assert (case.program, facts) == ("wubao", 3 + len(ABILITIES))


def test_a_benefit_that_is_drawn_bars_what_it_excludes(sign_in):
    offices = casework.Offices()
    home = old_and_poor()
    casework.taken_over(home, offices)
    people = heads_of(home, offices.county)

    page = sign_in(offices.township).get(address_of(home))
    line, own = line_of(page, "wubao"), line_of(page, "dibao")

    assert (line.offer.can_open, line.offer.bars.program, own.offer.running.program) == (False, "dibao", "dibao")
    taken = {one.program for one in line_of(page, "temporary").offer.taken}
    assert taken == {"低保"}
    refused = sign_in(offices.township).post(address_of(home), signed(people, "wubao"))
    assert refused.status_code == 422


def test_where_nothing_is_known_everything_missing_is_named(sign_in, village):
    home = registry.household(registry.new_member(name="吴名"), by=village)

    page = sign_in(village).get(address_of(home))

    missing = [line_of(page, code).sheet.missing for code in ("dibao", "wubao")]
    assert all(missing)
    assert {line_of(page, code).offer.outcome for code in ("dibao", "wubao")} == {"incomplete"}


def test_one_refusal_leaves_nothing_written(sign_in, village, monkeypatch):
    """The second of two cases is refused: neither is opened, nothing that was said is kept."""
    from dataclasses import replace  # noqa: PLC0415

    from minzheng.programs import catalogue  # noqa: PLC0415

    for code in ("dibao", "wubao"):
        card = catalogue.get(code).program
        monkeypatch.setattr(catalogue.get(code), "program", replace(card, exclusive_with=()))
    home = old_and_poor()
    people = heads_of(home, village)
    wrong = {f"{people[0].pk}-wage_income_fen": "500", **of_destitute(people[0])}
    with within(village.area):
        before = written()
    # No road is on record for this day: the second program cannot be applied for.
    monkeypatch.setattr(
        catalogue.get("wubao"),
        "program",
        replace(catalogue.get("wubao").program, paths=catalogue.get("wubao").program.paths[:1]),
    )

    response = sign_in(village).post(address_of(home), signed(people, "dibao", "wubao", **wrong))

    assert (response.status_code, "没有已录入的办理程序" in response.context["refusal"]) == (422, True)
    with within(village.area):
        assert written() == before


def test_a_neighbour_and_the_county_do_not_apply(sign_in, village, stranger):
    home = old_and_poor(account=NewAccount(bank_name="宜都农商银行", account_number="6222 0000 0000 0000 018"))

    codes = [sign_in(staff).get(address_of(home)).status_code for staff in (stranger, accounts.county_officer())]

    assert codes == [404, 404]


def test_three_people_ask_the_database_as_much_as_one(sign_in):
    township = accounts.township_officer()
    taken = []
    for members in (1, 3):
        home = casework.household(*casework.couple()[:members])
        client = sign_in(township)
        client.get(address_of(home))
        taken.append(asked(client, address_of(home))[0])

    assert taken[0] == taken[1] <= MOST


def test_what_is_shown_as_known_stands_in_the_case_as_answered_until_an_officer_says_otherwise(sign_in):
    """The case asks no second time; a no of the survey goes before what the other program found."""
    offices = casework.Offices()
    home = old_and_poor()
    (person,) = heads_of(home, offices.county)
    case = casework.submit(home, offices, program="wubao")
    casework.walk(case, "visited", offices)
    decision = casework.taken_over(home, offices, at=casework.days(3))
    address = reverse("desk:case_action", args=[case.number, "record-facts"])
    client = sign_in(offices.township)

    form, name = client.get(address).context["form"], f"{person.pk}-draws_dibao"

    assert form[name].value() == "1"
    assert f"其他救助已认定：{decision.case.number} · {decision.document_number}" in str(form.origins[name])
    response = client.post(address, {name: "0", "source": "入户调查", "submit": "1"})
    assert response.status_code == 302, response.content.decode()[-3000:]
    with within(offices.county.area):
        [row] = CaseFact.objects.filter(case=case)
        seen = determination.preview(case=case, on=local_day(NOW), known_at=NOW)
    assert (row.code, row.value) == ("draws_dibao", 0)
    assert seen.dossier.facts["members"][0]["draws_dibao"] is False


def test_what_helps_one_person_at_a_time_is_read_for_whoever_applies(sign_in, village):
    """Without a patient nobody is refused for want of one; the page says for whom it was read."""
    home = casework.household(*casework.couple())
    husband, wife, _son = heads_of(home, village)
    client = sign_in(village)

    first = line_of(client.get(address_of(home)), "medical")
    other = line_of(client.post(address_of(home), {"act": "reckon", "applicant": wife.pk}), "medical")

    assert (first.offer.asked_for, other.offer.asked_for) == (husband.name, wife.name)
    assert [one.offer.outcome for one in (first, other)] == ["incomplete", "incomplete"]
    patients = [
        [member.get("is_patient") for member in one.offer.preview.dossier.facts["members"]] for one in (first, other)
    ]
    assert patients == [[True, None, None], [None, True, None]]
    assert line_of(client.get(address_of(home)), "dibao").offer.asked_for == ""


def test_what_is_missing_stands_under_whose_it_is(sign_in, village):
    home = registry.household(registry.new_member(name="吴名"), by=village)

    response = sign_in(village).get(address_of(home))
    sheet = line_of(response, "dibao").sheet

    whose = dict(sheet.lacking)
    assert {"家庭", "吴名"} == set(whose)
    assert sum(map(len, whose.values())) == len(sheet.missing)
    assert "工资性收入" in whose["吴名"]
    assert "<strong>吴名</strong>" in response.content.decode()
