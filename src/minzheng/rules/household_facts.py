"""The facts all programs share. Registry records them, the dossier builds them, programs read them.

Money is fen over the window of 12 months before the application. The law's stated defaults are few: where nothing is
recorded, exempt incomes, costs, disability, illness, study and a supporter's payment count as none. The five counted
incomes, the assets, cars and houses have no default: unknown stays unknown.
"""

from minzheng.rules.fact import AskWhen, FactSpec, count, money, yes_no

EARNING_YEARS = 16
OF_EARNERS = (AskWhen("age_years", EARNING_YEARS), AskWhen("is_counted"))
OF_COUNTED = (AskWhen("is_counted"),)
DISABILITY_KINDS = (
    (0, "无"),
    (1, "视力残疾"),
    (2, "听力残疾"),
    (3, "言语残疾"),
    (4, "肢体残疾"),
    (5, "智力残疾"),
    (6, "精神残疾"),
    (7, "多重残疾"),
)
DISABILITY_GRADES = ((0, "无"), (1, "一级"), (2, "二级"), (3, "三级"), (4, "四级"))

LABOUR = ((0, "未认定"), (1, "有"), (2, "部分丧失"), (3, "完全丧失"), (4, "无"))

PERSON = "person"
HOUSEHOLD = "household"
WINDOW = "申请前12个月合计，单位为元。没有的填0；不知道的留空。"


def _income(code: str, label: str, about: str) -> FactSpec:
    return money(code, label, PERSON, f"{about}{WINDOW}", ask_when=OF_EARNERS, not_asked=0)


def _exempt(code: str, label: str, about: str) -> FactSpec:
    return money(code, label, PERSON, f"{about}{WINDOW}", ask_when=OF_COUNTED, not_asked=0, default=0)


def _choice(code: str, label: str, about: str, choices: tuple[tuple[int, str], ...]) -> FactSpec:
    top = choices[-1][0]
    return FactSpec(
        code, label, PERSON, "choice", "choice", 0, top, about, default=0, who_provides="check", choices=choices
    )


PERSON_FACTS: tuple[FactSpec, ...] = (
    count(
        "age_years",
        "周岁年龄",
        PERSON,
        "认定当日的周岁，由身份证号码算出。",
        unit="years",
        maximum=130,
        who_provides="check",
    ),
    yes_no(
        "is_counted",
        "计入共同生活的家庭成员",
        PERSON,
        "在监狱服刑、连续三年以上脱离家庭独立生活的宗教教职人员等不计入。",
        default=True,
    ),
    _income("wage_income_fen", "工资性收入", "工资、奖金、劳务报酬。"),
    _income("business_income_fen", "经营净收入", "种植养殖、小生意等扣除成本后的净收入。"),
    _income("property_income_fen", "财产净收入", "房租、土地流转、利息等净收入。"),
    _income(
        "transfer_income_fen",
        "转移净收入",
        "退休金、养老金（不含中央基础养老金）、亲友经常性给付，减去已缴的社保和赡养支出。",
    ),
    _income("other_income_fen", "其他收入", "以上各项以外应计入的收入。"),
    _exempt("basic_pension_fen", "中央确定的基础养老金", "城乡居民基本养老保险中由中央确定的部分。"),
    _exempt("preferential_pension_fen", "优抚抚恤补助", "优抚对象的抚恤金、补助金、优待金。"),
    _exempt("government_aid_fen", "政府救助款物", "政府给予的各类社会救助款物折价。"),
    _exempt("scholarship_fen", "奖学金助学金", "在校学生的奖学金、助学金。"),
    _exempt("work_cost_fen", "必要的就业成本", "上下班交通等因就业产生的必要支出。"),
    _exempt("disability_illness_cost_fen", "因残因病刚性支出", "残疾、重病增加的自付支出。"),
    _choice("disability_kind", "残疾类别", "以残疾人证为准。", DISABILITY_KINDS),
    _choice("disability_grade", "残疾等级", "以残疾人证为准，一级最重。", DISABILITY_GRADES),
    _choice(
        "labour_capacity",
        "劳动能力",
        "统计口径；没有认定的，按年龄（不满18周岁、超过60周岁为无）和残疾、重病情况归类。",
        LABOUR,
    ),
    yes_no("has_serious_illness", "患重病", PERSON, "以县级以上规定的重病病种为准。", default=False),
    yes_no("is_full_time_student", "全日制在校学生", PERSON, default=False, who_provides="applicant"),
    yes_no(
        "is_single_applicant",
        "单独申请低保（单人户）",
        PERSON,
        "低保边缘家庭中的重度残疾、重病人员可以单独申请。",
        default=False,
        who_provides="applicant",
    ),
)

HOUSEHOLD_FACTS: tuple[FactSpec, ...] = (
    yes_no("uses_urban_standard", "适用城市低保标准", HOUSEHOLD, "按户籍和经常居住地认定，登记时须写明依据。"),
    money(
        "financial_assets_fen",
        "金融资产",
        HOUSEHOLD,
        "存款、证券、基金、商业保险、债权、互联网金融资产的现值合计，单位为元。",
        who_provides="check",
    ),
    count(
        "passenger_cars",
        "生活用机动车",
        HOUSEHOLD,
        "不含残疾人功能性补偿代步车辆和生产用车。",
        unit="cars",
        maximum=99,
        who_provides="check",
    ),
    count("houses", "房屋", HOUSEHOLD, "家庭成员名下的住房套数。", unit="houses", maximum=99, who_provides="check"),
    yes_no("bought_house_in_3_years", "三年内购买过房屋", HOUSEHOLD, "拆迁安置、危房改造不算。", who_provides="check"),
    yes_no("employs_others", "雇人从事经营", HOUSEHOLD),
    yes_no(
        "has_stable_income",
        "收入来源固定",
        HOUSEHOLD,
        "有固定工资、退休金等，短期内变化不大的，复核间隔较长。",
        default=False,
        who_provides="check",
    ),
    money(
        "support_payment_fen",
        "赡养抚养扶养费",
        HOUSEHOLD,
        "不共同生活的赡养义务人应给付的费用，申请前12个月合计，单位为元。",
        default=0,
        who_provides="applicant",
    ),
)

SHARED_FACTS: tuple[FactSpec, ...] = (*HOUSEHOLD_FACTS, *PERSON_FACTS)
