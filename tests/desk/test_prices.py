"""The pages of prices: weekly prices with chart and warning, indices by two people, a month confirmed, the to-do."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from minzheng.accounts.scope import everywhere, within
from minzheng.ledger.models import Due
from minzheng.prices.models import MarketPrice, PriceIndex, SubsidyMonth
from tests.factories import accounts, prices, registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
A_YEAR = dt.timedelta(weeks=52)
LATEST = dt.date(2026, 11, 18)


def text_of(answer):
    return answer.content.decode()


def both_years(rise_percent, weeks=4):
    """Pork for ten yuan last year, dearer now."""
    for back in range(weeks):
        day = LATEST - dt.timedelta(weeks=back)
        prices.week(day - A_YEAR, pork=1000)
        prices.week(day, pork=1000 + 10 * rise_percent)


@pytest.mark.parametrize(
    ("rise", "title"),
    [
        (4, "本地采价离食品价格的启动门槛尚远"),
        (5, "本地采价接近食品价格的启动门槛"),
        (6, "本地采价已超过食品价格的启动门槛"),
    ],
)
def test_the_warning_comes_before_the_trigger_and_says_how_it_was_reckoned(sign_in, rise, title):
    both_years(rise)

    page = text_of(sign_in(accounts.county_officer()).get(reverse("desk:prices")))

    assert title in page
    # Four pieces of 500 grams a month, four weeks: 160 yuan last year.
    now = f"{160 + 1.6 * rise:.2f}"
    assert (
        f"近4周、1种：按每人每月用量，现为{now}元，上年同周160.00元，涨幅{rise}%；食品价格的启动门槛6%，提醒线5%。"
        in page
    )
    assert page.count("<svg viewBox=") >= 2
    assert "不能据以启动" in page


def test_without_last_year_nothing_is_compared(sign_in):
    prices.week(LATEST, pork=1500)

    page = text_of(sign_in(accounts.county_officer()).get(reverse("desk:prices")))

    assert "没有可以与上年同周比较的价格" in page
    assert "没有与上年同周都有价格的品种" in page


def test_a_week_is_written_down_and_an_empty_field_is_no_price(sign_in):
    registry.divisions()
    client = sign_in(accounts.township_officer())
    post = {
        "seen_on": "2026-11-18", "division_code": accounts.TOWNSHIP, "market": "红花套市场", "good_rice": "3.20",
        "good_pork": "",
    }  # fmt: skip

    answer = client.post(reverse("desk:price_week_new"), post)

    assert answer.status_code == 302
    with everywhere("测试"):
        assert [(row.good, row.price_fen) for row in MarketPrice.objects.all()] == [("rice", 320)]


def test_an_index_is_entered_checked_by_another_and_the_month_confirmed_by_a_third(sign_in):
    prices.paid_household()
    clerk, checker = accounts.county_officer(), accounts.county_officer()
    post = {
        "month": "2026-10", "region": prices.PREFECTURE, "kind": "cpi", "rise_bp": "3.6", "released_on": "2026-11-09",
        "source": "市统计局发布",
    }  # fmt: skip

    assert sign_in(clerk).post(reverse("desk:price_index_new"), post).status_code == 302
    row = PriceIndex.objects.get()
    own = sign_in(clerk).get(reverse("desk:price_index", args=[row.pk]))
    assert "您录入的指数由另一人核对" in text_of(own)
    assert [act.verb for act in own.context["acts"]] == ["correct"]
    refused = sign_in(clerk).post(reverse("desk:price_index_action", args=[row.pk, "confirm"]))
    assert refused.status_code == 422
    assert "核对价格指数" in text_of(sign_in(checker).get(reverse("desk:todo")))
    sign_in(checker).post(reverse("desk:price_index_action", args=[row.pk, "confirm"]))

    page = sign_in(checker).get(reverse("desk:price_month", args=["2026-10"]))
    assert "居民消费价格同比涨幅3.6%，达到3.5%，启动" in text_of(page)
    assert "为本月在保的 1 人生成应发的价格临时补贴，预计 26.00 元" in text_of(page)
    assert "第20个工作日为2026年12月7日" in text_of(page)
    assert "确认发放价格补贴" in text_of(sign_in(checker).get(reverse("desk:todo")))
    act = reverse("desk:price_month_action", args=["2026-10", "confirm"])
    assert sign_in(clerk).post(act, {"document_number": "示例1号"}).status_code == 422
    assert sign_in(checker).post(act, {"document_number": "示例1号"}).status_code == 302

    with everywhere("测试"):
        assert [due.amount_fen for due in Due.objects.all()] == [2600]
        assert SubsidyMonth.objects.get().document_number == "示例1号"
    after = text_of(sign_in(checker).get(reverse("desk:price_month", args=["2026-10"])))
    assert "1 户 1 人，合计 26.00 元" in after
    assert "确认发放价格补贴" not in text_of(sign_in(checker).get(reverse("desk:todo")))


def test_a_file_is_tried_then_entered(sign_in):
    clerk = accounts.county_officer()
    content = (
        "月份,地区,指数,同比涨幅(%),发布日期,来源\n"
        f"2026-10,{prices.PREFECTURE},CPI,3.6,2026-11-09,市统计局\n"
        f"2026-10,{prices.PREFECTURE},蔬菜,3.6,2026-11-09,市统计局\n"
    ).encode("gb18030")
    address = reverse("desk:price_index_import")

    tried = sign_in(clerk).post(address, {"file_given": SimpleUploadedFile("指数.csv", content)})

    assert "1 行可以录入，1 行有问题" in text_of(tried)
    assert "指数“蔬菜”不认识" in text_of(tried)
    assert PriceIndex.objects.count() == 0
    assert sign_in(clerk).post(address, {"rows": tried.context["rows"] + "x"}).status_code == 422
    assert sign_in(clerk).post(address, {"rows": tried.context["rows"]}).status_code == 302
    assert [(row.kind, row.rise_bp, row.confirmed_at) for row in PriceIndex.objects.all()] == [("cpi", 360, None)]


def test_the_replay_is_a_page(sign_in):
    page = text_of(sign_in(accounts.leader()).get(reverse("desk:price_replay")))

    assert "启动 8 · 不启动 1 · 不能确定 166" in page


@pytest.mark.parametrize("day", [(7, False), (8, True)])
def test_the_twenty_first_working_day_is_late(sign_in, day):
    prices.paid_household()
    prices.known()
    officer = accounts.county_officer()
    number, is_late = day
    with time_machine.travel(dt.datetime(2026, 12, number, 9, tzinfo=prices.SHANGHAI), tick=False):
        page = text_of(sign_in(officer).get(reverse("desk:price_month", args=["2026-10"])))

    assert ("已逾期 1 个工作日" in page) == is_late
    assert ("今天到期" in page) == (not is_late)


def test_nobody_outside_the_county_offices_sees_indices_or_months(sign_in):
    for name in ("price_indices", "price_months", "price_replay", "price_index_new", "price_index_import"):
        for staff in (accounts.township_officer(), accounts.village_worker()):
            assert sign_in(staff).get(reverse(f"desk:{name}")).status_code == 404
    assert sign_in(accounts.village_worker()).get(reverse("desk:prices")).status_code == 404


def test_a_neighbours_price_is_not_there(sign_in, stranger):
    row = prices.week()[0]

    assert sign_in(stranger).get(reverse("desk:price", args=[row.pk])).status_code == 404
    with within(stranger.area):
        assert not MarketPrice.objects.exists()
