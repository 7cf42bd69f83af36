"""Every bad input has its message, at its cell, and writes nothing anywhere."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection

from minzheng.accounts.scope import within
from minzheng.integrations.roster.domain.check import check
from minzheng.integrations.roster.domain.recognise import NoRosterFound
from minzheng.kernel import idnumber
from tests.factories.accounts import AT, NEIGHBOUR_VILLAGE, county_officer, township_officer
from tests.factories.registry import household, id_number, new_member
from tests.factories.roster import (
    MEMBER_TITLES,
    PAYMENT_TITLES,
    member_row,
    member_sheet,
    payment_row,
    payment_sheet,
    roster,
    source,
)

pytestmark = [pytest.mark.usefixtures("county"), pytest.mark.must_show("spine", 4)]


@pytest.fixture
def made_records():
    """The test makes people of its own before it checks."""


@pytest.fixture(autouse=True)
def nothing_written(request, county):
    """No table may grow by a check, but for the audit of a look across areas."""
    if "made_records" in request.fixturenames:
        yield
        return
    before = counts()
    yield
    assert counts() == before


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for model in apps.get_models():
            if model._meta.app_label != "audit":
                cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')  # noqa: S608 - our own table names
                found[model._meta.label] = cursor.fetchone()[0]
    return found


def checked(*rows, members=(), by=None, **options):
    return check(source=roster(*rows, members=members), by=by, at=AT, **options)


def errors(report) -> list[tuple]:
    return [(p.sheet, p.row, p.column, p.code, p.reason) for p in report.problems if p.is_error]


def only_error(report) -> tuple:
    found = errors(report)
    assert len(found) == 1, found
    return found[0]


def wrong_check_digit(number: str) -> tuple[str, str]:
    wrong = "0" if number[-1] != "0" else "1"
    return number[:-1] + wrong, wrong


def test_nothing_is_wrong_with_a_right_roster():
    report = checked(payment_row(1), payment_row(2))

    assert errors(report) == []
    assert report.in_words() == "共 2 户，可导入 2 户，不能导入 0 户。"


def test_wrong_checksum_names_the_character_expected():
    right = id_number()
    spoiled, wrong = wrong_check_digit(right)
    report = checked(payment_row(1), payment_row(2, 身份证号码=spoiled))

    assert only_error(report) == (
        "发放名册", 3, "D 身份证号码", "id_invalid",
        f"身份证号码校验不通过：最后一位应为 {right[-1]}，实为 {wrong}。请核对各位数字。",
    )  # fmt: skip
    assert report.in_words() == "共 2 户，可导入 1 户，不能导入 1 户，原因：身份证号有误 1 户。"


def test_an_id_in_a_number_cell():
    report = checked(payment_row(身份证号码=float(429999198001010011)))

    assert only_error(report) == (
        "发放名册", 2, "D 身份证号码", "id_number_cell",
        "身份证号被 Excel 存成了数字，末几位已丢失；请把该列设为“文本”格式后重新填写完整号码",
    )  # fmt: skip


def test_an_id_in_scientific_notation():
    assert only_error(checked(payment_row(身份证号码="4.29999E+17")))[3] == "id_number_cell"


def test_an_account_in_a_number_cell():
    assert only_error(checked(payment_row(账号=6222020200112345678.0)))[2:4] == ("M 账号", "account_number_cell")


def test_the_same_person_twice():
    twin = id_number()
    report = checked(payment_row(1, 身份证号码=twin), payment_row(2), payment_row(3, 身份证号码=twin))

    assert [(row, code, reason) for _s, row, _c, code, reason in errors(report)] == [
        (2, "person_twice", "同一人出现两次，另见“发放名册”第 4 行"),
        (4, "person_twice", "同一人出现两次，另见“发放名册”第 2 行"),
    ]
    assert [household.row for household in report.good] == [3]


def test_the_same_person_twice_as_15_and_18_digits():
    new = id_number(born=dt.date(1970, 1, 1))
    report = checked(payment_row(1, 身份证号码=new), payment_row(2, 身份证号码=new[:6] + new[8:17]))

    assert [problem[3] for problem in errors(report)] == ["person_twice", "person_twice"]


def test_two_blank_ids_are_not_the_same_person():
    report = checked(payment_row(1, 身份证号码=""), payment_row(2, 身份证号码=None))

    assert [problem[3] for problem in errors(report)] == ["id_empty", "id_empty"]


def test_a_person_in_two_households_of_the_file():
    one, two = payment_row(1, 保障人数=2), payment_row(2, 保障人数=2)
    child = {"家庭成员姓名": "王小", "身份证号码": id_number(born=dt.date(2015, 1, 1))}
    members = [member_row(one), member_row(one, "子", **child), member_row(two), member_row(two, "子", **child)]

    report = checked(one, two, members=members)

    assert [(row, column, code, reason) for _s, row, column, code, reason in errors(report)] == [
        (3, "G 身份证号码", "person_in_two_households", "同一人在两户，另见“家庭成员”第 5 行"),
        (5, "G 身份证号码", "person_in_two_households", "同一人在两户，另见“家庭成员”第 3 行"),
    ]
    assert report.good == []


@pytest.mark.usefixtures("made_records")
def test_a_person_registered_in_another_household_of_the_area():
    known = new_member()
    other = household(known)
    report = checked(payment_row(身份证号码=known.id_number))

    assert only_error(report)[3:] == ("already_registered", f"此人已登记在户 {other.number}；同一人不能在两户")


@pytest.mark.usefixtures("made_records")
def test_a_person_known_in_the_next_township_is_said_to_be_known_there_and_no_more():
    known = new_member()
    household(known, division_code=NEIGHBOUR_VILLAGE)
    by = township_officer()
    with within(by.area):
        report = checked(payment_row(身份证号码=known.id_number), by=by)

    error = only_error(report)
    assert error[3] == "known_elsewhere"
    assert "聂家河镇" in error[4]
    assert "HH-" not in error[4]


def test_unknown_division_with_near_names():
    assert only_error(checked(payment_row(地区="湾市寸")))[2:] == (
        "B 地区", "division_unknown", "区划表中没有“湾市寸”；相近的有：湾市村",
    )  # fmt: skip


def test_a_village_and_a_community_of_one_name():
    assert only_error(checked(payment_row(地区="红花套")))[3:] == (
        "division_ambiguous",
        "“红花套”有几个：红花套镇红花套社区居委会、红花套镇红花套村委会；请写全称或补写乡镇",
    )


def test_a_township_is_not_a_village():
    assert only_error(checked(payment_row(地区="宜都市高坝洲镇")))[3:] == (
        "division_too_wide",
        "只写到高坝洲镇，没有写村（社区）",
    )


@pytest.mark.usefixtures("made_records")
def test_a_village_outside_the_importers_area():
    by = township_officer()
    report = checked(payment_row(地区="聂家河镇柑子园村"), by=by)

    assert only_error(report)[2:] == (
        "B 地区", "out_of_area", "聂家河镇柑子园村委会不在您的管辖范围内；请交由该地或县民政局导入",
    )  # fmt: skip


def test_negative_income():
    row = payment_row()
    members = [member_row(row, **{"年工资性收入（元）": -1200})]

    assert only_error(checked(row, members=members)) == (
        "家庭成员", 2, "H 年工资性收入(元)", "income_negative", "收入和支出不能是负数；没有收入请填 0，不清楚请留空",
    )  # fmt: skip


def test_missing_column_says_what_else_it_could_be_called():
    titles = [title for title in PAYMENT_TITLES if title != "账号"]
    report = check(source=source(payment_sheet(payment_row(), titles=titles)), by=None, at=AT)

    missing = next(problem for problem in report.problems if problem.code == "column_missing")
    assert (missing.sheet, missing.row, missing.column) == ("发放名册", 1, "账号")
    assert missing.reason == (
        "缺少必需的列：账号（也认：银行账号、银行帐号、帐号、卡号）。"
        "本表按“发放名册”识别，表头在第 1 行；请补上这一列再导入"
    )
    assert report.good == []


def test_wrong_sheet_name_names_the_sheets_there_are():
    with pytest.raises(NoRosterFound) as caught:
        checked(payment_row(), only_sheet="低保户")
    assert str(caught.value) == "文件里没有名为“低保户”的工作表；文件里有：“发放名册”。"


def test_no_sheet_is_a_roster_says_what_was_found_and_what_is_known():
    with pytest.raises(NoRosterFound) as caught:
        check(source=source(("Sheet1", [["物资", "数量"], ["大米", 3]])), by=None, at=AT)
    message = str(caught.value)
    assert message.startswith("文件“名册.xlsx”里没有认出名册。读到的工作表：“Sheet1”（最像表头的一行是：物资、数量）。")
    assert "发放名册，须有地区或乡镇(街道)、户主姓名" in message.replace("（街道）", "(街道)")
    assert "家庭成员，须有" in message


def test_a_member_list_alone_takes_nothing_over_and_needs_a_place():
    row = payment_row()
    report = check(source=source(member_sheet(member_row(row))), by=None, at=AT)

    assert (report.kind, report.program) == ("registration", "")
    assert [problem.code for problem in report.problems if problem.is_error] == ["division_empty", "area_kind_empty"]
    assert "没有发放名册：只登记家庭和成员，不接管待遇" in report.problems[0].reason


def test_two_heads():
    row = payment_row(保障人数=2)
    members = [member_row(row), member_row(row, 家庭成员姓名="王二", 身份证号码=id_number())]

    assert only_error(checked(row, members=members)) == (
        "家庭成员", 3, "F 与户主关系", "two_heads", "这一户有 2 个户主（第 2、3 行）；只能有一个",
    )  # fmt: skip


def test_two_heads_under_one_certificate():
    one = payment_row(1)
    report = checked(one, payment_row(2, 低保证编号=one["低保证编号"]))

    assert [problem[3] for problem in errors(report)] == ["two_heads", "two_heads"]


def test_no_head():
    row = payment_row()
    members = [member_row(row, "妻", 性别="女", 家庭成员姓名="李秀", 身份证号码=id_number(sex="2"))]

    assert only_error(checked(row, members=members)) == (
        "家庭成员", 2, "F 与户主关系", "no_head", "这一户没有户主：成员中没有一行的与户主关系是“户主”",
    )  # fmt: skip


def test_formula_error_by_its_cell():
    assert only_error(checked(payment_row(**{"发放合计（元）": "=#VALUE!"}))) == (
        "发放名册", 2, "J 发放合计(元)", "formula_error",
        "单元格 J2 的公式出错（#VALUE!），没有值；请修正公式或直接填写数值",
    )  # fmt: skip


def test_amounts_that_do_not_add_up_by_one_fen():
    assert only_error(checked(payment_row(**{"发放合计（元）": "640.01"})))[2:] == (
        "J 发放合计(元)", "amounts_differ", "保障金 600.00 + 分类施保金 40.00 = 640.00，与发放合计 640.01 不等",
    )  # fmt: skip


def test_a_month_after_this_one():
    assert only_error(checked(payment_row(起始月份="2026-12")))[3:] == (
        "month_future",
        "起始月份 2026-12 晚于本月（2026-11）",
    )
    assert errors(checked(payment_row(起始月份="2026-11"))) == []


def test_sex_and_birth_that_contradict_the_id():
    row = payment_row(身份证号码=id_number(born=dt.date(1961, 3, 1)))
    born = dt.date.fromisoformat(f"{row['身份证号码'][6:10]}-{row['身份证号码'][10:12]}-{row['身份证号码'][12:14]}")
    members = [member_row(row, 性别="女", 出生年月=f"{born.year + 1}-{born.month:02d}")]

    assert [(column, code) for _s, _r, column, code, _x in errors(checked(row, members=members))] == [
        ("D 性别", "sex_differs"),
        ("E 出生年月", "birth_differs"),
    ]


@pytest.mark.parametrize(
    ("title", "value", "code"),
    [
        ("户主姓名", "", "name_empty"),
        ("户主姓名", "王?", "name_broken"),
        ("户主姓名", "无名氏", "name_invalid"),
        ("账号", "", "account_empty"),
        ("账号", "12", "account_invalid"),
        ("起始月份", "", "month_empty"),
        ("起始月份", "三月", "month_invalid"),
        ("起始月份", 2024.1, "month_ambiguous"),
        ("起始月份", 45352, "month_serial"),
        ("类别", "", "area_kind_empty"),
        ("地区", "", "division_empty"),
        ("低保证编号", "", "document_empty"),
        ("发放合计（元）", 0, "amounts_differ"),
        ("账户名称", "李四海", "account_holder_unknown"),
    ],
)
def test_cells_that_keep_a_household_out(title, value, code):
    fields = {title: value}
    if title == "户主姓名":
        fields["账户名称"] = "王大一"
    report = checked(payment_row(**fields))

    assert code in [problem[3] for problem in errors(report)]
    assert report.good == []


def test_a_household_paid_nothing_is_not_on_a_payment_list():
    row = payment_row(**{"保障金（元）": 0, "分类施保金（元）": "", "发放合计（元）": 0})
    assert only_error(checked(row))[3:] == ("amount_zero", "月发放金额是 0；已停发的户请不要放在发放名册里")


def test_yuan_written_in_ten_thousands():
    name, rows = payment_sheet(payment_row())
    report = check(source=source((name, [["单位：万元"], *rows])), by=None, at=AT)
    assert only_error(report)[3] == "money_unit"


def test_persons_on_paper_without_names_are_told_and_not_invented():
    report = checked(payment_row(保障人数=3))

    warnings = [(problem.code, problem.reason) for problem in report.problems]
    assert warnings == [("members_unknown", "名册写有 3 人，只登记户主，其余 2 人没有姓名和证号，不会登记")]
    assert [len(household.members) for household in report.good] == [1]


def test_more_members_than_covered_needs_to_know_who():
    row = payment_row(保障人数=1)
    wife = member_row(row, "妻", 性别="女", 家庭成员姓名="李秀", 身份证号码=id_number(sex="2"))

    assert only_error(checked(row, members=[member_row(row), wife]))[3] == "count_differs"


def test_a_member_list_without_its_household_creates_nothing():
    row, other = payment_row(1), payment_row(2)
    report = checked(row, members=[member_row(row), member_row(other)])

    told = [problem for problem in report.problems if problem.code == "members_without_household"]
    assert [(problem.sheet, problem.row) for problem in told] == [("家庭成员", 3)]
    assert len(report.households) == 1


def test_no_reason_holds_a_whole_id_or_account_number():
    right = id_number()
    spoiled, _wrong = wrong_check_digit(right)
    twin = id_number()
    rows = [
        payment_row(1, 身份证号码=spoiled),
        payment_row(2, 身份证号码=twin),
        payment_row(3, 身份证号码=twin, 账号="99990000123"),
        payment_row(4, 账号="99990000123"),
    ]
    told = str(checked(*rows).as_dict())

    assert spoiled not in told
    assert twin not in told
    assert "99990000123" not in told


def test_a_wife_who_is_a_man_is_refused_as_the_registry_would():
    row = payment_row(保障人数=2)
    wife = member_row(row, "妻", 性别="", 家庭成员姓名="李秀", 身份证号码=id_number())

    assert only_error(checked(row, members=[member_row(row), wife]))[2:4] == ("F 与户主关系", "registry_refuses")


def test_titles_of_the_factory_are_the_layouts():
    assert (len(PAYMENT_TITLES), len(MEMBER_TITLES)) == (13, 8)
    assert idnumber.IMPOSSIBLE_REGION == "429999"


@pytest.mark.usefixtures("made_records")
def test_the_county_sees_all_its_townships():
    by = county_officer()
    assert errors(checked(payment_row(1), payment_row(2, 地区="聂家河镇柑子园村"), by=by)) == []
