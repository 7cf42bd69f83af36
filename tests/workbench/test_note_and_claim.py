"""Notes remind the people they name; a case is in one pair of hands; what was in them can be handed over."""

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.services.audit import queries as audit
from minzheng.workbench.domain import claim as claims
from minzheng.workbench.domain import keep, note
from minzheng.workbench.models import Claim, Draft, Mention, Note, SavedView
from minzheng.workbench.queries.claim import claims_of
from minzheng.workbench.queries.keep import draft_of, others_present, views_of
from minzheng.workbench.queries.note import unseen
from tests.factories import accounts, casework
from tests.factories import workbench as made
from tests.factories.accounts import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    return casework.Offices()


@pytest.fixture
def case(offices):
    return casework.case("submitted", offices=offices)


def test_a_named_colleague_is_reminded_until_the_note_was_seen(case, offices):
    made.note(case, offices.township, f"@{offices.county.name}请看收入证明")

    with within(offices.county.area):
        [mention] = unseen(offices.county)
        note.see(mention=mention, by=offices.county, at=AT)
        assert list(unseen(offices.county)) == []
        assert mention.note.text == f"@{offices.county.name}请看收入证明"


def test_a_name_nobody_bears_is_refused_and_nothing_is_kept(case, offices):
    with pytest.raises(note.NoteRefused, match="不是能看到这一户的同事"):
        made.note(case, offices.township, "@查无此人 请看")

    with within(offices.township.area):
        assert Note.objects.count() == 0


def test_nobody_outside_the_area_is_reminded_or_writes(case, offices):
    neighbour = accounts.neighbour_officer()
    with pytest.raises(note.NoteRefused):
        made.note(case, offices.township, f"@{neighbour.name}请看")
    with pytest.raises(NotAllowed):
        made.note(case, neighbour)


def test_a_note_cannot_be_changed(case, offices):
    row = made.note(case, offices.township)

    with within(offices.township.area), pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(pk=row.pk).update(text="改过")


def test_only_the_person_named_takes_a_reminder_off(case, offices):
    made.note(case, offices.township, f"@{offices.county.name}请看")
    with within(offices.township.area), pytest.raises(NotAllowed):
        note.see(mention=Mention.objects.get(), by=offices.township, at=AT)


def test_a_case_is_in_one_pair_of_hands_of_a_role(case, offices):
    made.claim(case, offices.township)

    with pytest.raises(claims.ClaimRefused, match=offices.township.name):
        made.claim(case, offices.second_township)
    made.claim(case, offices.county)
    with within(offices.county.area):
        assert claims_of("township_officer")[case.pk].taken_by == offices.township


def test_what_was_put_back_can_be_taken_by_another(case, offices):
    made.claim(case, offices.township)
    with within(offices.township.area):
        with pytest.raises(claims.ClaimRefused):
            claims.put_back(case=case, by=offices.second_township, at=AT)
        claims.put_back(case=case, by=offices.township, at=AT)
    made.claim(case, offices.second_township)

    actions = [row.action for row in audit.of_object("case", case.pk)]
    assert actions[-3:] == ["case.take_up", "case.put_back", "case.take_up"]


def test_a_handover_passes_everything_on_and_says_from_whom(case, offices):
    giver, taker = offices.township, offices.second_township
    made.claim(case, giver)
    made.note(case, offices.county, f"@{giver.name}请补一张照片")
    keep.keep_draft(key="case/1/visit", values={"findings": "两间平房"}, by=giver, at=AT)
    keep.save_view(page="todo", name="本周", query="by=due", office="", shared=False, by=giver, at=AT)

    with within(offices.county.area):
        row = claims.hand_over(giver=giver, taker=taker, by=offices.county, at=AT, reason="产假")

        assert row.counts == {"claims": 1, "mentions": 1, "drafts": 1, "views": 1}
        assert [(one.taken_by, one.passed_from) for one in Claim.objects.filter(released_at=None)] == [(taker, giver)]
        assert [one.passed_from for one in unseen(taker)] == [giver]
        assert list(unseen(giver)) == []
    kept = draft_of(taker, "case/1/visit", AT)
    assert (kept.values, kept.passed_from) == ({"findings": "两间平房"}, giver.name)
    assert [one.passed_from for one in views_of(taker, "todo", "")] == [giver]
    assert audit.of_chain("workbench").last().action == "workbench.handed_over"


@pytest.mark.parametrize("who", ["township", "neighbour"])
def test_work_is_handed_over_by_the_county_to_people_who_may_do_it(case, offices, who):
    made.claim(case, offices.township)
    by = offices.township if who == "township" else offices.county
    taker = accounts.neighbour_officer() if who == "neighbour" else offices.second_township

    with within(offices.county.area), pytest.raises(NotAllowed):
        claims.hand_over(giver=offices.township, taker=taker, by=by, at=AT, reason="调离")

    with within(offices.county.area):
        assert Claim.objects.get(released_at=None).taken_by == offices.township


def test_work_of_one_role_is_not_handed_to_another(offices):
    with within(offices.county.area), pytest.raises(claims.HandoverRefused, match="权限不同"):
        claims.hand_over(giver=offices.village, taker=offices.township, by=offices.county, at=AT, reason="调离")


def test_a_draft_is_its_writers_alone_and_goes_after_a_week(offices):
    keep.keep_draft(key="k", values={"a": "1"}, by=offices.village, at=AT)

    assert draft_of(offices.village, "k", AT).values == {"a": "1"}
    assert draft_of(offices.township, "k", AT) is None
    assert draft_of(offices.village, "k", AT + keep.dt.timedelta(days=8)) is None
    assert b'"a"' not in bytes(Draft.objects.get().values_sealed)


def test_a_shared_view_is_seen_by_the_office_and_dropped_by_its_owner(offices):
    given = {"page": "todo", "query": "by=due", "office": "x", "by": offices.township, "at": AT}
    keep.save_view(name="自己的", shared=False, **given)
    shared = keep.save_view(name="大家的", shared=True, **given)

    assert [one.name for one in views_of(offices.second_township, "todo", "x")] == ["大家的"]
    assert [one.name for one in views_of(offices.second_township, "todo", "y")] == []
    with pytest.raises(NotAllowed):
        keep.drop_view(view=shared, by=offices.second_township)
    keep.drop_view(view=shared, by=offices.township)
    assert SavedView.objects.count() == 1


def test_presence_lasts_two_minutes_and_leaves_oneself_out(offices):
    keep.be_present(subject="case:1", doing="入户调查", by=offices.township, at=AT)

    seen = [
        [(one.staff, one.doing) for one in others_present("case:1", who, AT + keep.dt.timedelta(seconds=wait))]
        for who, wait in ((offices.county, 60), (offices.county, 121), (offices.township, 60))
    ]
    assert seen == [[(offices.township, "入户调查")], [], []]
