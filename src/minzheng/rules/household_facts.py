"""The facts all programs share. Registry records them, the dossier builds them, programs read them.

Money is fen over the window of 12 months before the application. The law's stated defaults are few: where nothing is
recorded, exempt incomes, costs, disability, illness, study, circumstances and supporters count as none. The relation to
the head, the five counted incomes, the assets, cars and houses have no default: unknown stays unknown.
"""

from minzheng.rules.fact import AskWhen, FactSpec, count, money, yes_no
from minzheng.rules.relations import RELATIONS
from minzheng.rules.supporter_facts import SUPPORTER_FACTS

EARNING_YEARS = 16
OF_EARNERS = (AskWhen("age_years", EARNING_YEARS),)
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
    return money(code, label, PERSON, f"{about}{WINDOW}", default=0)


def _choice(code: str, label: str, about: str, choices: tuple[tuple[int, str], ...]) -> FactSpec:
    top = choices[-1][0]
    return FactSpec(
        code, label, PERSON, "choice", "choice", 0, top, about, default=0, who_provides="check", choices=choices
    )


def _state(code: str, label: str, about: str = "") -> FactSpec:
    """A circumstance that an officer records; what is not recorded is not so."""
    return yes_no(code, label, PERSON, about, default=False, who_provides="check")


IDENTITY = (
    count(
        "age_years",
        "周岁年龄",
        PERSON,
        "认定当日的周岁，由身份证号码算出。",
        unit="years",
        maximum=130,
        who_provides="check",
    ),
    FactSpec(
        "relation",
        "与户主关系",
        PERSON,
        "choice",
        "relation",
        2,
        99,
        "按户口簿登记（GB/T 4761）。",
        who_provides="check",
        choices=RELATIONS,
    ),
)
STATES = (
    _state("lives_apart", "没有长期共同居住", "登记在户内而长期不共同居住的。未另行登记的，视为长期共同居住。"),
    _state("cannot_live_independently", "成年而不能独立生活", "已成年但因残疾、重病等不能独立生活的子女。"),
    count(
        "clergy_apart_years",
        "宗教教职人员脱离家庭独立生活的年数",
        PERSON,
        "连续满几年。",
        unit="full_years",
        maximum=130,
        default=0,
        who_provides="check",
    ),
    _state("is_in_prison", "在监狱服刑"),
    _state("is_in_labour_reeducation", "被劳动教养", "2013年12月以前。"),
    _state("is_in_isolation", "在戒毒所强制隔离戒毒"),
    _state("is_declared_missing", "被宣告失踪"),
    _state("is_conscript", "义务兵"),
    _state("is_excluded_by_province", "省级规定不计入的其他人员"),
    _state("is_destitute", "特困人员（五保对象）", "已纳入特困供养的人不再计算低保。"),
    _state("has_separate_register", "单独立户", "2021年6月以前单独申请的条件之一。"),
    _state("is_jobless", "无业", "没有就业，也没有从事生产经营。"),
    _state("has_stable_income", "收入来源固定", "有固定工资、退休金等，短期内变化不大的。"),
    _state("is_monitored", "低收入人口监测对象", "防止返贫监测对象等。"),
    _state("is_named_single_case", "县级以上民政部门规定可以单独申请的特殊困难人员"),
)
INCOMES = (
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
    _exempt("family_planning_reward_fen", "计划生育奖励与扶助金", ""),
    _exempt("bravery_award_fen", "见义勇为等奖励", ""),
    _exempt("locally_exempt_income_fen", "当地规定不计入的其他收入", "须有设区的市级以上人民政府的规定。"),
)
COSTS = (
    _exempt("work_cost_fen", "必要的就业成本", "上下班交通等因就业产生的必要支出。"),
    _exempt("disability_illness_cost_fen", "因残因病刚性支出", "残疾、重病增加的自付支出。"),
    _exempt("rigid_living_fen", "生活支出", "维持基本生活的衣食住行支出。"),
    _exempt("rigid_medical_fen", "医疗自付支出", "各类保险和救助支付后个人负担的合规费用。"),
    _exempt("rigid_education_fen", "教育支出", "按同类公办学校标准的保教费、学费、住宿费。"),
    _exempt("rigid_rehabilitation_fen", "残疾康复自付支出", "扣除政府补助和保险赔付后个人负担的费用。"),
    _exempt("rigid_other_fen", "县级民政部门认定的其他刚性支出", ""),
)
PERSON_FACTS: tuple[FactSpec, ...] = (
    *IDENTITY,
    *STATES,
    *INCOMES,
    *COSTS,
    _choice("disability_kind", "残疾类别", "以残疾人证为准。", DISABILITY_KINDS),
    _choice("disability_grade", "残疾等级", "以残疾人证为准，一级最重。", DISABILITY_GRADES),
    _choice(
        "labour_capacity",
        "劳动能力",
        "统计口径；没有认定的，按年龄（不满18周岁、超过60周岁为无）和残疾、重病情况归类。",
        LABOUR,
    ),
    yes_no("has_serious_illness", "患重病", PERSON, "以县级以上规定的重病病种为准。", default=False),
    yes_no("is_full_time_student", "全日制在校学生", PERSON, "本科及以下。", default=False, who_provides="applicant"),
    yes_no(
        "is_single_applicant",
        "单独申请低保（单人户）",
        PERSON,
        "低保边缘家庭中的重度残疾、重病人员等可以单独申请。",
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
        "含残疾人功能性补偿代步车辆，不含生产用车。",
        unit="cars",
        maximum=99,
        who_provides="check",
    ),
    count(
        "mobility_vehicles",
        "其中残疾人功能性补偿代步车辆",
        HOUSEHOLD,
        unit="cars",
        maximum=99,
        default=0,
        who_provides="check",
    ),
    money(
        "cars_value_fen",
        "生活用机动车现值",
        HOUSEHOLD,
        "不含残疾人功能性补偿代步车辆，单位为元。",
        ask_when=(AskWhen("passenger_cars"),),
        not_asked=0,
        who_provides="check",
    ),
    count("houses", "房屋", HOUSEHOLD, "家庭成员名下的住房套数。", unit="houses", maximum=99, who_provides="check"),
    yes_no("bought_house_in_3_years", "三年内购买过房屋", HOUSEHOLD, "拆迁安置、危房改造不算。", who_provides="check"),
    yes_no("employs_others", "雇人从事经营", HOUSEHOLD),
    money(
        "support_payment_fen",
        "赡养抚养扶养费",
        HOUSEHOLD,
        "没有逐人登记的义务人实际给付的费用，申请前12个月合计，单位为元。已逐人登记的不再填。",
        default=0,
        who_provides="applicant",
    ),
)

SHARED_FACTS: tuple[FactSpec, ...] = (*HOUSEHOLD_FACTS, *PERSON_FACTS, *SUPPORTER_FACTS)
