"""Values in the words of a calculation sheet."""

from minzheng.kernel.fen import format_yuan
from minzheng.rules.relations import RELATIONS, SUPPORTER_RELATIONS

Value = int | bool | tuple[tuple[int, int], ...]

UNITS = {
    "fen": "元",
    "fen/person/month": "元/人·月",
    "fen/person/year": "元/人·年",
    "fen/household/month": "元/户·月",
    "months": "个月",
    "month": "月",
    "years": "周岁",
    "full_years": "年",
    "people": "人",
    "cars": "辆",
    "houses": "套",
    "grade": "级",
    "annual_lines/person": "倍年标准/人",
    "annual_lines": "倍年标准",
    "items": "件",
    "times": "次",
    "number": "",
}
"""Units a fact, figure or formula may have, each with what is printed after the number. Besides these: `basis_points`
(printed as per cent), `yes_no`, `choice` (printed by its label) and `scale` (a table for kernel `band`)."""
CODED = {
    "labour": {0: "未认定", 1: "有", 2: "部分丧失", 3: "完全丧失", 4: "无"},
    "relation": dict(RELATIONS),
    "supporter_relation": dict(SUPPORTER_RELATIONS),
    "self_care": {1: "具备", 2: "部分丧失", 3: "完全丧失"},
    "support_class": {1: "A类", 2: "B类", 3: "C类"},
    "aid_kind": {1: "资助参保", 2: "门诊定额救助", 3: "门诊慢特病费用", 4: "住院费用"},
    "aid_group": {
        0: "不在救助范围",
        1: "特困人员",
        2: "低保对象",
        3: "防止返贫监测对象",
        4: "低保边缘家庭成员",
        5: "其他特殊困难人员",
    },
    "insurance_scheme": {
        0: "不涉及",
        1: "新型农村合作医疗",
        2: "城镇居民医保（成年人）",
        3: "城镇居民医保（未成年人、学生）",
        4: "城乡居民医保",
    },
}
"""Units whose numbers stand for words."""
KNOWN_UNITS = frozenset({*UNITS, *CODED, "basis_points", "yes_no", "choice", "scale"})


def say(value: Value | None, unit: str) -> str:
    """Return "740.00元/人·月" for 74000 and "fen/person/month"; "不清楚" for an unknown value."""
    if value is None:
        return "不清楚"
    if isinstance(value, tuple):
        return "；".join(f"{start}起{found}" for start, found in value)
    if unit == "yes_no" or isinstance(value, bool):
        return "是" if value else "否"
    if unit in CODED:
        return CODED[unit].get(value, str(value))
    return _number(value, unit)


def _number(value: int, unit: str) -> str:
    if unit == "basis_points":
        whole, part = divmod(abs(value), 100)
        digits = f"{whole}.{part:02d}".rstrip("0").rstrip(".")
        return f"{'-' if value < 0 else ''}{digits}%"
    if unit.startswith("fen"):
        return format_yuan(value) + UNITS[unit]
    return f"{value}{UNITS.get(unit, '')}"
