"""Importing at the desk: the dry run, handing in, the second person."""

import io

import pytest
from django.db import connection
from django.urls import reverse
from python_calamine import CalamineWorkbook

from minzheng.accounts.scope import everywhere, within
from minzheng.integrations.roster.domain import background
from minzheng.integrations.roster.models import ImportBatch
from minzheng.registry.models import Household
from minzheng.services.jobs import worker
from minzheng.services.jobs.models import JobRun
from tests.desk.addresses import NOW
from tests.desk.money_addresses import roster_bytes, submitted, upload
from tests.factories import accounts, layouts, registry
from tests.factories.roster import payment_row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def post(client, name, *args, **data):
    return client.post(reverse(f"desk:{name}", args=args), data)


def tried(client, *rows):
    """Upload a roster; return the page of the dry run."""
    registry.divisions()
    response = post(client, "import_new", file=upload(roster_bytes(*rows)))
    return client.get(response["Location"])


def test_dry_run_lists_every_problem_and_writes_nothing(sign_in, township):
    client = sign_in(township)

    page = tried(client, payment_row(1), payment_row(2, 身份证号码=""), payment_row(3, 起始月份=""))

    text = page.content.decode()
    found = [(line["problem"].row, line["problem"].code, str(line["label"])) for line in page.context["problem_lines"]]
    assert {(row, code) for row, code, weight in found if weight == "阻断"} == {(3, "id_empty"), (4, "month_empty")}
    assert ("共 3 户，可导入 1 户，不能导入 2 户" in text, "还没有写入任何数据" in text) == (True, True)
    with everywhere("测试"):
        assert (ImportBatch.objects.count(), Household.objects.count()) == (0, 0)


def test_dry_run_filters_by_weight(sign_in, township):
    client = sign_in(township)
    page = tried(
        client, payment_row(1, 账号="9999000000000001"), payment_row(2, 账号="9999000000000001", 身份证号码="")
    )

    shown = client.get(page.request["PATH_INFO"], {"severity": "warning"})

    assert {line["problem"].severity for line in page.context["problem_lines"]} >= {"error", "warning"}
    assert {line["problem"].severity for line in shown.context["problem_lines"]} == {"warning"}


def test_preview_of_the_good_rows_is_masked(sign_in, township):
    row = payment_row(1)
    client = sign_in(township)
    page = tried(client, row)

    text = client.get(page.request["PATH_INFO"], {"tab": "rows"}).content.decode()

    assert (row["身份证号码"] in text, row["账号"] in text) == (False, False)
    assert (row["户主姓名"] in text, row["账号"][-4:] in text, "**********" in text) == (True, True, True)


def test_problem_list_is_a_workbook(sign_in, township):
    client = sign_in(township)
    page = tried(client, payment_row(1), payment_row(2, 身份证号码=""))

    content = client.get(page.request["PATH_INFO"] + "problems.xlsx").content

    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows if row[3] == "错误"] == [3]


def test_kept_file_is_sealed_and_only_its_uploader_opens_it(sign_in, township, settings):
    row = payment_row(1)
    page = tried(sign_in(township), row)
    colleague = sign_in(accounts.township_officer())

    others = colleague.get(page.request["PATH_INFO"]).status_code

    kept = b"".join(path.read_bytes() for path in (settings.VAR_DIR / "upload-drafts").iterdir())
    assert (others, row["身份证号码"].encode() in kept, "王大".encode() in kept) == (404, False, False)


def test_file_that_is_no_roster_is_refused_beside_the_form(sign_in, township):
    response = post(sign_in(township), "import_new", file=upload(b"not a table", "名册.xlsx"))

    assert (response.status_code, "扩展名却是" in response.content.decode()) == (422, True)


def test_nothing_good_cannot_be_handed_in(sign_in, township):
    client = sign_in(township)
    page = tried(client, payment_row(1, 身份证号码=""))

    response = client.post(page.request["PATH_INFO"])

    assert ("提交，等待批准" in page.content.decode(), response.status_code) == (False, 422)
    assert "没有可导入的户" in response.content.decode()


def test_handing_in_registers_nobody_and_says_so(sign_in, township):
    client = sign_in(township)
    page = tried(client, payment_row(1))

    response = client.post(page.request["PATH_INFO"], follow=True)

    text = response.content.decode()
    assert ("还没有导入任何一户" in text, "等待县民政局" in text, response.context["acts"]) == (True, True, [])
    assert client.get(page.request["PATH_INFO"]).status_code == 404
    with everywhere("测试"):
        assert (ImportBatch.objects.get().state, Household.objects.count()) == ("submitted", 0)


def test_second_person_sees_who_and_how_much_before_approving(sign_in):
    batch = submitted(None, payment_row(1), payment_row(2))

    page = sign_in(accounts.county_officer()).get(reverse("desk:import_batch", args=[batch.number]))

    [approve, reject] = page.context["acts"]
    assert (approve.verb, reject.verb) == ("approve", "reject")
    assert "2 户 2 人" in approve.consequence
    assert "¥1,280.00 元（壹仟贰佰捌拾元整）" in approve.consequence


def test_approving_takes_over_and_counts_in_words(sign_in):
    batch = submitted()
    client = sign_in(accounts.county_officer())

    response = client.post(reverse("desk:import_action", args=[batch.number, "approve"]), follow=True)

    assert "共 2 户，导入 1 户，未导入 1 户" in response.content.decode()
    with everywhere("测试"):
        assert Household.objects.count() == 1


def test_submitter_is_offered_nothing_and_refused(sign_in):
    officer = accounts.county_officer()
    batch = submitted(officer)
    client = sign_in(officer)

    page = client.get(reverse("desk:import_batch", args=[batch.number]))
    response = post(client, "import_action", batch.number, "approve")

    assert page.context["acts"] == []
    assert (response.status_code, "须由另一人办理" in response.content.decode()) == (422, True)


def test_approving_what_was_taken_over_meanwhile_is_never_a_success(sign_in):
    row = payment_row(1)
    first, second = submitted(None, row), submitted(None, row, payment_row(2, 身份证号码=""))
    client = sign_in(accounts.county_officer())
    client.post(reverse("desk:import_action", args=[first.number, "approve"]), follow=True)

    response = post(client, "import_action", second.number, "approve")

    assert (response.status_code, "没有可导入的户" in response.content.decode()) == (422, True)
    assert 'class="success"' not in response.content.decode()


def test_rejecting_needs_a_reason_and_keeps_what_was_typed(sign_in):
    batch = submitted()
    client = sign_in(accounts.county_officer())

    empty = post(client, "import_action", batch.number, "reject", reason=" ")
    done = client.post(
        reverse("desk:import_action", args=[batch.number, "reject"]), {"reason": "补身份证号"}, follow=True
    )

    assert (empty.status_code, "请填写此项" in empty.content.decode()) == (422, True)
    assert "没有导入任何一户" in done.content.decode()


@pytest.mark.parametrize("role", ["village_worker", "finance_officer", "leader"])
def test_roles_without_imports_find_no_such_page(sign_in, role):
    batch = submitted()
    client = sign_in(accounts.staff(role))

    codes = [
        client.get(reverse("desk:imports")).status_code,
        client.get(reverse("desk:import_new")).status_code,
        client.get(reverse("desk:import_batch", args=[batch.number])).status_code,
        post(client, "import_action", batch.number, "approve").status_code,
    ]

    assert codes == [404] * 4


@pytest.mark.parametrize("batches", [1, 3])
def test_list_asks_the_same_number_of_queries(sign_in, django_assert_num_queries, batches):
    for _number in range(batches):
        submitted(None, payment_row(1), payment_row(2))
    client = sign_in(accounts.county_officer())

    with django_assert_num_queries(8):
        response = client.get(reverse("desk:imports"))

    assert len(response.context["table"]["rows"]) == batches


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_a_batch_asks_the_same_number_of_queries(sign_in, django_assert_num_queries, rows):
    batch = submitted(None, *(payment_row(order) for order in range(1, rows + 1)))
    client = sign_in(accounts.county_officer())

    # On PostgreSQL the chain of reads is locked by a query of its own.
    with django_assert_num_queries(14 + (connection.vendor == "postgresql")):
        response = client.get(reverse("desk:import_batch", args=[batch.number]))

    assert len(response.context["page"]) == rows


def test_township_lists_its_own_batches_only(sign_in, township, stranger):
    submitted(township)

    seen = [len(sign_in(staff).get(reverse("desk:imports")).context["table"]["rows"]) for staff in (township, stranger)]

    with within(stranger.area):
        assert ImportBatch.objects.count() == 0
    assert seen == [1, 0]


def tried_pages(client, *pages):
    """Upload a workbook of any layout; return the page of the dry run."""
    registry.divisions()
    response = post(client, "import_new", file=upload(layouts.sheets(*pages)))
    return client.get(response["Location"])


def test_a_survey_form_is_tried_handed_in_and_approved_at_the_desk(sign_in, township):
    client = sign_in(township)
    page = tried_pages(client, ("第一户", layouts.f01()))
    text = page.content.decode()

    assert ("共 1 户，可登记 1 户" in text, "不作任何救助决定" in text, "每月合计" in text) == (True, True, False)
    handed_in = client.post(page.request["PATH_INFO"])
    county = sign_in(accounts.county_officer())
    shown = county.get(handed_in["Location"]).content.decode()
    assert ("批准，登记 1 条" in shown, "新登记" in shown) == (True, True)
    approved = county.post(handed_in["Location"] + "approve/")

    with everywhere("测试"):
        assert (approved.status_code, Household.objects.count()) == (302, 1)
        assert ImportBatch.objects.get().state == "approved"


def test_statistics_show_both_figures_and_offer_nothing_to_hand_in(sign_in, township):
    client = sign_in(township)
    page = tried_pages(client, ("表", layouts.f07([[layouts.TOWN, 1000, 9.9, 2, 4, 4, 0, 3, 1, 0.11, 1100, 275, 700]])))
    text = page.content.decode()

    assert (page.context["tab"], page.context["to_look_at"]) == ("compared", 1)
    assert ("低保户数" in text, "系统没有这项数据" in text, "提交，等待批准" in text) == (True, True, False)
    assert client.post(page.request["PATH_INFO"]).status_code == 422


def test_a_roll_of_veterans_is_persons_and_no_money(sign_in, township):
    page = tried_pages(sign_in(township), ("优抚", layouts.f10()))
    text = page.content.decode()

    assert ("共 1 人，可登记 1 人" in text, "每月 ¥" in text) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_registration_takes_the_same_queries_for_any_number(
    sign_in, township, django_assert_num_queries, count
):
    client = sign_in(township)
    people = [layouts.person(f"王大{n}", "户主", **{"年收入(元)": 0}) for n in "一二三"[:count]]
    page = tried_pages(client, *((f"第{n}户", layouts.f01(each)) for n, each in enumerate(people)))
    address = client.post(page.request["PATH_INFO"])["Location"]
    county = sign_in(accounts.county_officer())
    county.get(address)

    # the read it leaves behind takes a lock of its chain on PostgreSQL
    with django_assert_num_queries(14 + (connection.vendor == "postgresql")):
        county.get(address)


def test_the_marked_file_of_a_batch_is_for_its_submitter_the_county_and_auditors(sign_in, township):
    client = sign_in(township)
    page = tried(client, payment_row(1), payment_row(2, 身份证号码=""))
    address = client.post(page.request["PATH_INFO"])["Location"]

    got = {
        "submitter": client.get(address + "marked.xlsx").status_code,
        "colleague": sign_in(accounts.township_officer()).get(address + "marked.xlsx").status_code,
        "county": sign_in(accounts.county_officer()).get(address + "marked.xlsx").status_code,
        "auditor": sign_in(accounts.auditor()).get(address + "marked.xlsx").status_code,
        "village": sign_in(accounts.village_worker()).get(address + "marked.xlsx").status_code,
    }

    assert got == {"submitter": 200, "colleague": 404, "county": 200, "auditor": 200, "village": 404}


def test_a_large_roster_is_taken_over_in_the_background(sign_in, monkeypatch):
    monkeypatch.setattr(background, "LARGE", 1)
    batch = submitted(None, payment_row(1), payment_row(2))
    client = sign_in(accounts.county_officer())

    started = post(client, "import_action", batch.number, "approve")
    again = post(client, "import_action", batch.number, "approve")
    with everywhere("测试"):
        before = Household.objects.count()
    worker.run_next(now=lambda: NOW)

    job = JobRun.objects.get()
    assert started["Location"] == again["Location"] == f"/jobs/{job.token}/"
    assert (job.state, job.done, job.total, job.message) == ("done", 2, 2, "共 2 户，导入 2 户，未导入 0 户。")
    with everywhere("测试"):
        assert (before, Household.objects.count()) == (0, 2)


def test_who_may_not_approve_a_large_roster_queues_nothing(sign_in, monkeypatch):
    monkeypatch.setattr(background, "LARGE", 1)
    officer = accounts.county_officer()
    batch = submitted(officer, payment_row(1), payment_row(2))

    response = post(sign_in(officer), "import_action", batch.number, "approve")

    assert (response.status_code, JobRun.objects.count()) == (422, 0)
