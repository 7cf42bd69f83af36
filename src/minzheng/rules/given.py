"""The facts as given: checked against their declarations, and what an ungiven one counts as."""

from collections.abc import Mapping, Sequence
from typing import Any

from minzheng.rules.errors import FactsRefused
from minzheng.rules.fact import LARGEST_FAMILY, FactSpec

GIVEN = "fact"
DEFAULT = "default"
NOT_ASKED = "does_not_apply"
MEMBERS = "members"
SUPPORTERS = "supporters"
PLACES = {"person": "members 里每个人名下", "supporter": "supporters 里每个人名下", "household": "最外层（家庭）"}

Known = Mapping[str, FactSpec]


def check_facts(
    facts: Mapping[str, Any], household_facts: Known, person_facts: Known, supporter_facts: Known
) -> tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]]:
    """Return the members and the supporters; raise FactsRefused for an unknown name, a wrong type, no members.

    A value out of bounds is refused too: without the bounds the proof that nothing overflows would be void.
    """
    if not isinstance(facts, Mapping):
        raise FactsRefused("事实应是一组“事实: 值”，成员列在 members 下。")
    members = facts.get(MEMBERS)
    if not isinstance(members, Sequence) or isinstance(members, str) or not members:
        raise FactsRefused("事实里没有家庭成员。请在 members 下逐人列出，至少一人。")
    supporters = facts.get(SUPPORTERS) or ()
    if not isinstance(supporters, Sequence) or isinstance(supporters, str):
        raise FactsRefused("赡养、抚养、扶养义务人应在 supporters 下逐人列出。")
    for rows, what in ((members, "家庭成员"), (supporters, "赡养、抚养、扶养义务人")):
        if len(rows) > LARGEST_FAMILY:
            raise FactsRefused(f"{what}有{len(rows)}人，超过{LARGEST_FAMILY}人，请核对。")
    known = (household_facts, person_facts, supporter_facts)
    for code, value in facts.items():
        if code not in (MEMBERS, SUPPORTERS) and not _is_sound(household_facts.get(code), value):
            raise _refusal(code, value, household_facts, known, "家庭")
    _check_rows(members, person_facts, known, "第{}名成员")
    _check_rows(supporters, supporter_facts, known, "第{}名赡养人")
    return members, supporters


def _check_rows(rows: Sequence[Any], here: Known, known: tuple[Known, ...], whose: str) -> None:
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            raise FactsRefused(f"{whose.format(number)}应是一组“事实: 值”。")
        for code, value in row.items():
            if not _is_sound(here.get(code), value):
                raise _refusal(code, value, here, known, whose.format(number))


def take(fact: FactSpec, values: dict[str, Any], masks: dict[str, int], sources: dict[str, str], bit: int) -> None:
    """Put a fact nobody gave into its place: as not asked, as the law's default, or as missing."""
    code = fact.code
    for ask in fact.ask_when:
        other = values.get(ask.fact)
        if other is not None and not ask.arises(other):
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


def _refusal(code: str, value: Any, here: Known, known: tuple[Known, ...], whose: str) -> FactsRefused:
    fact = here.get(code)
    if fact is None:
        elsewhere = next((facts[code] for facts in known if code in facts), None)
        if elsewhere is not None:
            return FactsRefused(f"{whose}：“{code}”应写在{PLACES[elsewhere.scope]}。")
        return FactsRefused(f"{whose}：没有名为“{code}”的事实，请检查拼写。可用的事实：{'、'.join(here)}。")
    what = f"{whose}的{fact.label}（{code}）"
    if fact.is_bool:
        return FactsRefused(f"{what}应为 true 或 false，不是“{value}”。")
    if type(value) is not int:
        return FactsRefused(f"{what}应为整数{'（分）' if fact.type == 'fen' else ''}，不是“{value}”。")
    return FactsRefused(f"{what}为{value}，超出{fact.minimum}至{fact.maximum}，请核对。")
