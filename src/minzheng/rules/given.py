"""The facts as given: checked against their declarations, and what an ungiven one counts as."""

from collections.abc import Mapping, Sequence
from typing import Any

from minzheng.rules.errors import FactsRefused
from minzheng.rules.fact import LARGEST_FAMILY, FactSpec

GIVEN = "fact"
DEFAULT = "default"
NOT_ASKED = "does_not_apply"

Known = Mapping[str, FactSpec]


def check_facts(facts: Mapping[str, Any], household_facts: Known, person_facts: Known) -> Sequence[Mapping[str, Any]]:
    """Return the members; raise FactsRefused for an unknown name, a wrong type, a value out of bounds, no members.

    Without the bounds the proof that nothing overflows would be void.
    """
    if not isinstance(facts, Mapping):
        raise FactsRefused("事实应是一组“事实: 值”，成员列在 members 下。")
    members = facts.get("members")
    if not isinstance(members, Sequence) or isinstance(members, str) or not members:
        raise FactsRefused("事实里没有家庭成员。请在 members 下逐人列出，至少一人。")
    if len(members) > LARGEST_FAMILY:
        raise FactsRefused(f"家庭成员有{len(members)}人，超过{LARGEST_FAMILY}人，请核对。")
    for code, value in facts.items():
        if code != "members" and not _is_sound(household_facts.get(code), value):
            raise _refusal(code, value, household_facts, person_facts, "家庭")
    for number, member in enumerate(members, start=1):
        if not isinstance(member, Mapping):
            raise FactsRefused(f"第{number}名成员应是一组“事实: 值”。")
        for code, value in member.items():
            if not _is_sound(person_facts.get(code), value):
                raise _refusal(code, value, person_facts, household_facts, f"第{number}名成员")
    return members


def take(fact: FactSpec, values: dict[str, Any], masks: dict[str, int], sources: dict[str, str], bit: int) -> None:
    """Put a fact nobody gave into its place: as not asked, as the law's default, or as missing."""
    code = fact.code
    for ask in fact.ask_when:
        other = values.get(ask.fact)
        if other is not None and other < ask.at_least:
            values[code] = fact.not_asked
            sources[code] = NOT_ASKED
            return
    if fact.default is not None:
        values[code] = fact.default
        sources[code] = DEFAULT
        return
    values[code] = None
    masks[code] = bit


def _is_sound(fact: FactSpec | None, value: Any) -> bool:
    if fact is None:
        return False
    if value is None:
        return True
    if fact.type == "bool":
        return value is True or value is False
    return type(value) is int and fact.minimum <= value <= fact.maximum


def _refusal(code: str, value: Any, here: Known, elsewhere: Known, whose: str) -> FactsRefused:
    fact = here.get(code)
    if fact is None:
        if code in elsewhere:
            place = "members 里每个人名下" if elsewhere[code].scope == "person" else "最外层（家庭）"
            return FactsRefused(f"{whose}：“{code}”应写在{place}。")
        return FactsRefused(f"{whose}：没有名为“{code}”的事实，请检查拼写。可用的事实：{'、'.join(here)}。")
    what = f"{whose}的{fact.label}（{code}）"
    if fact.is_bool:
        return FactsRefused(f"{what}应为 true 或 false，不是“{value}”。")
    if type(value) is not int:
        return FactsRefused(f"{what}应为整数{'（分）' if fact.type == 'fen' else ''}，不是“{value}”。")
    return FactsRefused(f"{what}为{value}，超出{fact.minimum}至{fact.maximum}，请核对。")
