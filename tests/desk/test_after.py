"""A running benefit at the desk: what is offered when, the calendar, the changes, and nothing that has no sense."""

import pytest
from django.urls import reverse

from minzheng.accounts.scope import everywhere, within
from minzheng.casework.enums import State
from minzheng.casework.models import Case, Decision, PeriodicReview, ReviewProposal
from minzheng.desk.works_running import RUNNING
from tests.desk.addresses import (
    Made,
    alone,
    child_died,
    drawn_elsewhere,
    earns_more,
    earns_too_much,
    ended_by_a_wrong_death,
    leaving,
    suspended,
    three_refusals,
    told_of_a_change,
    under_review,
)
from tests.factories import accounts, casework

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def made_with(*prepares, **walking) -> Made:
    made = Made()
    case = made.walk("active", **walking)
    with within(made.offices.county.area):
        for prepare in prepares:
            prepare(case, made.offices)
    return made


def page(client, made):
    return client.get(reverse("desk:case", args=[made.case.number]))


def offered(client, made) -> set[str]:
    context = page(client, made).context
    main = [context["main"].work.verb] if context["main"] else []
    return {one.work.verb for one in context["others"]} | set(main)


def post(client, made, verb, **data):
    return client.post(reverse("desk:case_action", args=[made.case.number, verb]), data)


ALWAYS = {
    "report-change", "offer-job", "end-on-request", "propose-suspension", "propose-stop", "record-outside",
    "change-scope",
}  # fmt: skip


@pytest.mark.parametrize(
    ("prepare", "more", "less"),
    [
        (None, {"open-review"}, set()),
        (told_of_a_change, {"open-review", "handle-change"}, set()),
        (three_refusals, {"open-review", "cut-share"}, set()),
        (drawn_elsewhere, {"open-review", "strike-outside"}, set()),
        (under_review, {"complete-review"}, set()),
        (suspended, {"propose-restore"}, {"propose-suspension", "change-scope"}),
        (earns_too_much, {"change-scope"}, ALWAYS),
    ],
)
def test_only_what_has_something_to_act_on_is_offered(sign_in, prepare, more, less):
    made = made_with(*([prepare] if prepare else []))

    found = offered(sign_in(made.offices.township), made)

    assert found & {work.verb for work in RUNNING} == (ALWAYS - less) | more


def test_the_county_ends_a_gradual_exit_in_its_last_month(sign_in):
    made = Made()
    case = made.walk("active", at=casework.START.replace(month=2, day=2))
    with within(made.offices.county.area):
        leaving(case, made.offices)
    client = sign_in(made.offices.county)

    before, lead = offered(client, made), page(client, made).context["lead"]
    post(client, made, "end-exit")

    assert "end-exit" in before
    assert "在渐退：2026-06至2026-08每月" in lead
    with everywhere("测试"):
        assert Case.objects.get(pk=case.pk).state == State.TERMINATED


def test_a_wrong_death_can_be_put_right_from_the_closed_case(sign_in):
    made = Made()
    case = made.walk("active", home=alone())
    with within(made.offices.county.area):
        ended_by_a_wrong_death(case, made.offices)

    assert "propose-undo" in offered(sign_in(made.offices.township), made)
    other = made_with(earns_too_much)
    assert "propose-undo" not in offered(sign_in(other.offices.township), other)


def test_a_suspended_case_says_so_and_the_death_of_one_is_no_work(sign_in):
    made = made_with(suspended, child_died)
    client = sign_in(made.offices.county)

    context = page(client, made).context

    assert "停发中" in context["lead"]
    assert "stop-on-death" not in offered(client, made)


def test_a_suspension_walks_through_the_pages_by_three_people(sign_in):
    made = made_with()
    township, county = sign_in(made.offices.township), sign_in(made.offices.county)

    assert post(township, made, "propose-suspension", reason="三次拒绝入户").status_code == 302
    early = post(county, made, "accept-review", reason="")
    post(township, made, "hear", outcome="heard", opinion="家里没人")
    done = post(county, made, "accept-review", reason="")

    assert (early.status_code, done.status_code) == (422, 302)
    with everywhere("测试"):
        assert Case.objects.get(pk=made.case.pk).state == State.SUSPENDED
        assert Decision.objects.filter(case=made.case).latest("pk").amount_fen == 0


def test_after_a_settled_proposal_no_proposal_is_offered_and_the_track_goes_on(sign_in):
    made = made_with(suspended)
    client = sign_in(made.offices.county)

    context = page(client, made).context

    assert {"accept-review", "dismiss-review", "hear", "notify"} & offered(client, made) == set()
    last = [(stop.label, stop.status) for stop in context["track"]][-1]
    assert (last, [stop.note for stop in context["track"] if stop.label == "审核确认"]) == (
        ("停发", "stopped"), ["予以确认"],
    )  # fmt: skip


def test_silence_without_notice_is_refused_in_words(sign_in):
    made = made_with()
    client = sign_in(made.offices.township)
    post(client, made, "propose-suspension", reason="三次拒绝入户")

    empty = post(client, made, "hear", outcome="unreachable", evidence="")
    early = post(client, made, "hear", outcome="unreachable", evidence="三次电话无人接听")

    assert ("请填写此项" in empty.content.decode(), "须先书面告知" in early.content.decode()) == (True, True)


def test_a_stop_heard_may_be_accepted_gradually(sign_in):
    made = made_with(earns_too_much)
    with everywhere("测试"):
        row = ReviewProposal.objects.get(case=made.case)
    client = sign_in(made.offices.county)

    response = client.get(reverse("desk:review", args=[row.number]))
    client.post(reverse("desk:review_action", args=[row.number, "accept-gradually"]), {"reason": ""})

    assert [act.verb for act in response.context["acts"]] == ["accept", "accept-gradually", "dismiss"]
    with everywhere("测试"):
        assert len(Decision.objects.filter(case=made.case).latest("pk").schedule["months"]) == 6


def test_the_proposal_says_until_when_the_amount_was_fixed_and_what_changed(sign_in):
    other = made_with(told_of_a_change)
    with within(other.offices.county.area):
        earns_more(other.case, other.offices)
        row = ReviewProposal.objects.get(case=other.case)

    text = sign_in(other.offices.township).get(reverse("desk:review", args=[row.number])).content.decode()

    assert "复核周期内的变更" in text
    assert f"{other.case.applicant.name}：工资性收入" in text


def calendar(client, until="2027-06-30"):
    return client.get(reverse("desk:review_calendar"), {"until": until})


def test_the_calendar_opens_a_month_at_once(sign_in):
    made = made_with()
    made_with()
    client = sign_in(made.offices.township)

    before = calendar(client)
    done = client.post(reverse("desk:review_calendar") + "?until=2027-06-30")
    after = calendar(client)

    assert (before.context["due_count"], before.context["open_count"], done.status_code) == (2, 0, 302)
    assert (after.context["due_count"], after.context["open_count"]) == (0, 2)


def test_the_calendar_of_a_neighbour_is_empty_and_the_auditor_opens_nothing(sign_in, stranger):
    made_with()
    auditor = sign_in(accounts.auditor())

    assert calendar(sign_in(stranger)).context["due_count"] == 0
    assert (calendar(auditor).context["acts"], calendar(auditor).context["due_count"]) == ([], 1)
    assert auditor.post(reverse("desk:review_calendar") + "?until=2027-06-30").status_code == 422
    with everywhere("测试"):
        assert not PeriodicReview.objects.exists()


@pytest.mark.parametrize("name", ["review_calendar", "review_changes"])
@pytest.mark.parametrize("role", ["village_worker", "finance_officer"])
def test_village_and_finance_find_neither(sign_in, name, role):
    assert sign_in(accounts.staff(role)).get(reverse(f"desk:{name}")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_asks_the_same_number_of_queries(sign_in, django_assert_num_queries, count):
    for _ in range(count):
        made_with()
        made_with(under_review)
    client = sign_in(accounts.county_officer())

    with django_assert_num_queries(8):
        response = calendar(client)

    assert (response.context["due_count"], response.context["open_count"]) == (count, count)


@pytest.mark.parametrize("count", [1, 3])
def test_the_changes_ask_the_same_number_of_queries(sign_in, django_assert_num_queries, count):
    for _ in range(count):
        made_with(told_of_a_change)
    client = sign_in(accounts.county_officer())

    with django_assert_num_queries(7):
        response = client.get(reverse("desk:review_changes"))

    assert response.context["total"] == count


def test_changes_are_found_by_how_far_they_are(sign_in):
    made = made_with(told_of_a_change)
    client = sign_in(made.offices.township)
    with everywhere("测试"):
        report = made.case.change_reports.get()
    post(client, made, "handle-change", report=str(report.pk), finding="已核实")

    totals = {
        show: client.get(reverse("desk:review_changes"), {"show": show}).context["total"]
        for show in ("open", "done", "late", "nonsense")
    }

    assert totals == {"open": 0, "done": 1, "late": 0, "nonsense": 0}


def test_a_change_is_told_by_the_village_and_is_work_of_the_township(sign_in):
    made = made_with()
    told = {"kind": "income", "text": "换了工作", "changed_on": "2026-11-20", "told_on": "2026-11-24",
            "told_by": "village", "is_major": "1"}  # fmt: skip

    assert post(sign_in(made.offices.village), made, "report-change", **told).status_code == 302
    groups = sign_in(made.offices.township).get("/").context["groups"]

    what = [item["what"] for group in groups for item in group.items if item["number"] == made.case.number]
    assert "核实情况变化：收入" in what
