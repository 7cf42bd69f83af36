"""Write examples/dibao_roster.xlsx: a roster as offices keep it, odd on purpose. Same bytes on every run.

Nobody in it exists: names are drawn, ID numbers lie in region 429999, account numbers begin with 9999. The order
numbers start at 800, so that none of them meets a person of the sample county.
"""

import datetime as dt
import pathlib
import random
import sys
from dataclasses import dataclass, field

import xlsxwriter

from minzheng.kernel.idnumber import impossible

HERE = pathlib.Path(__file__).resolve().parent.parent
TARGET = HERE / "examples" / "dibao_roster.xlsx"
MONTH = (2026, 11)
STANDARD = {"城市": 800, "农村": 700}
VILLAGES = {
    "东风社区": "城市",
    "清江社区居委会": "城市",
    "陆城街道解放社区": "城市",
    "太保湖村": "农村",
    "车家店村委会": "农村",
    "宜都市陆城街道十里铺村": "农村",
}
SURNAMES = "白蓝青石江竹梅松云米谷柏"
Formats = dict[str, object]
MALE, FEMALE, YOUNG = "大川长河远山立春", "小荷秋月清露晓霞", "知行乐安思齐一鸣"
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@dataclass
class Member:
    """A drawn person; yearly incomes in yuan by column title."""

    name: str
    sex: str
    born: dt.date
    relation: str
    number: str
    incomes: dict[str, object] = field(default_factory=dict)
    disability: tuple[str, str] = ("", "")
    ill: str = "否"


@dataclass
class Household:
    """A drawn household as the two sheets show it."""

    certificate: str
    village: str
    kind: str
    members: list[Member]
    month: object
    guarantee: object = 0
    supplement: object = 0
    total: object = 0
    account: object = ""
    holder: str = ""
    count: object = 0


class Maker:
    """Draws with one seed; every birthday keeps its own order numbers."""

    def __init__(self) -> None:
        self.rng = random.Random(20261124)
        self.orders: dict[dt.date, int] = {}

    def person(self, surname: str, sex: str, age: int, relation: str) -> Member:
        """Draw a person of an age."""
        born = dt.date(MONTH[0] - age, self.rng.randint(1, 10), self.rng.randint(1, 28))
        order = self.orders.get(born, 799) + 1
        order += (order % 2 == 1) != (sex == "男")
        self.orders[born] = order
        letters = YOUNG if age < 18 else MALE if sex == "男" else FEMALE
        name = surname + "".join(self.rng.sample(letters, self.rng.choice((1, 2, 2))))
        member = Member(name, sex, born, relation, impossible(born, order))
        member.incomes = dict.fromkeys(("工资性", "种植养殖", "财产租赁变卖", "转移性", "其它"), 0 if age >= 16 else "")
        return member

    def household(self, number: int, village: str) -> Household:
        """Draw a household of one to four that the rule pays, and what it is paid."""
        kind = VILLAGES[village]
        surname = self.rng.choice(SURNAMES)
        members = [self.person(surname, self.rng.choice("男男女"), self.rng.randint(35, 74), "户主")]
        head = members[0]
        age = MONTH[0] - head.born.year
        if self.rng.random() < 0.6:
            spouse = ("女", "妻") if head.sex == "男" else ("男", "丈夫")
            members.append(self.person(self.rng.choice(SURNAMES), spouse[0], max(30, age - 2), spouse[1]))
        if age < 55 and self.rng.random() < 0.7:
            child = self.rng.choice((("男", "长子"), ("女", "女儿")))
            members.append(self.person(surname, child[0], self.rng.randint(6, 15), child[1]))
        if age < 55 and self.rng.random() < 0.3:
            members.append(self.person(surname, "女", age + 24, "母亲"))
        self.means(members, kind)
        made = Household(f"4205810012026{number:02d}", village, kind, members, "")
        self.pay(made)
        return made

    def means(self, members: list[Member], kind: str) -> None:
        """Give a wage or a field, and to some a disability or an illness."""
        worker = members[-1] if len(members) == 1 else members[1]
        if worker.relation in ("妻", "丈夫", "户主"):
            column = "工资性" if kind == "城市" else "种植养殖"
            worker.incomes[column] = self.rng.randrange(1, 6) * 1200 * (1 if len(members) == 1 else 2)
        if self.rng.random() < 0.2:
            members[0].disability = self.rng.choice((("肢体", "二级"), ("视力", "一级"), ("智力", "3级")))
        if self.rng.random() < 0.1:
            members[0].ill = "是"

    def pay(self, made: Household) -> None:
        """What the office pays: the difference to the standard, and each person's highest supplement."""
        income = sum(int(str(value)) for member in made.members for value in member.incomes.values() if value != "")
        standard = STANDARD[made.kind]
        made.guarantee = max(standard * len(made.members) - income // 12, 50)
        made.supplement = sum(standard * percent(member) // 100 for member in made.members)
        made.total = made.guarantee + made.supplement
        made.count = len(made.members)
        made.holder = made.members[0].name
        made.account = f"9999{self.rng.randrange(10**14, 10**15)}"
        made.month = f"{self.rng.randint(2022, 2025)}-{self.rng.randint(1, 12):02d}"


def percent(member: Member) -> int:
    """The supplement of a person in hundredths of the standard: severely disabled or ill 20, minors 15, elderly 10."""
    age = MONTH[0] - member.born.year
    if member.ill == "是" or member.disability != ("", ""):
        return 20
    return 15 if age < 18 else 10 if age >= 70 else 0


def households() -> list[Household]:
    """Return sixty households in order of village."""
    maker = Maker()
    names = list(VILLAGES)
    made = [maker.household(number, names[(number - 1) * len(names) // 60]) for number in range(1, 61)]
    mess(made)
    spoil(made, maker)
    return made


def mess(made: list[Household]) -> None:
    """Write the same things in all the ways offices do. Nothing here is wrong."""
    for place, household in enumerate(made):
        head = household.members[0]
        year, month = (int(part) for part in str(household.month).split("-"))
        months: tuple[object, ...] = (
            f"{year}-{month:02d}",
            f"{year}年{month}月",
            f"{year}{month:02d}",
            f"{year}/{month}/1",
        )
        household.month = (*months, dt.date(year, month, 1))[place % 5]
        if place % 7 == 3:
            head.number = head.number.translate(FULL_WIDTH)
        if place % 9 == 4:
            head.number = f"{head.number[:6]} {head.number[6:14]} {head.number[14:]}"
        if len(head.name) == 2 and place % 2:
            household.holder = f"{head.name[0]}  {head.name[1]}"
        if isinstance(household.total, int):
            yuan = household.total
            household.total = (yuan, f"{yuan:,}", f"￥{yuan}", f"{yuan}元", f"{yuan}.00")[place % 5]
    # What was decided years ago is not what the rule gives today: the monthly review will propose changes.
    for place in (8, 21, 33, 47):
        household = made[place]
        household.guarantee = int(str(household.guarantee)) + 60
        household.total = household.guarantee + int(str(household.supplement))


def spoil(made: list[Household], maker: Maker) -> None:
    """Put in one of each mistake that a check must find."""
    wrong = made[5].members[0]
    last = "0" if wrong.number[-1] != "0" else "1"
    wrong.number = wrong.number[:-1] + last
    made[11].members[0].number = float(int(made[11].members[0].number[:17] + "0"))  # type: ignore[assignment]
    made[14].village = "太保糊村"
    made[17].total = int(str(made[17].guarantee)) + int(str(made[17].supplement)) + 30
    made[19].account = float(int(str(made[19].account)))
    made[24].month = "2027年2月"
    made[27].total = "=#VALUE!"
    made[30].members.insert(1, maker.person("石", "男", 52, "户主"))
    made[36].members[0].relation = "哥哥"
    made[39].members[0].incomes["种植养殖"] = -1200
    made[42].members[0].sex = "女" if made[42].members[0].sex == "男" else "男"
    made[44].village = "枝城镇白水港村"
    larger = next(household for household in made[53:] if len(household.members) > 1)
    made[51].members.append(larger.members[-1])
    made[55].account = ""
    made[58].members, made[58].holder = list(made[57].members), made[57].holder


def write(path: pathlib.Path) -> None:
    """Write the workbook: the payment list, the members, and a sheet that is neither."""
    made = households()
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_urls": False})
    created = dt.datetime(2026, 11, 24)  # noqa: DTZ001 - a workbook's own date has no zone
    book.set_properties({"title": "演示数据", "comments": "演示数据：人名、证号、账号均为生成", "created": created})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "head": book.add_format({"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}),
        "middle": book.add_format({"valign": "vcenter"}),
        "month": book.add_format({"num_format": 'yyyy"年"m"月"'}),
    }
    payment_sheet(book, made, formats)
    member_sheet(book, made, formats)
    notes = book.add_worksheet("填表说明")
    notes.write_column(
        0, 0, ["填表说明（演示数据）", "1. 每月 5 日前报送。", "2. 证号按身份证填写。", "3. 金额单位为元。"]
    )
    book.close()


def payment_sheet(book: xlsxwriter.Workbook, made: list[Household], formats: Formats) -> None:
    """Two title rows, a header of two levels, the village merged over its rows, a total, a footer."""
    sheet = book.add_worksheet("11月")
    sheet.set_column(1, 4, 20)
    sheet.set_column(11, 13, 18)
    sheet.merge_range(0, 0, 0, 14, "陆城街道最低生活保障金发放名册（演示数据）", formats["title"])
    sheet.merge_range(1, 0, 1, 14, "填报单位：陆城街道办事处      2026年11月      单位：元", formats["middle"])
    titles = [
        "序号",
        "低保证编号",
        "村\n（社区）",
        "户主姓名\n（名称）",
        "身份证号码",
        "保障\n人数",
        "类别",
        "起始月份",
    ]
    for column, title in enumerate(titles):
        sheet.merge_range(2, column, 3, column, title, formats["head"])
    sheet.merge_range(2, 8, 2, 10, "月发放金额（元）", formats["head"])
    sheet.write_row(3, 8, ["保障金", "分类施保金", "发放合计"], formats["head"])
    sheet.merge_range(2, 11, 2, 13, "代发账户", formats["head"])
    sheet.write_row(3, 11, ["账户名称", "开户银行", "账号"], formats["head"])
    sheet.merge_range(2, 14, 3, 14, "备注", formats["head"])
    rows = payment_rows(sheet, made, formats)
    sheet.write(rows, 0, "合计")
    for column, amounts in ((8, [h.guarantee for h in made]), (9, [h.supplement for h in made])):
        letter = "IJ"[column - 8]
        sheet.write_formula(
            rows, column, f"=SUM({letter}5:{letter}{rows})", None, sum(int(str(fen)) for fen in amounts)
        )
    sheet.write(rows + 1, 0, "填表人：                审核人：                填表日期：2026年11月3日")
    sheet.freeze_panes(4, 0)


def payment_rows(sheet: object, made: list[Household], formats: Formats) -> int:
    """Write the households; return the first free row."""
    row = 4
    village_from: dict[str, int] = {}
    for place, household in enumerate(made):
        head = household.members[0]
        sheet.write_number(row, 0, place + 1)  # type: ignore[attr-defined]
        values = (household.certificate, household.village, head.name, head.number)
        for column, value in enumerate(values, 1):
            put(sheet, row, column, value, formats)
        for column, value in enumerate((household.count, household.kind, household.month, household.guarantee), 5):
            put(sheet, row, column, value, formats)
        put(sheet, row, 9, household.supplement or "", formats)
        put(sheet, row, 10, household.total, formats)
        for column, value in enumerate((household.holder, "演示农商银行陆城支行", household.account), 11):
            put(sheet, row, column, value, formats)
        village_from.setdefault(household.village, row)
        last = place == len(made) - 1 or made[place + 1].village != household.village
        first = village_from.pop(household.village) if last else row
        if last and first < row:
            sheet.merge_range(first, 2, row, 2, household.village, formats["middle"])  # type: ignore[attr-defined]
        row += 1
        if place == 29:
            row += 1  # an empty row between the communities and the villages
    return row


def member_sheet(book: xlsxwriter.Workbook, made: list[Household], formats: Formats) -> None:
    """One row per person; certificate and head merged over the household."""
    sheet = book.add_worksheet("家庭成员")
    sheet.set_column(0, 6, 18)
    incomes = list(made[0].members[0].incomes)
    sheet.merge_range(0, 0, 0, 18, "家庭成员及收入情况（演示数据）", formats["title"])
    titles = ["低保证编号", "户主姓名", "家庭成员姓名", "性别", "出生年月", "与户主关系", "身份证号码"]
    titles += ["残疾类别", "残疾等级", "是否重病"]
    for column, title in enumerate(titles):
        sheet.merge_range(1, column, 2, column, title, formats["head"])
    sheet.merge_range(1, 10, 1, 14, "家庭年收入（元）", formats["head"])
    sheet.write_row(2, 10, incomes, formats["head"])
    for column, title in enumerate(["存款（元）", "机动车辆", "住房套数", "是否雇工经营", "三年内是否购房"], 15):
        sheet.merge_range(1, column, 2, column, title, formats["head"])
    row = 3
    for place, household in enumerate(made):
        first = row
        for member in household.members:
            birth = member.born
            born = (f"{birth:%Y-%m}", f"{birth.year}年{birth.month}月", f"{birth:%Y%m%d}")[place % 3]
            values = (member.name, member.sex, born, member.relation, member.number, *member.disability, member.ill)
            for column, value in enumerate((*values, *member.incomes.values()), 2):
                put(sheet, row, column, value, formats)
            row += 1
        size = len(household.members)
        for column, value in enumerate((household.certificate, household.members[0].name)):
            if size > 1:
                sheet.merge_range(first, column, row - 1, column, value, formats["middle"])
            else:
                sheet.write_string(first, column, value)
        for column, value in enumerate((3000 if place % 4 == 0 else 0, "无", 1, "否", "否"), 15):
            put(sheet, first, column, value, formats)


def put(sheet: object, row: int, column: int, value: object, formats: Formats) -> None:
    """Write a value as its own kind: ID and account numbers as text, unless they are to be spoiled."""
    if isinstance(value, str) and value.startswith("=#"):
        sheet.write_formula(row, column, "=1+A1", None, value[1:])  # type: ignore[attr-defined]
    elif isinstance(value, str):
        sheet.write_string(row, column, value)  # type: ignore[attr-defined]
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, formats["month"])  # type: ignore[attr-defined]
    else:
        sheet.write_number(row, column, value)  # type: ignore[attr-defined]


def main() -> int:
    """Write the file named on the command line, or the example."""
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path)
    print(f"{path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
