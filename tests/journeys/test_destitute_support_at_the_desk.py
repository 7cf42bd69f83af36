"""Destitute support from the application to a pay line through the pages of the desk; and refused for an able son."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from minzheng.accounts.scope import within
from minzheng.casework.domain import determination
from minzheng.casework.enums import State
from minzheng.casework.models import Case, CaseFact
from minzheng.casework.queries.in_force import decisions_in_force
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.registry.domain import supporters
from tests.factories import casework, registry

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2025, 6, 2, 9, 0, tzinfo=SHANGHAI)
ABILITIES = {"can_eat": "0", "can_dress": "0", "can_leave_bed": "0",
             "can_use_toilet": "1", "can_walk_indoors": "1", "can_bathe": "1"}  # fmt: skip


class Desk:
    """The people of the offices, each at a browser, on a day."""

    def __init__(self):
        self.offices = casework.Offices()
        casework.ruled(self.offices, MONDAY)

    def on(self, days, role, address, post=None):
        """Open or send a page `days` after the first; a sent one must be taken."""
        with time_machine.travel(MONDAY + dt.timedelta(days=days), tick=False):
            client = Client()
            client.force_login(getattr(self.offices, role), backend="django.contrib.auth.backends.ModelBackend")
            if post is None:
                return client.get(address)
            response = client.post(address, post)
            assert response.status_code == 302, response.context.get("refusal") or response.context["form"].errors
            return response

    def act(self, days, role, case, verb, post=None):
        return self.on(days, role, reverse("desk:case_action", args=[case.number, verb]), post or {})


@pytest.fixture
def desk(settings, tmp_path):
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path
    return Desk()


def old_woman(desk):
    registered = MONDAY - dt.timedelta(days=10)
    home = registry.household(
        registry.new_member(sex="2", born=dt.date(1955, 3, 1), name="周桂英", incomes=casework.known_zero()),
        at=registered, holds_from=dt.date(2025, 1, 1), area_kind="rural", **casework.means(),
    )  # fmt: skip
    with within(desk.offices.county.area):
        return home, registry.people(home)[0]


def applied(desk, home, person):
    """Apply as the village worker; return the case."""
    said = {"part_in_application": "3", "support_form": "1", "has_contract_land": "1", **ABILITIES}
    desk.on(
        0, "village", reverse("desk:case_new", args=["wubao", home.number]),
        {"applicant": person.pk, "reason": "无儿无女，生活不能自理", "source": "本人申报", "near_relative": "0",
         "commitment_signed": "on", "consented": [person.pk],
         **{f"{person.pk}-{code}": value for code, value in said.items()}},
    )  # fmt: skip
    with within(desk.offices.county.area):
        return Case.objects.get(household=home)


def surveyed(desk, case, person, *, lacks, **more):
    """Accept, visit, and write down what the survey and the check found."""
    desk.act(1, "township", case, "accept", {"near_relative": "0"})
    desk.act(
        2, "township", case, "visit",
        {"visited_on": "2025-06-04", "surveyor_1": desk.offices.township.name, "surveyor_2": "李四",
         "findings": "独居，三项不能自理。", "signed": "on", "member_present": person.pk},
    )  # fmt: skip
    page = desk.on(2, "township", reverse("desk:case", args=[case.number])).content.decode()
    # A refusal needs nothing more to be known.
    assert ("登记本案事实（还缺" in page) is lacks
    form = desk.on(2, "township", reverse("desk:case_action", args=[case.number, "record-facts"])).context["form"]
    known = {name: form[name].value() for name in form.known if form[name].value() is not None}
    found = {f"{person.pk}-{code}": value for code, value in (("own_assets_fen", "3000"), ("own_cars", "0"),
                                                              ("own_houses", "1"))}  # fmt: skip
    desk.act(2, "township", case, "record-facts", {**known, **found, **more, "source": "入户调查"})


def test_an_old_woman_partly_unable_gets_her_standard_and_her_care(desk):
    home, person = old_woman(desk)
    case = applied(desk, home, person)
    with within(desk.offices.county.area):
        told = dict(CaseFact.objects.filter(case=case, person=person).values_list("code", "source"))
    assert told == dict.fromkeys(("part_in_application", "support_form", "has_contract_land", *ABILITIES), "本人申报")

    surveyed(desk, case, person, lacks=True)
    desk.act(3, "township", case, "propose")
    desk.act(3, "township", case, "post", {"place": "村务公开栏"})
    desk.act(11, "township", case, "close")
    desk.on(12, "county", reverse("desk:case_draws"), {"program": "wubao", "seed": "20250613"})
    desk.act(
        12, "county", case, "visit",
        {"visited_on": "2025-06-14", "surveyor_1": desk.offices.county.name, "surveyor_2": "王五",
         "findings": "属实。", "signed": "on", "member_present": person.pk},
    )  # fmt: skip
    desk.act(12, "county", case, "confirm", {"reason": "符合条件"})
    desk.act(13, "county", case, "issue-letter")
    desk.act(13, "county", case, "publish", {"place": "村务公开栏"})

    with within(desk.offices.county.area):
        case.refresh_from_db()
        (paid,) = decisions_in_force(Month(2025, 7), "wubao")
        frozen = determination.latest(case)
        assert case.state == State.ACTIVE
        # 10,300 a year by the month, and 200 of care for who has lost three of six abilities.
        assert (paid.amount_fen, paid.person_ids) == (85_833 + 20_000, (person.pk,))
        assert decisions_in_force(Month(2025, 6), "wubao") == []
        assert determination.recompute(frozen).amount_fen == paid.amount_fen
        origins = {row["code"]: row["source"] for row in frozen.sources}
    assert (origins["can_eat"], origins["own_assets_fen"]) == ("本人申报", "入户调查")


def test_who_has_an_able_son_is_refused_and_told_why(desk):
    home, person = old_woman(desk)
    at = MONDAY - dt.timedelta(days=9)
    with within(desk.offices.township.area):
        son = supporters.record_supporter(
            household=home, person=person, name="周大明", relation="child", birth_date=dt.date(1980, 1, 1),
            supported_count=1, holds_from=dt.date(2025, 1, 1), by=desk.offices.township, at=at, source="户口簿",
            consented_on=dt.date(2025, 5, 20),
        )  # fmt: skip
    case = applied(desk, home, person)
    about = {f"s{son.pk}-supporter_own_income_fen": "60000", f"s{son.pk}-supporter_has_property_within_rule": "1"}
    surveyed(desk, case, person, lacks=False, **about)
    desk.act(3, "township", case, "propose")

    page = desk.on(3, "county", reverse("desk:case", args=[case.number]))
    assert page.context["opened"].verb == "refuse"
    words = page.context["form"]["reason"].value()
    desk.act(3, "county", case, "refuse", {"reason": words})

    with within(desk.offices.county.area):
        case.refresh_from_db()
        failed = [each["code"] for each in determination.latest(case).evaluation["failed"]]
    assert (case.state, len(failed)) == (State.REFUSED, 1)
    assert "义务人" in words
