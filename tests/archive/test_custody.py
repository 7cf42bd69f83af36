"""Appraisal before destruction, lending, handover: two people, a report, never a timer."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.archive.domain import assessment, custody, reading
from minzheng.archive.enums import AssessmentState, VolumeState
from minzheng.archive.models import Item, Volume
from minzheng.archive.queries.volumes import expired, overdue_lendings, to_hand_over
from minzheng.casework.models import Attachment, Decision
from minzheng.kernel.moment import SHANGHAI
from tests.factories import archive, casework

pytestmark = pytest.mark.django_db
EXPIRED = dt.datetime(2030, 1, 8, 9, 0, tzinfo=SHANGHAI)
TEN_YEARS = dt.datetime(2036, 10, 10, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def offices(db):
    return casework.Offices()


@pytest.fixture
def county(offices):
    with within(offices.county.area):
        yield offices.county


@pytest.fixture
def volume(offices, county):
    return archive.filed(offices)[0]


def propose(volume, by, **fields):
    given = {"verdict": "destroy", "reason": "期满，无诉讼和追回", "at": EXPIRED} | fields
    return assessment.propose(volume=volume, by=by, **given)


def test_period_over_waits_for_people_and_nothing_happens_by_itself(volume, offices):
    assert list(expired(dt.date(2029, 9, 30))) == []
    assert list(expired(EXPIRED.date())) == [volume]
    assert reading.open_file(volume=volume, by=offices.county, at=EXPIRED, purpose="核对").startswith(b"%PDF")


def test_before_the_period_is_over_nothing_is_appraised(volume, offices):
    with pytest.raises(assessment.AssessmentRefused, match="期满后才能鉴定"):
        propose(volume, offices.township, at=archive.FILED)


def test_destruction_takes_two_people_removes_the_files_and_keeps_the_register(
    volume, offices, django_capture_on_commit_callbacks
):
    row = propose(volume, offices.township)
    kept = Attachment.objects.get(case=volume.case)
    assert kept.file.storage.exists(kept.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        assessment.approve(assessment=row, by=offices.county, at=EXPIRED, answer="同意销毁")

    volume.refresh_from_db()
    row.refresh_from_db()
    assert (volume.state, row.state, row.settled_by) == (
        VolumeState.DESTROYED,
        AssessmentState.APPROVED,
        offices.county,
    )
    assert not kept.file.storage.exists(kept.file.name)
    assert not volume.file.storage.exists(volume.file.name)
    assert Item.objects.filter(volume=volume).count() == volume.item_count
    assert {line["name"] for line in row.destroyed} >= {kept.file.name, volume.file.name}
    # Decided records stay: what is destroyed is the content of kept files.
    assert Decision.objects.filter(case=volume.case).count() == 2
    with pytest.raises(reading.VolumeGone, match="已按鉴定意见销毁"):
        reading.open_file(volume=volume, by=offices.county, at=EXPIRED, purpose="核对")
    assert assessment.report(row) == assessment.report(row)
    assert assessment.report(row).startswith(b"%PDF")


def test_destruction_undone_with_its_transaction_removes_nothing(volume, offices, django_capture_on_commit_callbacks):
    row = propose(volume, offices.township)

    with django_capture_on_commit_callbacks(execute=False):
        assessment.approve(assessment=row, by=offices.county, at=EXPIRED)

    assert volume.file.storage.exists(volume.file.name)


def test_who_proposed_does_not_approve(volume, offices):
    row = propose(volume, offices.county)

    with pytest.raises(TwoPeopleNeeded):
        assessment.approve(assessment=row, by=offices.county, at=EXPIRED)


def test_township_does_not_approve(volume, offices):
    row = propose(volume, offices.township)

    with pytest.raises(NotAllowed):
        assessment.approve(assessment=row, by=offices.second_township, at=EXPIRED)


def test_volume_is_kept_on_with_a_new_day(volume, offices):
    row = propose(volume, offices.township, verdict="retain", retain_until=dt.date(2035, 12, 31))

    assessment.approve(assessment=row, by=offices.county, at=EXPIRED)

    volume.refresh_from_db()
    assert (volume.state, volume.retain_until) == (VolumeState.KEPT, dt.date(2035, 12, 31))
    assert list(expired(EXPIRED.date())) == []


def test_rejected_appraisal_changes_nothing_and_can_be_made_again(volume, offices):
    row = propose(volume, offices.township)

    with pytest.raises(assessment.AssessmentRefused, match="请写明不同意的理由"):
        assessment.reject(assessment=row, by=offices.county, at=EXPIRED, answer=" ")
    assessment.reject(assessment=row, by=offices.county, at=EXPIRED, answer="尚有追回案")

    assert list(expired(EXPIRED.date())) == [volume]
    propose(volume, offices.township)
    with pytest.raises(assessment.AssessmentRefused, match="已处理"):
        assessment.approve(assessment=row, by=offices.county, at=EXPIRED)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": " "}, "请写明鉴定理由"),
        ({"verdict": "retain"}, "请填写今天以后的保管日期"),
        ({"verdict": "retain", "retain_until": dt.date(2029, 1, 1)}, "请填写今天以后的保管日期"),
        ({"verdict": "burn"}, "请选择鉴定意见"),
    ],
)
def test_incomplete_appraisal_is_refused(volume, offices, fields, words):
    with pytest.raises(assessment.AssessmentRefused, match=words):
        propose(volume, offices.township, **fields)


def lend(volume, by, **fields):
    given = {
        "borrower": "李审", "unit": "市审计局", "purpose": "专项审计", "due_on": dt.date(2026, 10, 20),
        "at": archive.FILED,
    } | fields  # fmt: skip
    return custody.lend(volume=volume, by=by, **given)


def test_lent_volume_is_lent_once_and_comes_back(volume, offices):
    lend(volume, offices.township)

    with pytest.raises(custody.CustodyRefused, match="已借给李审"):
        lend(volume, offices.township)
    assert [row.borrower for row in overdue_lendings(dt.date(2026, 10, 21))] == ["李审"]
    with pytest.raises(assessment.AssessmentRefused, match="还在借阅中"):
        propose(volume, offices.township)
    custody.give_back(volume=volume, by=offices.second_township, at=casework.days(70))

    assert list(overdue_lendings(dt.date(2026, 10, 21))) == []
    with pytest.raises(custody.CustodyRefused, match="没有借出"):
        custody.give_back(volume=volume, by=offices.township, at=casework.days(71))


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"borrower": ""}, "都要填写"), ({"due_on": dt.date(2026, 1, 1)}, "不能早于今天")],
)
def test_incomplete_lending_is_refused(volume, offices, fields, words):
    with pytest.raises(custody.CustodyRefused, match=words):
        lend(volume, offices.township, **fields)


def hand_over(volume, by, at=TEN_YEARS, **fields):
    given = {"list_number": "移〔2036〕1号", "receiver": "市档案馆 张三", "handed_on": dt.date(2036, 10, 9)} | fields
    return custody.hand_over(volume=volume, by=by, at=at, **given)


def test_volume_goes_to_the_county_archive_after_ten_years(volume, offices):
    with pytest.raises(custody.CustodyRefused, match="满十年"):
        hand_over(volume, offices.county, at=EXPIRED)
    assert volume in list(to_hand_over(TEN_YEARS.date()))

    hand_over(volume, offices.county)

    volume.refresh_from_db()
    assert volume.state == VolumeState.HANDED_OVER
    assert volume not in list(to_hand_over(TEN_YEARS.date()))
    with pytest.raises(custody.CustodyRefused, match="已移交档案馆"):
        lend(volume, offices.county, at=TEN_YEARS, due_on=dt.date(2036, 11, 1))


def test_file_shared_by_two_volumes_stays_until_the_second_goes(volume, offices, django_capture_on_commit_callbacks):
    kept = Attachment.objects.get(case=volume.case)
    second = Volume.objects.exclude(pk=volume.pk).get()
    Item(
        volume=second, seq=99, title="附件", first_page=1, page_count=1, is_inside=True, record=f"attachment:{kept.pk}",
        sha256=kept.sha256, stored_name=kept.file.name,
    ).save(force_insert=True)  # fmt: skip
    row = propose(volume, offices.township)

    with django_capture_on_commit_callbacks(execute=True):
        assessment.approve(assessment=row, by=offices.county, at=EXPIRED)

    assert kept.file.storage.exists(kept.file.name)
