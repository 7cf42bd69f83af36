"""Filing a case: what goes in, how it is bound, how long it is kept, and when it may not be filed (capability 16)."""

import datetime as dt
import hashlib
import pathlib
import re
import subprocess

import pytest
from django.db import IntegrityError, transaction

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.archive.domain import custody, filing, reading
from minzheng.archive.enums import ArchiveClass
from minzheng.archive.models import Item, Volume
from minzheng.archive.queries.ready import ready
from minzheng.archive.queries.retention import keep_until, years_after
from minzheng.casework.domain.flow import Recused
from minzheng.casework.enums import State
from minzheng.casework.models import Attachment
from minzheng.services.audit.models import AuditEvent
from tests.factories import accounts, archive, casework, registry, relatives

pytestmark = pytest.mark.django_db


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


def titles(volume):
    return [item.title for item in Item.objects.filter(volume=volume).order_by("seq")]


def text_of(pdf):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def test_ended_case_is_bound_in_two_volumes_and_closed(offices, county):
    case = archive.ended(offices)

    approval, daily = filing.file_case(case=case, by=offices.township, at=archive.FILED)

    case.refresh_from_db()
    assert case.state == State.ARCHIVED
    assert (approval.archive_class, daily.archive_class) == (ArchiveClass.APPROVAL, ArchiveClass.DAILY)
    assert re.fullmatch(r"DA-420581-2026-\d{5}", approval.number)
    assert {"社会救助申请书", "入户调查表", "社会救助公示", "社会救助审核确认表"} <= set(titles(approval))
    assert any(title.startswith("告知书") for title in titles(approval))
    assert any(title.startswith("附件：入户照片") for title in titles(approval))
    assert any(title.startswith("告知书") for title in titles(daily))
    assert titles(daily)[-1] == "办理经过"
    told = AuditEvent.objects.get(chain=f"case:{case.pk}", action="case.archive")
    assert told.after["volumes"] == [approval.number, daily.number]


def test_who_kept_the_card_is_in_the_volume(offices, county):
    case = casework.case("accepted", offices=offices)
    paper = archive.photo(name="代管协议.png")
    given = {"resident": case.applicant, "paper": paper}
    relatives.agreement(case.household, registry.id_number(), at=casework.days(-5), resident=case.applicant)
    relatives.agreement(case.household, registry.id_number(), at=casework.days(1), **given)
    archive.withdraw(case, offices)

    [volume] = filing.file_case(case=case, by=offices.township, at=archive.FILED)

    assert [title for title in titles(volume) if title.startswith("代管协议")] == ["代管协议：周正"]
    assert Item.objects.get(volume=volume, title="代管协议：周正").stored_name == ""


def test_pages_of_the_index_are_the_pages_of_the_file(offices, county):
    [approval, _daily] = archive.filed(offices)

    pdf = reading.open_file(volume=approval, by=county, at=archive.FILED, purpose="核对")

    items = list(Item.objects.filter(volume=approval).order_by("seq"))
    first = 1
    for item in items:
        assert item.first_page == first
        first += item.page_count
    assert approval.page_count == first - 1
    assert approval.item_count == len(items)
    assert hashlib.sha256(pdf).hexdigest() == approval.sha256


def test_the_file_is_one_pdf_with_cover_index_and_running_numbers(offices, county):
    [approval, _daily] = archive.filed(offices)

    pages = text_of(reading.open_file(volume=approval, by=county, at=archive.FILED, purpose="核对")).split("\f")

    assert approval.title in pages[0]
    assert "卷内目录" in pages[1]
    numbered = [page for page in pages if re.search(rf"第\d+页，共{approval.page_count}页", page)]
    assert len(numbered) == approval.page_count
    assert f"第1页，共{approval.page_count}页" in numbered[0]
    assert "社会救助申请书" in numbered[0]


def test_benefit_end_and_retention_are_counted(offices, county):
    [approval, daily] = archive.filed(offices)

    # The man died on 2 September; the benefit ends with the month of death.
    assert approval.benefit_ended_on == dt.date(2026, 9, 30)
    assert approval.retain_until == dt.date(2029, 9, 30)
    assert daily.retain_until == years_after(archive.FILED.date(), 5)
    assert "停止享受待遇后至少保管三年" in approval.retention_source


def test_withdrawn_case_has_one_volume_kept_from_its_close(offices, county):
    case = archive.withdrawn(offices)

    [volume] = filing.file_case(case=case, by=offices.township, at=archive.FILED)

    assert (volume.archive_class, volume.benefit_ended_on) == (ArchiveClass.APPROVAL, None)
    assert volume.retain_until == years_after(casework.days(5).date(), 3)


def test_refused_case_waits_until_the_household_was_told(offices, county):
    home = casework.household(*casework.couple(wage_fen=900_000))
    case = casework.case("proposed", home=home, offices=offices)
    from minzheng.casework.domain import decision

    decision.refuse(case=case, by=offices.county, at=casework.days(15), reason="收入高于标准")

    with pytest.raises(filing.FilingRefused, match="告知书还没有送达"):
        filing.file_case(case=case, by=offices.township, at=archive.FILED)
    assert list(ready()) == []
    archive.told(case, offices, casework.days(16))
    assert [row.pk for row in ready()] == [case.pk]
    [volume] = filing.file_case(case=case, by=offices.township, at=archive.FILED)
    assert volume.archive_class == ArchiveClass.APPROVAL


@pytest.mark.parametrize("state", ["submitted", "surveying", "active"])
def test_running_case_is_not_filed(offices, county, state):
    case = casework.case(state, offices=offices)

    with pytest.raises(filing.FilingRefused, match="没有办结"):
        filing.file_case(case=case, by=offices.township, at=archive.FILED)


def test_a_case_is_filed_once(offices, county):
    [approval, _daily] = archive.filed(offices)

    with pytest.raises(filing.FilingRefused, match="已归档"):
        filing.file_case(case=approval.case, by=offices.township, at=archive.FILED)


@pytest.mark.parametrize("role", ["village_worker", "finance_officer", "leader", "auditor"])
def test_others_do_not_file(offices, county, role):
    case = archive.withdrawn(offices)

    with pytest.raises(NotAllowed):
        filing.file_case(case=case, by=accounts.staff(role), at=archive.FILED)


def test_relative_does_not_file(offices, county):
    case = archive.withdrawn(offices)
    relatives.declare(offices.township, relatives.number_of(registry.people(case.household)[0]))

    with pytest.raises(Recused):
        filing.file_case(case=case, by=offices.township, at=archive.FILED)


def test_file_that_no_page_can_show_is_named_and_kept_apart(offices, county):
    case = archive.ended(offices, photos=(archive.photo(archive.PIXEL[:40]),))

    [approval, _daily] = filing.file_case(case=case, by=offices.township, at=archive.FILED)

    item = Item.objects.get(volume=approval, title__startswith="附件")
    kept = Attachment.objects.get(case=case)
    assert (item.is_inside, item.page_count, item.sha256) == (False, 1, kept.sha256)


def test_altered_volume_is_not_shown(offices, county, settings):
    [approval, _daily] = archive.filed(offices)
    with pathlib.Path(approval.file.path).open("ab") as content:
        content.write(b"x")

    with pytest.raises(reading.VolumeGone, match="丢失或被改动"):
        reading.open_file(volume=approval, by=county, at=archive.FILED, purpose="核对")


def test_reading_leaves_a_trace(offices, county):
    [approval, _daily] = archive.filed(offices)

    reading.open_file(volume=approval, by=county, at=archive.FILED, purpose="审计调阅")

    assert AuditEvent.objects.filter(action="read", object_kind="volume", reason="审计调阅").count() == 1


def test_the_database_keeps_volumes_and_index(offices, county):
    [approval, _daily] = archive.filed(offices)

    for change in (
        lambda: Volume.objects.filter(pk=approval.pk).update(title="别的"),
        lambda: Volume.objects.filter(pk=approval.pk)._raw_delete("default"),
        lambda: Item.objects.filter(volume=approval).update(title="别的"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_own_longer_period_is_used_from_its_day(offices, county):
    custody.set_period(
        archive_class="approval", years=10, from_on=dt.date(2026, 9, 1), source="宜档函〔2026〕3号", by=county,
        at=casework.days(1),
    )  # fmt: skip

    [approval, daily] = archive.filed(offices)

    assert (approval.retain_until, approval.retention_source) == (dt.date(2036, 9, 30), "宜档函〔2026〕3号")
    assert daily.retain_until == years_after(archive.FILED.date(), 5)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"years": 2}, "至少保管3年"),
        ({"source": " "}, "批准文件"),
        ({"archive_class": "other"}, "请选择档案类别"),
    ],
)
def test_period_under_the_law_is_refused(county, fields, words):
    given = {"archive_class": "approval", "years": 5, "from_on": dt.date(2026, 9, 1), "source": "宜档函〔2026〕3号"}

    with pytest.raises(custody.CustodyRefused, match=words):
        custody.set_period(**(given | fields), by=county, at=casework.days(1))


def test_periods_end_on_the_corresponding_day_or_the_months_last(db):
    assert years_after(dt.date(2024, 2, 29), 3) == dt.date(2027, 2, 28)
    kept = keep_until("approval", filed_on=dt.date(2026, 3, 1), benefit_ended_on=dt.date(2024, 2, 29))
    assert kept.until == dt.date(2027, 2, 28)


def test_volumes_of_another_township_are_not_seen(offices):
    archive.filed(offices)

    with within(accounts.neighbour_officer().area):
        assert Volume.objects.count() == 0
