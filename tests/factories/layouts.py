"""The public layouts F01–F10 as workbooks, right in everything unless a test says otherwise. Nobody in them exists."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from tests.factories.registry import id_number
from tests.factories.roster import VILLAGE_NAME, payment_row, payment_sheet, workbook

TOWN = "高坝洲镇"
Rows = Sequence[Sequence[Any]]


def sheets(*pages: tuple[str, Rows], merge: Mapping[str, Sequence[tuple[int, int, int, int]]] | None = None) -> bytes:
    """Return an xlsx file of these sheets; `merge` names ranges (first row, first column, last row, last column)."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    # The same bytes on every run: examples/layouts are made of these.
    book.set_properties({"created": dt.datetime(2026, 11, 24, tzinfo=dt.UTC)})
    for name, rows in pages:
        page = book.add_worksheet(name)
        for first_row, first_column, last_row, last_column in (merge or {}).get(name, ()):
            page.merge_range(first_row, first_column, last_row, last_column, "")
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    page.write_string(row, column, value)
                elif value is not None:
                    page.write(row, column, value)
    book.close()
    return buffer.getvalue()


def person(name: str, relation: str, *, sex: str = "1", number: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a member of a form; more columns by title."""
    return {"姓名": name, "身份证号": number or id_number(sex=sex), "与户主关系": relation, **more}


def f01(*members: dict[str, Any], title: str = "农村低保入户调查登记表", **said: Any) -> Rows:
    """入户调查登记表: one household; `said` replaces what stands beside a label."""
    people = members or (
        person("王大一", "户主", 健康状况="肢体二级残疾", 职业状况="务农", **{"年收入(元)": 3600}),
        person("李小二", "妻", sex="2", 健康状况="健康", 职业状况="无业", **{"年收入(元)": 0}),
        person("王小三", "子", 健康状况="良好", 职业状况="在校学生", **{"年收入(元)": 0}),
    )
    columns = ["姓名", "身份证号", "与户主关系", "健康状况", "职业状况", "年收入(元)"]
    beside = {
        "日期": "2026年11月10日",
        "户主姓名": people[0]["姓名"],
        "家庭人口": len(people),
        "住房": "□商品房 ☑自建 □还建 □租住",
        "交通工具": "无",
        "家庭收入": "",
        "年人均收入": "",
        "是否为在保对象": "否",
        "是否干部亲属": "否",
    } | said
    return [
        [title],
        ["镇(街道)", TOWN, "村(社区)", VILLAGE_NAME, "日期", beside["日期"]],
        ["户主姓名", beside["户主姓名"], "性别", "男", "年龄", 46],
        ["家庭人口", beside["家庭人口"], "子女情况", "一子"],
        columns,
        *([each.get(column, "") for column in columns] for each in people),
        [],
        ["是否为在保对象", beside["是否为在保对象"], "是否建档立卡户", "否", "是否干部亲属", beside["是否干部亲属"]],
        ["住房", beside["住房"], "面积", "80平方米", "装饰", "未"],
        ["养殖牲畜", "鸡10只", "交通工具", beside["交通工具"]],
        ["家庭收入", beside["家庭收入"], "年人均收入", beside["年人均收入"]],
        ["赡抚扶养义务人"],
        ["姓名", "年龄", "与户主关系", "健康状况", "职业状况", "年收入(元)"],
        ["王老大", 50, "兄", "健康", "务工", 30000],
        ["是否符合低保", "符合", "原因", "因残"],
        ["户主签名", "", "入户人员签字", "", "村(社区)签字", ""],
    ]


def f02(number: str, name: str = "王独一", *, self_care: str = "□完全自理 ☑半失能 □完全失能") -> Rows:
    """农村特困供养人员入户核查表 of one person."""
    return [
        ["农村特困供养人员入户核查表"],
        ["户主姓名", name, "身份证号码", number, "家庭人口", 1],
        ["镇(街道)", TOWN, "村(社区)", VILLAGE_NAME, "保障人口", 1],
        ["是否建档立卡户", "否", "村级公示", "有"],
        ["自理能力", self_care],
        ["供养方式", "分散供养", "护理人员", "王某"],
        ["姓名", "与户主关系", "年龄", "健康状况", "职业状况", "年收入(元)"],
        [name, "户主", 70, "一般", "务农", 0],
        [],
        ["住房", "自建", "交通工具", "无"],
        ["劳动能力", "无", "经济来源", "无", "法定赡抚养人能力", "无"],
        ["是否符合特困供养条件", "符合"],
    ]


def f03(number: str, *others: dict[str, Any], name: str = "王大一", **said: Any) -> Rows:
    """城市居民最低生活保障金申请审批表; the others without ID numbers unless given."""
    columns = ["姓名", "年龄", "称谓", "身份类别", "身体状况", "工作单位", "企业性质及状况", "月收入情况(元)"]
    people = [
        {"姓名": name, "称谓": "本人", "身份类别": "在职", "身体状况": "", "月收入情况(元)": 1200},
        *others,
    ]
    if any("身份证号" in each for each in others):
        columns.append("身份证号")
    return [
        ["城市居民最低生活保障金申请审批表"],
        ["申报单位", "某单位", "申报时间", said.get("申报时间", "2026-11-12")],
        ["户主姓名", name, "性别", "男", "年龄", 46, "家庭人口", len(people)],
        ["工作单位", "", "身份证号码", number],
        ["现家庭住址", "清江大道 1 号", "户口所在地(区/街道/社区)", f"{TOWN}{VILLAGE_NAME}"],
        columns,
        *([each.get(column, "") for column in columns] for each in people),
        ["家庭月总收入", said.get("家庭月总收入", ""), "家庭月人均收入", ""],
        ["机动车辆", "无", "家庭人均金融资产", 500, "房产", "还建"],
        ["保障人口", len(people), "保障类别", "城市", "保障标准", 800, "户月保障金额", ""],
    ]


def f04(number: str, *, name: str = "王大一", others: Sequence[str] = ("李小二",), year: str = "年") -> Rows:
    """最低生活保障家庭经济状况核查表: members, their incomes by kind, property, supporters."""
    return [
        ["农村最低生活保障家庭经济状况核查表"],
        ["申请人姓名", name, "身份证号码", number, "申请类型", "☑农村低保 □城市低保"],
        ["乡镇", TOWN, "村", VILLAGE_NAME, "核查日期", "2026-11-15"],
        ["姓名", "户籍性质", "与申请人关系", "学历", "婚姻状况", "健康状况", "残疾等级", "从业状况", "从业单位"],
        [name, "农业", "本人", "初中", "已婚", "健康", "", "务工", ""],
        *([each, "农业", "妻", "小学", "已婚", "重病", "", "无业", ""] for each in others),
        [],
        [f"家庭{year}收入（元）"],
        [
            "姓名",
            "合计",
            "工资性",
            "种植养殖",
            "经营活动",
            "财产租赁变卖",
            "土地流转",
            "养老保险金",
            "赡扶抚养费",
            "生活补助金",
            "其它",
        ],
        [name, 15000, 12000, 3000, 0, 0, 0, 0, 0, 0, 0],
        *([each, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] for each in others),
        [],
        ["住房", "产权人王大一，120平方米，自建", "机动车", "无", "存款", 20000, "债券", 0],
        ["月水电燃料费", 80, "月通讯费", 50, "月物业费", 0],
        ["义务人"],
        ["姓名", "关系", "性别", "家庭人数", "家庭总收入", "人均收入", "从业情况"],
        ["王老大", "兄", "男", 3, 60000, 20000, "务工"],
    ]


def f05(*rows: dict[str, Any]) -> tuple[str, Rows]:
    """低保综合排查: one row is one person, no payment."""
    titles = [
        "低保证编号",
        "户主姓名",
        "家庭成员姓名",
        "性别",
        "出生年月",
        "与户主关系",
        "家庭人口数",
        "保障人口数",
        "身份证号码",
        "户籍所在地",
        "现住房地址",
        "保障方式",
        "家庭类别",
        "联系电话",
        "住房情况",
        "房屋状况",
    ]
    given = rows or (
        {
            "低保证编号": "420581101200001",
            "户主姓名": "王大一",
            "家庭成员姓名": "王大一",
            "性别": "男",
            "与户主关系": "户主",
            "身份证号码": id_number(),
            "住房情况": "1",
        },
        {
            "低保证编号": "420581101200001",
            "户主姓名": "王大一",
            "家庭成员姓名": "李小二",
            "性别": "女",
            "与户主关系": "妻",
            "身份证号码": id_number(sex="2"),
        },
    )
    common = {"户籍所在地": f"{TOWN}{VILLAGE_NAME}", "现住房地址": "三组 8 号", "家庭类别": "农村"}
    return "排查", [titles, *([(common | row).get(title, "") for title in titles] for row in given)]


def summary() -> Rows:
    """Return what the system exports beside a payment list."""
    titles = ["发放资金总额", "保障金总额(元)", "分类施保金总额(元)", "发放方式", "状态"]
    return [["2026年11月发放汇总"], titles, [640, 600, 40, "社会化", "已发放"]]


def f06() -> bytes:
    """发放名册 with its summary."""
    return workbook(payment_sheet(payment_row()), ("汇总", summary()))


def f07(rows: Sequence[Sequence[Any]], *, heading: str = "2026年11月农村低保对象综合统计表") -> Rows:
    """城市（农村）低保对象综合统计表, 万元 and 元 mixed as in the public one."""
    titles = [
        "地区",
        "非农人口总数(人)",
        "低保对象占非农人口比例(%)",
        "低保户数(户)",
        "当月低保对象人数(人)",
        "累计低保对象人数(人)",
        "老年人",
        "成年人",
        "未成年人",
        "当月资金支出数(万元)",
        "累计资金支出数(元)",
        "当月人均补助水平(元)",
        "低保标准(元)",
    ]
    return [[heading], titles, *rows]


def f08(values: Mapping[str, Any], *, heading: str = "2026年11月民政事业统计月报表 单位：万元") -> Rows:
    """民政事业统计月报表: an item a line, this month and since January."""
    rows: list[list[Any]] = [[heading], ["指标名称", "计量单位", "代码", "本月", "累计"]]
    units = {"money": "万元"}
    for order, (name, value) in enumerate(values.items(), 1):
        unit = units["money"] if "支出" in name or name == "最低生活保障" else "人"
        pair = value if isinstance(value, tuple) else (value, None)
        rows.append([name, unit, f"YZH{order:04d}", *pair])
    return rows


def f09_fields(number: str, *, name: str = "王大一", **said: Any) -> Rows:
    """申报字段: one household, incomes as text."""
    beside = {
        "务工": "武汉建筑工地，每月2,000元",
        "自种": "3亩，每年收入２４００元",
        "养殖": "无",
        "经营": "无",
        "转包": "2亩，每年600元",
        "农业补贴": "每年 300 元",
        "赡养费": "无",
        "刚性支出扣减": "每年1200元",
        "存款": 5000,
        "车辆": "无",
    } | said
    pairs = [[label, value] for label, value in beside.items()]
    return [
        ["农村低保申报字段"],
        ["所在镇", TOWN, "所在村屯", VILLAGE_NAME, "救助姓名", name, "身份证号", number],
        *([*pairs[n], *(pairs[n + 1] if n + 1 < len(pairs) else [])] for n in range(0, len(pairs), 2)),
        ["确权面积", "5亩", "建筑面积", "90", "住房", "自建", "是否近亲属备案", "否"],
    ]


def f09_list(*rows: Sequence[Any]) -> Rows:
    """每月公示名单."""
    titles = [
        "所在县",
        "所在镇",
        "公示周期",
        "所在镇投诉电话",
        "救助姓名",
        "所在村屯",
        "救助类型",
        "救助人数",
        "是否近亲属备案",
    ]
    return [
        ["2026年11月社会救助公示名单"],
        titles,
        *(["宜都市", TOWN, "7天", "0717-4000000", name, VILLAGE_NAME, "低保", count, "否"] for name, count in rows),
    ]


def f10(*rows: dict[str, Any]) -> Rows:
    """优抚登记."""
    titles = [
        "姓名",
        "性别",
        "身份证号",
        "民族",
        "行政区划代码",
        "优抚对象类别",
        "家庭住址",
        "家庭人口",
        "申请金额",
        "事由",
    ]
    common = {
        "性别": "男",
        "民族": "汉",
        "行政区划代码": "420581101201",
        "家庭住址": "一组",
        "家庭人口": 3,
        "申请金额": 0,
    }
    given = rows or ({"姓名": "王老兵", "身份证号": id_number(), "优抚对象类别": "在乡复员军人"},)
    return [["优抚对象登记表"], titles, *([(common | row).get(title, "") for title in titles] for row in given)]
