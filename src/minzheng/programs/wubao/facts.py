"""What destitute support asks beyond the shared facts: who applies, what each can do, what supporters can give.

Not recorded is not so for circumstances (prison, disability, a finding of the township), as everywhere. Who applies,
what an applicant can do, the chosen form, property and a supporter's income have no default: unknown stays unknown.
"""

from minzheng.rules.fact import AskWhen, FactSpec, count, money, yes_no
from minzheng.rules.household_facts import DISABILITY_GRADES, DISABILITY_KINDS

PERSON = "person"
SUPPORTER = "supporter"

OTHER, OWES, APPLIES = 1, 2, 3
PARTS = (
    (OTHER, "其他共同生活的人"),
    (OWES, "申请人的法定赡养、抚养、扶养义务人"),
    (APPLIES, "申请人（本人申请特困供养）"),
)
FORMS = ((1, "在家分散供养"), (2, "在供养服务机构集中供养"))
SCHOOLING = ((0, "不在校"), (1, "义务教育"), (2, "普通高中"), (3, "中等职业学校"), (4, "高等教育和其他"))
OF_APPLICANTS = (AskWhen("part_in_application", APPLIES),)
WINDOW = "申请前12个月合计，单位为元。没有的填0；不知道的留空。"
PROPERTY_RULE = (
    "财产是否符合当地规定：2021年6月以前按特困人员财产状况规定，以后按低收入家庭财产状况规定。须经本人同意才能查询。"
)
UNABLE = "2016年10月以前：经调查认定没有赡养（抚养、扶养）能力；以后：省级人民政府规定的其他无履行义务能力的情形。"


def _able(code: str, label: str) -> FactSpec:
    about = "不用别人帮助、自己能完成的填“是”。由县级民政部门组织评估后以评估结果为准。"
    return yes_no(code, label, PERSON, about, ask_when=OF_APPLICANTS, not_asked=True)


def _state(code: str, label: str, about: str = "", *, scope: str = PERSON) -> FactSpec:
    return yes_no(code, label, scope, about, default=False, who_provides="check")


def _choice(code: str, label: str, about: str, choices: tuple[tuple[int, str], ...], scope: str) -> FactSpec:
    return FactSpec(
        code,
        label,
        scope,
        "choice",
        "choice",
        0,
        choices[-1][0],
        about,
        default=0,
        who_provides="check",
        choices=choices,
    )


WHO_APPLIES = (
    FactSpec(
        "part_in_application",
        "在本次申请中",
        PERSON,
        "choice",
        "choice",
        OTHER,
        APPLIES,
        "每个人都要选。配偶、父母、成年子女一般是义务人；未成年子女和没有法定义务的人选“其他”。",
        choices=PARTS,
    ),
    FactSpec(
        "support_form",
        "本人选择的供养形式",
        PERSON,
        "choice",
        "choice",
        1,
        2,
        "由本人选择；不能表达意愿的由监护人选择。没有选的留空，不能代为指定。",
        ask_when=OF_APPLICANTS,
        not_asked=1,
        who_provides="applicant",
        choices=FORMS,
    ),
    yes_no(
        "has_contract_land",
        "有承包土地或者参加村集体收益分配",
        PERSON,
        "城乡供养标准不一致的地方，有的一般按农村标准。土地由别人代耕的，收益仍归本人。",
        ask_when=OF_APPLICANTS,
        not_asked=False,
    ),
    _state("was_relocated_to_town", "易地扶贫搬迁到城镇", "搬迁安置到城镇地区的，按城市标准。"),
)
LABOUR = (
    _state(
        "is_otherwise_without_labour",
        "规定的其他无劳动能力情形",
        "2016年10月以前：经村民评议、乡镇调查认定无劳动能力；以后：省级人民政府规定的其他情形。",
    ),
    _state(
        "multiple_disability_qualifies",
        "多重残疾中有一类达到规定等级",
        "残疾人证为多重残疾的，看其中智力、精神、肢体、视力残疾是否有一类达到规定等级。",
    ),
    _state("was_supported_as_minor", "未成年时已纳入供养", "按当时的规定，未成年时已经享受特困（五保）供养。"),
    _choice("schooling", "就读阶段", "以学籍为准。技工学校属于中等职业学校。", SCHOOLING, PERSON),
)
CHILD_BENEFITS = (
    yes_no(
        "chose_child_benefit",
        "选择孤儿、事实无人抚养儿童基本生活保障",
        PERSON,
        "同时符合两种条件的未成年人自己选一种；选了儿童保障的，不再认定为特困人员。",
        default=False,
        who_provides="applicant",
    ),
    _state("meets_orphan_terms", "符合孤儿认定条件", "2021年6月以前：未满16周岁符合孤儿条件的，纳入孤儿保障。"),
)
MEANS = (
    money("old_age_allowance_fen", "高龄津贴", PERSON, f"依法不计入收入，单独填。{WINDOW}", default=0),
    money(
        "medical_insurance_fen",
        "基本医疗保险待遇",
        PERSON,
        f"报销的医药费等，依法不计入收入，单独填。{WINDOW}",
        default=0,
        who_provides="check",
    ),
    money(
        "own_assets_fen",
        "本人名下的金融资产",
        PERSON,
        "存款、证券、基金、商业保险、债权、互联网金融资产的现值合计，单位为元。",
        ask_when=OF_APPLICANTS,
        not_asked=0,
        who_provides="check",
    ),
    count(
        "own_cars",
        "本人名下的生活用机动车",
        PERSON,
        "不含残疾人功能性补偿代步车辆、生产用车。",
        unit="cars",
        maximum=99,
        ask_when=OF_APPLICANTS,
        not_asked=0,
        who_provides="check",
    ),
    count(
        "own_houses",
        "本人名下的住房",
        PERSON,
        unit="houses",
        maximum=99,
        ask_when=OF_APPLICANTS,
        not_asked=0,
        who_provides="check",
    ),
)
ABILITIES = (
    _able("can_eat", "能自主吃饭"),
    _able("can_dress", "能自主穿衣"),
    _able("can_leave_bed", "能自主上下床"),
    _able("can_use_toilet", "能自主如厕"),
    _able("can_walk_indoors", "能在室内自主行走"),
    _able("can_bathe", "能自主洗澡"),
)
MEMBERS_WHO_OWE = (
    _state("draws_dibao", "正在享受低保", "义务人本人是最低生活保障对象。"),
    _state("lacks_civil_capacity", "无民事行为能力", "义务人本人无民事行为能力。"),
    _state("is_otherwise_unable", "规定的其他无履行义务能力情形", UNABLE),
    yes_no("has_property_within_rule", "义务人财产符合当地规定", PERSON, PROPERTY_RULE, who_provides="check"),
)
BURIAL = (
    money(
        "burial_cost_fen",
        "丧葬实际费用",
        PERSON,
        "供养对象去世后办理丧葬事宜的实际费用，凭票据，单位为元。只用于核算丧葬费。",
        default=0,
    ),
)
SUPPORTERS = (
    yes_no(
        "supporter_is_of_applicant",
        "义务人对申请人负有法定义务",
        SUPPORTER,
        "只对家中其他人负有义务的填“否”。",
        default=True,
        who_provides="check",
    ),
    _state("supporter_is_destitute", "义务人是特困人员（五保对象）", scope=SUPPORTER),
    _state("supporter_draws_dibao", "义务人正在享受低保", scope=SUPPORTER),
    _state("supporter_lacks_civil_capacity", "义务人无民事行为能力", scope=SUPPORTER),
    _state("supporter_is_missing", "义务人被宣告失踪", scope=SUPPORTER),
    _state("supporter_is_in_prison", "义务人在监狱服刑", scope=SUPPORTER),
    _state("supporter_is_otherwise_unable", "义务人有规定的其他无履行义务能力情形", UNABLE, scope=SUPPORTER),
    _choice("supporter_disability_kind", "义务人残疾类别", "以残疾人证为准。", DISABILITY_KINDS, SUPPORTER),
    _choice("supporter_disability_grade", "义务人残疾等级", "以残疾人证为准，一级最重。", DISABILITY_GRADES, SUPPORTER),
    money(
        "supporter_own_income_fen",
        "义务人本人收入",
        SUPPORTER,
        "本人的，不是家庭人均；申请前12个月合计，单位为元。须经义务人同意才能查询。",
        who_provides="check",
        needs_consent=True,
    ),
    yes_no(
        "supporter_has_property_within_rule",
        "义务人财产符合当地规定",
        SUPPORTER,
        PROPERTY_RULE,
        who_provides="check",
        needs_consent=True,
    ),
)
FACTS: tuple[FactSpec, ...] = (
    *WHO_APPLIES,
    *LABOUR,
    *CHILD_BENEFITS,
    *MEANS,
    *ABILITIES,
    *MEMBERS_WHO_OWE,
    *BURIAL,
    *SUPPORTERS,
)
