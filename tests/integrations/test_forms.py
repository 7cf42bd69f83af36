"""Forms on which one household is written (F01–F04, F09), member lists alone (F05), the roll of veterans (F10)."""

import datetime as dt

import pytest

from minzheng.accounts.permissions import NotAllowed, TwoPeopleNeeded
from minzheng.accounts.scope import within
from minzheng.casework.models import Case, Decision
from minzheng.integrations.roster import queries
from minzheng.integrations.roster.domain.approve import NothingLeft, approve
from minzheng.integrations.roster.domain.check import check
from minzheng.integrations.roster.domain.marking.give_back import marked_workbook
from minzheng.integrations.roster.domain.reading.gate import Source
from minzheng.integrations.roster.domain.submit import NothingToImport, submit
from minzheng.registry.domain import membership
from minzheng.registry.models import AssetItem, Household, IncomeItem, Membership, Person, PersonCondition
from tests.factories import layouts as make
from tests.factories import registry
from tests.factories.accounts import AT, NEIGHBOUR_VILLAGE, auditor, county_officer, neighbour_officer, township_officer
from tests.factories.registry import id_number
from tests.factories.roster import payment_row, payment_sheet, workbook

pytestmark = pytest.mark.usefixtures("county")


def source(*pages, merge=None, name="调查.xlsx"):
    return Source.of_bytes(name, make.sheets(*pages, merge=merge))


def read(*pages, by=None, **options):
    return check(source=source(*pages, **options), by=by, at=AT)


def errors(report):
    return [(p.sheet, p.row, p.column, p.code) for p in report.problems if p.is_error]


def told(report, code):
    return [(p.row, p.reason) for p in report.problems if p.code == code]


def imported(*pages, submitter=None, **options):
    by = submitter or township_officer()
    with within(by.area):
        batch = submit(source=source(*pages, **options), by=by, at=AT)
    return approve(batch=batch, by=county_officer(), at=AT)


def incomes(household):
    rows = IncomeItem.objects.as_of(AT.date(), AT).filter(household=household).order_by("person", "kind")
    return {(row.person.name, row.kind): (row.amount_fen, row.period) for row in rows.select_related("person")}


def conditions(household):
    people = Membership.objects.as_of(AT.date(), AT).filter(household=household).values("person")
    rows = PersonCondition.objects.as_of(AT.date(), AT).filter(person__in=people).select_related("person")
    return {(row.person.name, row.kind): row.code for row in rows}


# F01


def test_a_survey_of_a_household_that_is_not_registered_registers_it():
    batch = imported(("第一户", make.f01()))

    home = Household.objects.get()
    assert (batch.kind, batch.state, batch.households_imported, batch.program) == ("registration", "approved", 1, "")
    assert [person.name for person in registry.people(home)] == ["王大一", "李小二", "王小三"]
    assert dict(Membership.objects.values_list("person__name", "relation")) == {
        "王大一": "02", "李小二": "12", "王小三": "20",
    }  # fmt: skip
    assert conditions(home) == {("王大一", "disability"): "4.2", ("王小三", "full_time_student"): ""}
    assert incomes(home)["王大一", "business"] == (360000, "year")
    assert {fen for (name, _kind), (fen, _period) in incomes(home).items() if name != "王大一"} == {0}
    assert list(AssetItem.objects.order_by("kind").values_list("kind", "count")) == [("house", 1), ("vehicle", 0)]
    assert Membership.objects.filter(holds_from=dt.date(2026, 11, 10)).count() == 3
    assert [Case.objects.count(), Decision.objects.count()] == [0, 0]


def test_a_survey_of_a_registered_household_adds_to_it_and_names_the_file():
    man = registry.new_member(name="王大一")
    home = registry.household(man, by=township_officer())

    imported(
        ("第一户", make.f01(make.person("王大一", "户主", number=man.id_number, 健康状况="重病", **{"年收入(元)": 0})))
    )

    assert Household.objects.count() == 1
    assert conditions(home) == {("王大一", "serious_illness"): ""}
    fact = IncomeItem.objects.as_of(AT.date(), AT).filter(household=home, kind="wage").get()
    assert (fact.amount_fen, fact.source) == (0, "名册导入 DR-20261124-01 “第一户”第 3 行")


def test_a_form_about_a_household_known_by_village_head_and_all_names():
    """F02 has no ID numbers but the head's; without even that every name must agree."""
    home = registry.household(registry.new_member(name="王大一"), registry.new_member("12", sex="2", name="李小二"))
    rows = make.f01(
        {"姓名": "王大一", "与户主关系": "户主", "年收入(元)": 0},
        {"姓名": "李小二", "与户主关系": "妻", "年收入(元)": 0},
    )

    report = read(("第一户", rows))

    assert errors(report) == []
    assert [draft.household_number for draft in report.good] == [home.number]


def test_two_such_households_are_no_match_and_a_guess_is_not_made():
    for _twice in range(2):
        registry.household(registry.new_member(name="王大一"))

    report = read(("第一户", make.f01({"姓名": "王大一", "与户主关系": "户主", "年收入(元)": 0})))

    assert ("第一户", 6, "B 身份证号", "id_empty") in errors(report)
    assert "没有身份证号，也不能按村、户主和全家姓名认出是哪一户" in told(report, "id_empty")[0][1]


def test_who_is_not_a_member_keeps_the_form_out_and_who_is_not_listed_is_told():
    man = registry.new_member(name="王大一")
    registry.household(man, registry.new_member("12", sex="2", name="李小二"))
    rows = make.f01(
        make.person("王大一", "户主", number=man.id_number, **{"年收入(元)": 0}),
        make.person("钱七", "子", **{"年收入(元)": 0}),
    )

    report = read(("第一户", rows))

    assert [code for *_place, code in errors(report)] == ["not_a_member"]
    assert "登记的成员 李小二 不在表上" in told(report, "member_not_listed")[0][1]


def test_a_single_sum_does_not_overwrite_incomes_known_by_kind():
    man = registry.new_member(name="王大一", incomes={"wage": registry.per_month(120000)})
    home = registry.household(man)
    rows = make.f01(make.person("王大一", "户主", number=man.id_number, 职业状况="务农", **{"年收入(元)": 3600}))

    report = read(("第一户", rows))
    imported(("第一户", rows))

    assert "档案中分项登记的收入合计每年 14,400.00，表上每年 3,600.00；没有覆盖" in told(report, "income_differs")[0][1]
    assert incomes(home) == {("王大一", "wage"): (120000, "month")}


def test_sums_of_the_form_are_held_against_its_people():
    report = read(("第一户", make.f01(家庭收入=5000, 年人均收入=1200, 家庭人口=4)))

    assert [reason for _row, reason in told(report, "income_sum_differs")] == [
        "家庭收入写 5,000.00，按成员收入算是 3,600.00"
    ]
    assert told(report, "size_differs") == [(4, "家庭人口写 4，成员表（连户主）有 3 人")]


def test_what_has_no_place_in_the_register_is_said_and_kept_with_the_batch():
    report = read(("第一户", make.f01()))

    kept = report.good[0].texts
    assert {"是否建档立卡户": "否", "养殖牲畜": "鸡10只", "子女情况": "一子"}.items() <= kept.items()
    assert kept["赡抚扶养义务人"] == "王老大 50 兄 健康 务工 30000"
    assert "随批次保存、但没有登记到家庭档案" in told(report, "texts_kept")[0][1]


def test_boxes_full_width_digits_merged_labels_and_a_title_above():
    rows = [list(row) for row in make.f01(家庭人口="３人", 住房="自建√ 租住□")]
    rows[1][5] = "２０２６．１１．１０"

    report = read(("第一户", rows), merge={"第一户": [(0, 0, 0, 5)]})

    assert errors(report) == []
    assert report.good[0].holds_from == "2026-11-10"
    assert [(asset["kind"], asset["count"]) for asset in report.good[0].members[0].assets] == [
        ("house", 1),
        ("vehicle", 0),
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"日期": "2027年1月1日"}, "date_future"),
        ({"户主姓名": "王?"}, "name_broken"),
    ],
)
def test_bad_labels_keep_the_household_out(change, code):
    assert code in {found for *_place, found in errors(read(("第一户", make.f01(**change))))}


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ({"身份证号": 4.29999198005e17}, "id_number_cell"),
        ({"身份证号": "42999919800517001"}, "id_invalid"),
        ({"身份证号": ""}, "id_empty"),
        ({"与户主关系": "老表"}, "relation_unknown"),
        ({"年收入(元)": "约三千"}, "money_invalid"),
        ({"年收入(元)": -5}, "income_negative"),
        ({"年收入(元)": "0.5万"}, "money_unit"),
        ({"姓名": "王?"}, "name_broken"),
    ],
)
def test_bad_cells_of_a_member_keep_the_household_out(member, code):
    head = make.person("王大一", "户主", **{"年收入(元)": 0})
    report = read(("第一户", make.f01(head, make.person("王小三", "子", **{"年收入(元)": 0}) | member)))

    assert code in {found for *_place, found in errors(report)}
    assert report.good == []


def test_a_workbook_of_many_sheets_one_household_each():
    batch = imported(*((f"第{n}户", make.f01(make.person(f"王大{n}", "户主", **{"年收入(元)": 0}))) for n in "一二三"))

    assert (batch.households_total, batch.households_imported, Household.objects.count()) == (3, 3, 3)


def test_the_same_household_on_two_sheets_is_told():
    man = registry.new_member(name="王大一")
    registry.household(man)
    rows = make.f01(make.person("王大一", "户主", number=man.id_number, **{"年收入(元)": 0}))

    report = read(("甲", rows), ("乙", rows))

    assert {code for *_place, code in errors(report)} == {"person_twice", "household_twice"}


# F02, F03, F04


def test_f02_records_self_care_and_keeps_the_form_of_support_as_text():
    number = id_number()
    imported(("核查", make.f02(number)))

    home = Household.objects.get()
    assert conditions(home) == {("王独一", "self_care"): "partly_lost"}


def test_f03_takes_the_head_s_number_and_says_who_has_none():
    number = id_number()
    wife = {"姓名": "李小二", "称谓": "妻", "月收入情况(元)": 0}

    report = read(("审批表", make.f03(number, wife)))
    assert [(row, "李小二" in reason) for row, reason in told(report, "id_empty")] == [(8, True)]

    batch = imported(("审批表", make.f03(number, wife | {"身份证号": id_number(sex="2")})))
    home = Household.objects.get()
    assert (batch.households_imported, home.address) == (1, "清江大道1号")
    assert incomes(home)["王大一", "wage"] == (120000, "month")
    assert AssetItem.objects.get(kind="deposit").amount_fen == 100000


def test_f04_reads_the_incomes_by_kind_the_property_and_the_illness():
    number = id_number()
    wife = registry.new_member("12", sex="2", name="李小二")
    man = registry.new_member(name="王大一", id_number=number)
    home = registry.household(man, wife)

    imported(("核查表", make.f04(number)))

    found = incomes(home)
    assert (found["王大一", "wage"], found["王大一", "business"]) == ((1200000, "year"), (300000, "year"))
    assert found["李小二", "wage"] == (0, "year")
    assert conditions(home) == {("李小二", "serious_illness"): ""}
    assert AssetItem.objects.as_of(AT.date(), AT).get(kind="deposit").amount_fen == 2000000
    assert AssetItem.objects.as_of(AT.date(), AT).get(kind="house").count == 1


def test_f04_without_a_period_imports_no_income_and_says_why():
    report = read(("核查表", make.f04(id_number(), year="")))

    assert "income_period_unknown" in {code for *_place, code in errors(report)}


# F05, F09, F10


def test_f05_alone_registers_households_and_takes_nothing_over():
    report = check(source=source(make.f05()), by=None, at=AT)
    assert errors(report) == []
    assert "没有发放名册：只登记家庭和成员，不接管待遇" in told(report, "no_payment_list")[0][1]

    imported(make.f05())

    home = Household.objects.get()
    assert (home.address, [person.name for person in registry.people(home)]) == ("三组8号", ["王大一", "李小二"])
    assert Decision.objects.count() == 0


def test_f09_amounts_within_text_are_read_and_unclear_ones_are_told():
    number = id_number()
    report = read(("申报", make.f09_fields(number, 经营="摆摊，收入不固定", 养殖="养猪2头，每年约500元至800元")))

    assert errors(report) == []
    head = report.good[0].members[0]
    assert head.incomes == {
        "wage": (200000, "month"),
        "business": (240000, "year"),
        "property": (60000, "year"),
        "transfer": (30000, "year"),
    }
    assert head.expenses == {"disability_illness_cost": (120000, "year")}
    assert len(told(report, "income_text_unclear")) == 2
    assert "文字里须有且只有一个金额" in told(report, "income_text_unclear")[0][1]


def test_f10_keeps_persons_with_their_class_and_no_benefit():
    known = registry.new_member(name="李老兵")
    registry.household(known)
    new = id_number()
    rows = (
        {"姓名": "王老兵", "身份证号": new, "优抚对象类别": "在乡复员军人"},
        {"姓名": "李老兵", "身份证号": known.id_number, "优抚对象类别": "参战参试"},
    )

    batch = imported(("优抚", make.f10(*rows)))

    assert (batch.kind, batch.households_imported) == ("veterans", 2)
    alone = Person.objects.get(name="王老兵")
    assert not Membership.objects.filter(person=alone).exists()
    classes = PersonCondition.objects.filter(kind="preferential_treatment").order_by("person__name")
    assert dict(classes.values_list("person__name", "code")) == {"王老兵": "rural_veteran", "李老兵": "combat_or_test"}
    assert [Household.objects.count(), Case.objects.count()] == [1, 0]
    assert alone.pk in {row.person_id for row in queries.rows(batch)}


def test_a_veteran_of_the_roll_may_join_a_household_later():
    number = id_number()
    imported(("优抚", make.f10({"姓名": "王老兵", "身份证号": number, "优抚对象类别": "伤残人员"})))
    home = registry.household()

    person = membership.add_member(
        household=home, member=registry.new_member("51", name="王老兵", id_number=number), on=AT.date(),
        by=county_officer(), at=AT, source="户口簿",
    )  # fmt: skip

    assert PersonCondition.objects.get(person=person).code == "disabled"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"优抚对象类别": "老兵"}, "category_unknown"),
        ({"优抚对象类别": ""}, "category_empty"),
        ({"行政区划代码": "420581101000"}, "division_too_wide"),
        ({"行政区划代码": ""}, "division_empty"),
        ({"身份证号": ""}, "id_empty"),
        ({"性别": "女"}, "sex_differs"),
    ],
)
def test_bad_rows_of_the_roll_are_told_by_cell(change, code):
    row = {"姓名": "王老兵", "身份证号": id_number(), "优抚对象类别": "三属人员"} | change

    assert [found for *_place, found in errors(read(("优抚", make.f10(row))))] == [code]


# One file, two people, areas


def test_a_payment_list_with_a_survey_beside_it_leaves_the_survey_for_a_file_of_its_own():
    name, rows = payment_sheet(payment_row())
    report = read((name, rows), ("第一户", make.f01()))

    assert report.kind == "takeover"
    assert [(p.sheet, p.code) for p in report.problems if p.code == "sheet_of_another_kind"] == [
        ("第一户", "sheet_of_another_kind")
    ]


def test_who_hands_in_does_not_approve_and_the_neighbour_does_not_hand_in():
    by = county_officer()
    with within(by.area):
        batch = submit(source=source(("第一户", make.f01())), by=by, at=AT)

    with pytest.raises(TwoPeopleNeeded):
        approve(batch=batch, by=by, at=AT)
    with pytest.raises(NotAllowed):
        approve(batch=batch, by=auditor(), at=AT)
    neighbour = neighbour_officer()
    with within(neighbour.area), pytest.raises(NothingToImport, match="不在提交人的辖区"):
        submit(source=source(("第一户", make.f01())), by=neighbour, at=AT)


def test_a_person_known_in_another_township_keeps_the_form_out_and_tells_no_more():
    number = id_number()
    registry.household(registry.new_member(name="王大一", id_number=number), division_code=NEIGHBOUR_VILLAGE)
    by = township_officer()
    rows = make.f01(make.person("王大一", "户主", number=number, **{"年收入(元)": 0}))

    with within(by.area):
        report = check(source=source(("第一户", rows)), by=by, at=AT)

    assert [code for *_place, code in errors(report)] == ["known_elsewhere"]
    assert "HH-" not in "".join(problem.reason for problem in report.problems)


def test_what_changed_after_submission_is_left_out_with_its_reason():
    man = registry.new_member(name="王大一")
    home = registry.household(man, registry.new_member("12", sex="2", name="李小二"), by=township_officer())
    by = township_officer()
    rows = make.f01(make.person("王大一", "户主", number=man.id_number, **{"年收入(元)": 0}))
    with within(by.area):
        batch = submit(source=source(("第一户", rows)), by=by, at=AT)
    husband, wife = registry.people(home)
    membership.remove_member(
        household=home, person=husband, on=AT.date(), by=county_officer(), at=AT, source="迁出", new_head=wife
    )

    with pytest.raises(NothingLeft):
        approve(batch=batch, by=county_officer(), at=AT)


def test_the_form_comes_back_with_its_problems_marked():
    content = make.sheets(("第一户", make.f01(make.person("王大一", "户主", **{"年收入(元)": "约三千"}))))
    found = check(source=Source.of_bytes("调查.xlsx", content), by=None, at=AT).problems

    marked = marked_workbook(source=Source.of_bytes("调查.xlsx", content), findings=found, heading="")

    assert b"comments" in marked
    assert workbook(("第一户", make.f01())) != marked
