"""Category supplements (分类施保): for each who receives, the highest rate that applies. Who is severely affected."""

from minzheng.rules.declare import members, person

from .citations import EARLY, local, since_2012, since_2021

BEFORE_2021 = {**local(*EARLY), **since_2012("第二十八条", "第十二条")}
IN_2021 = since_2021("第二十七条", "第二十条")
EXTRA = {**BEFORE_2021, **IN_2021}

SEVERE_GRADE = 2
THIRD_GRADE = 3
INTELLECTUAL = 5
MENTAL = 6


@person.value("重度残疾", law=BEFORE_2021, unit="yes_no")
def is_severely_disabled(disability_grade: int = 0) -> bool:
    return 1 <= disability_grade <= SEVERE_GRADE


@person.value("重残或重病", law=EXTRA, unit="yes_no")
def is_severely_affected(is_severely_disabled: bool, has_serious_illness: bool = False) -> bool:
    return is_severely_disabled or has_serious_illness


@person.value("分类施保比例（取最高一项）", law=EXTRA, unit="basis_points")
def supplement_rate(
    age_years: int,
    elderly_age: int,
    adult_age: int,
    elderly_rate: int,
    severe_rate: int,
    minor_rate: int,
    is_severely_affected: bool,
) -> int:
    elderly = elderly_rate if age_years >= elderly_age else 0
    minor = minor_rate if age_years < adult_age else 0
    severe = severe_rate if is_severely_affected else 0
    return max(elderly, minor, severe)


supplement_rates = members.sum(
    "分类施保比例合计", law=EXTRA, of="supplement_rate", where="receives", unit="basis_points"
)
