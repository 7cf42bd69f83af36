"""Code lists of the registry. Stored values are codes; people read the labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """GB/T 2261.1. 0 and 9 do not occur: the sex is read from the ID number."""

    MALE = "1", _("男")
    FEMALE = "2", _("女")


class Relation(models.TextChoices):
    """GB/T 4761-2008, relation to the head of the household; 02 is the head (户主).

    01 (本人) is part of the standard but not used in a household: whoever fills in a form is not thereby its head.
    97 and 99 are written from memory of the standard (domain/codes-and-forms 2.4: "80-99 others").
    """

    SELF = "01", _("本人")
    HEAD = "02", _("户主")
    SPOUSE = "10", _("配偶")
    HUSBAND = "11", _("夫")
    WIFE = "12", _("妻")
    SON = "20", _("子")
    ONLY_SON = "21", _("独生子")
    FIRST_SON = "22", _("长子")
    SECOND_SON = "23", _("次子")
    THIRD_SON = "24", _("三子")
    FOURTH_SON = "25", _("四子")
    FIFTH_SON = "26", _("五子")
    ADOPTED_SON = "27", _("养子或继子")
    SON_IN_LAW = "28", _("女婿")
    OTHER_SON = "29", _("其他儿子")
    DAUGHTER = "30", _("女")
    ONLY_DAUGHTER = "31", _("独生女")
    FIRST_DAUGHTER = "32", _("长女")
    SECOND_DAUGHTER = "33", _("次女")
    THIRD_DAUGHTER = "34", _("三女")
    FOURTH_DAUGHTER = "35", _("四女")
    FIFTH_DAUGHTER = "36", _("五女")
    ADOPTED_DAUGHTER = "37", _("养女或继女")
    DAUGHTER_IN_LAW = "38", _("儿媳")
    OTHER_DAUGHTER = "39", _("其他女儿")
    GRANDCHILD = "40", _("孙子、孙女或外孙子、外孙女")
    SONS_SON = "41", _("孙子")
    SONS_DAUGHTER = "42", _("孙女")
    DAUGHTERS_SON = "43", _("外孙子")
    DAUGHTERS_DAUGHTER = "44", _("外孙女")
    GRANDSONS_WIFE = "45", _("孙媳妇或外孙媳妇")
    GRANDDAUGHTERS_HUSBAND = "46", _("孙女婿或外孙女婿")
    GREAT_GRANDSON = "47", _("曾孙子或外曾孙子")
    GREAT_GRANDDAUGHTER = "48", _("曾孙女或外曾孙女")
    PARENT = "50", _("父母")
    FATHER = "51", _("父亲")
    MOTHER = "52", _("母亲")
    HUSBANDS_FATHER = "53", _("公公")
    HUSBANDS_MOTHER = "54", _("婆婆")
    WIFES_FATHER = "55", _("岳父")
    WIFES_MOTHER = "56", _("岳母")
    STEPFATHER = "57", _("继父或养父")
    STEPMOTHER = "58", _("继母或养母")
    GRANDPARENT = "60", _("祖父母或外祖父母")
    FATHERS_FATHER = "61", _("祖父")
    FATHERS_MOTHER = "62", _("祖母")
    MOTHERS_FATHER = "63", _("外祖父")
    MOTHERS_MOTHER = "64", _("外祖母")
    SIBLING = "70", _("兄弟姐妹")
    ELDER_BROTHER = "71", _("兄")
    YOUNGER_BROTHER = "73", _("弟")
    ELDER_SISTER = "75", _("姐姐")
    YOUNGER_SISTER = "77", _("妹妹")
    OTHER_RELATIVE = "97", _("其他亲属")
    NOT_RELATED = "99", _("非亲属")


# Which sex a relation says its bearer has, and which sex it says the head has.
MALE_RELATIONS = frozenset(
    [
        "11",
        "20",
        "21",
        "22",
        "23",
        "24",
        "25",
        "26",
        "27",
        "28",
        "29",
        "41",
        "43",
        "46",
        "47",
        "51",
        "53",
        "55",
        "57",
        "61",
        "63",
        "71",
        "73",
    ]
)
FEMALE_RELATIONS = frozenset(
    [
        "12",
        "30",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "38",
        "39",
        "42",
        "44",
        "45",
        "48",
        "52",
        "54",
        "56",
        "58",
        "62",
        "64",
        "75",
        "77",
    ]
)
MALE_HEAD_RELATIONS = frozenset({"12", "55", "56"})
FEMALE_HEAD_RELATIONS = frozenset({"11", "53", "54"})


class AreaKind(models.TextChoices):
    """Which dibao standard a household falls under: a sourced fact, since division codes do not say it."""

    URBAN = "urban", _("城市标准")
    RURAL = "rural", _("农村标准")


class Period(models.TextChoices):
    """The span an amount is stated for."""

    MONTH = "month", _("每月")
    YEAR = "year", _("每年")


class IncomeKind(models.TextChoices):
    """Five categories that are counted, then those that the law may leave out (民发〔2021〕57号 第十三条)."""

    WAGE = "wage", _("工资性收入")
    BUSINESS = "business", _("经营净收入")
    PROPERTY = "property", _("财产净收入")
    TRANSFER = "transfer", _("转移净收入")
    OTHER = "other", _("其他收入")
    BASIC_PENSION = "basic_pension", _("城乡居民基础养老金")
    PREFERENTIAL_PENSION = "preferential_pension", _("优抚对象抚恤金、补助金")
    GOVERNMENT_AID = "government_aid", _("政府救助款物")
    SCHOLARSHIP = "scholarship", _("奖学金、助学金")
    FAMILY_PLANNING_REWARD = "family_planning_reward", _("计划生育奖励与扶助金")
    BRAVERY_AWARD = "bravery_award", _("见义勇为等奖励")
    LOCALLY_EXEMPT = "locally_exempt", _("当地规定不计入的其他收入")


class ExpenseKind(models.TextChoices):
    """Costs that are taken off income, then the rigid costs of 刚性支出困难家庭认定办法 第五条."""

    WORK_COST = "work_cost", _("必要的就业成本")
    DISABILITY_ILLNESS_COST = "disability_illness_cost", _("因残疾、重病增加的刚性支出")
    RIGID_LIVING = "rigid_living", _("基本生活支出")
    RIGID_MEDICAL = "rigid_medical", _("医疗自付支出（报销后）")
    RIGID_EDUCATION = "rigid_education", _("教育支出（公办标准）")
    RIGID_REHABILITATION = "rigid_rehabilitation", _("残疾康复自付支出")
    RIGID_OTHER = "rigid_other", _("县级认定的其他刚性支出")


class AssetKind(models.TextChoices):
    """Kinds of property (domain/codes-and-forms 2.4, asset_kind)."""

    DEPOSIT = "deposit", _("存款")
    SECURITY = "security", _("有价证券")
    FUND = "fund", _("基金")
    INSURANCE = "insurance", _("商业保险")
    CLAIM = "claim", _("债权")
    INTERNET_FINANCE = "internet_finance", _("互联网金融资产")
    VEHICLE = "vehicle", _("机动车辆")
    VESSEL = "vessel", _("船舶")
    MACHINERY = "machinery", _("大型农机具")
    HOUSE = "house", _("住房")
    SHOP = "shop", _("商铺")
    LAND_RIGHT = "land_right", _("土地权益")
    FOREST = "forest", _("林木")
    EQUITY = "equity", _("股权")


FINANCIAL_ASSETS = frozenset({"deposit", "security", "fund", "insurance", "claim", "internet_finance", "equity"})


class AssetUse(models.TextChoices):
    """What a vehicle or a building is used for; empty where it does not matter."""

    NONE = "", _("未区分")
    PASSENGER = "passenger", _("生活用小客车")
    MOBILITY_AID = "mobility_aid", _("残疾人功能性代步车")
    PRODUCTION = "production", _("生产经营")
    LIVING = "living", _("自住")


class ConditionKind(models.TextChoices):
    """Circumstances of a person that a program may ask about."""

    DISABILITY = "disability", _("残疾")
    SERIOUS_ILLNESS = "serious_illness", _("重病")
    FULL_TIME_STUDENT = "full_time_student", _("全日制在校学生")
    NOT_INDEPENDENT = "not_independent", _("成年而不能独立生活")
    LABOUR_CAPACITY = "labour_capacity", _("劳动能力（统计口径）")
    EMPLOYMENT = "employment", _("就业状况")
    STABLE_INCOME = "stable_income", _("收入来源固定")
    LIVES_APART = "lives_apart", _("没有长期共同居住")
    SEPARATE_REGISTER = "separate_register", _("单独立户")
    IN_PRISON = "in_prison", _("服刑")
    LABOUR_REEDUCATION = "labour_reeducation", _("劳动教养")
    IN_ISOLATION = "in_isolation", _("强制隔离戒毒")
    DECLARED_MISSING = "declared_missing", _("宣告失踪")
    CONSCRIPT = "conscript", _("义务兵")
    CLERGY = "clergy", _("宗教教职人员（脱离家庭独立生活）")
    DESTITUTE = "destitute", _("特困供养人员（五保对象）")
    MONITORED = "monitored", _("低收入人口监测对象")
    NAMED_SINGLE_CASE = "named_single_case", _("规定可以单独申请的特殊困难人员")
    EXCLUDED_BY_PROVINCE = "excluded_by_province", _("省级规定不计入家庭的人员")
    SELF_CARE = "self_care", _("生活自理能力")
    PREFERENTIAL_TREATMENT = "preferential_treatment", _("优抚对象")


class SelfCare(models.TextChoices):
    """How far somebody looks after himself (domain/codes-and-forms 2.4, self_care)."""

    ABLE = "able", _("完全自理")
    PARTLY_LOST = "partly_lost", _("部分丧失")
    FULLY_LOST = "fully_lost", _("完全丧失")


class PreferentialClass(models.TextChoices):
    """Classes of people entitled to preferential treatment (优抚登记类别). Pension grades are another list."""

    DISABLED = "disabled", _("伤残人员")
    BEREAVED = "bereaved", _("三属人员")
    RURAL_VETERAN = "rural_veteran", _("在乡复员军人")
    RETURNED_ILL = "returned_ill", _("带病回乡")
    COMBAT_OR_TEST = "combat_or_test", _("参战参试")
    RURAL_VETERAN_60 = "rural_veteran_60", _("60岁以上农村籍退役士兵")
    MARTYRS_CHILD = "martyrs_child", _("老烈士子女")


class DisabilityKind(models.TextChoices):
    """GB/T 26341-2010, in force from 2011-05-01."""

    VISUAL = "1", _("视力残疾")
    HEARING = "2", _("听力残疾")
    SPEECH = "3", _("言语残疾")
    LIMB = "4", _("肢体残疾")
    INTELLECTUAL = "5", _("智力残疾")
    MENTAL = "6", _("精神残疾")
    MULTIPLE = "7", _("多重残疾")


class LabourCapacity(models.TextChoices):
    """Statistical classes (domain/codes-and-forms 2.4); not the ability test of the destitute, which goes by age."""

    HAS = "has", _("有劳动能力")
    PARTLY_LOST = "partly_lost", _("部分丧失劳动能力")
    FULLY_LOST = "fully_lost", _("完全丧失劳动能力")
    NONE = "none", _("无劳动能力（不满18周岁或超过60周岁）")


class Employment(models.TextChoices):
    """Whether and how a person works."""

    EMPLOYED = "employed", _("单位就业")
    FLEXIBLE = "flexible", _("灵活就业")
    FARMING = "farming", _("务农")
    JOBLESS = "jobless", _("无业")
    RETIRED = "retired", _("退休")


class SupporterRelation(models.TextChoices):
    """What a supporter outside the household is to the one who is supported (义务人是被赡养、抚养、扶养人的……)."""

    CHILD = "child", _("子女")
    PARENT = "parent", _("父母")
    SPOUSE = "spouse", _("配偶")
    SIBLING = "sibling", _("兄弟姐妹")
    GRANDCHILD = "grandchild", _("孙子女、外孙子女")
    GRANDPARENT = "grandparent", _("祖父母、外祖父母")
    OTHER = "other", _("其他有法定义务的人")


class Direction(models.TextChoices):
    """Over the county's border."""

    IN = "in", _("迁入本县")
    OUT = "out", _("迁出本县")


class CorrectionState(models.TextChoices):
    """How far the correction of a recorded death has come."""

    ASKED = "asked", _("待另一人核准")
    DONE = "done", _("已更正")
    REJECTED = "rejected", _("未予更正")
