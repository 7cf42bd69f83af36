"""Notes on the pages of a case and a household; what was declared beside what was found."""

import pytest

from minzheng.accounts.scope import within
from minzheng.casework.models import Determination
from minzheng.registry.domain import facts
from minzheng.workbench.models import Note
from tests.desk.addresses import NOW, TODAY, Made, negative_check
from tests.factories import casework, registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def lines(page):
    return {(part.title, line.label): line for part in page.context["comparison"].parts for line in part.lines}


def test_a_note_is_read_by_colleagues_and_reminds_the_one_it_names(sign_in):
    made = Made()
    case = made.walk("submitted")
    client = sign_in(made.offices.township)

    client.post(f"/cases/{case.number}/notes/", {"text": f"@{made.offices.county.name} 邻居说他有工作"})
    page = sign_in(made.offices.county).get(f"/cases/{case.number}/?tab=notes")
    home = client.get(f"/households/{case.household.number}/")

    assert [note.text for note in page.context["notes"]] == [f"@{made.offices.county.name} 邻居说他有工作"]
    assert f"{made.offices.county.name}还没看" in page.content.decode()
    assert [note.case.number for note in home.context["notes"]] == [case.number]


def test_a_refused_note_comes_back_in_words_and_is_not_lost(sign_in):
    made = Made()
    case = made.walk("submitted")
    client = sign_in(made.offices.township)

    page = client.post(f"/cases/{case.number}/notes/", {"text": "@张三丰 请看"}, follow=True)

    assert "提醒不到人" in page.content.decode()
    with within(made.offices.township.area):
        assert Note.objects.count() == 0


def test_a_note_never_reaches_a_determination_or_a_letter(sign_in):
    made = Made()
    case = made.walk("visited")
    client = sign_in(made.offices.township)
    client.post(f"/cases/{case.number}/notes/", {"text": "这家有三辆车，口说无凭"})

    client.post(f"/cases/{case.number}/propose/", {})

    with within(made.offices.township.area):
        row = Determination.objects.get(case=case)
    assert "口说无凭" not in str(row.evaluation) + str(row.sources)


def test_declared_held_and_used_stand_side_by_side_with_source_and_day(sign_in):
    made = Made()
    home = casework.household()
    with within(made.offices.village.area):
        man = registry.people(home)[0]
    made.case = casework.submit(
        home, made.offices, answers={f"{man.pk}-wage_income_fen": 600_000, f"{man.pk}-business_income_fen": 0}
    )
    casework.walk(made.case, "proposed", made.offices)
    with within(made.offices.county.area):
        facts.record_income(
            household=home, person=man, kind="wage", amount_fen=200_000, period="month",
            holds_from=NOW.date().replace(day=1), by=made.offices.township, at=NOW, source="银行流水",
        )  # fmt: skip

    page = sign_in(made.offices.township).get(f"/cases/{made.case.number}/?tab=compare")
    wage = next(line for (who, label), line in lines(page).items() if who == man.name and "工资" in label)
    business = next(line for (who, label), line in lines(page).items() if who == man.name and "经营" in label)

    assert (wage.declared, wage.used) == ("6,000.00元", "12,000.00元")
    assert (wage.source, str(wage.since)) == ("银行流水", TODAY)
    assert wage.held not in {wage.declared, wage.used}
    assert set(wage.marks) == {"与申报不同", "认定之后有变化"}
    assert (business.declared, business.held, business.marks) == ("0.00元", "0.00元", ())
    assert page.context["comparison"].differs >= 1


def test_the_means_check_stands_on_top_in_words(sign_in):
    made = Made()
    case = made.walk("checking")
    with within(made.offices.county.area):
        negative_check(case, made.offices)

    page = sign_in(made.offices.township).get(f"/cases/{case.number}/?tab=compare").content.decode()

    assert "核对不一致" in page
    assert "存款多于申报。" in page
    assert "核对数据截至 2026年8月5日" in page
