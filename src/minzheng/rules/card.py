"""The identity card against the rules: what it names must be there, with the type that is meant."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from minzheng.rules.declare import HOUSEHOLD, PERSON, QUARTERLY
from minzheng.rules.errors import RuleError
from minzheng.rules.evaluation import MONTH, ONCE
from minzheng.rules.fact import FactSpec
from minzheng.rules.plan import FORMULA, TOTAL, Plan
from minzheng.rules.program import Program

CARD = "program.py"


def check(program: Program, facts: Sequence[FactSpec], plans: Mapping[str, Plan], folder: Path) -> None:
    """Raise RuleError for a cadence, a carried fact or a passport that does not fit the facts and formulas."""
    where = folder / CARD
    if program.cadence not in {MONTH, ONCE}:
        raise RuleError(f"{where}：cadence 应为 {MONTH} 或 {ONCE}（按季发放由公式说明）。")
    if program.cadence == ONCE and any(plan.of_role(QUARTERLY) for plan in plans.values()):
        raise RuleError(f"{where}：cadence 是 {ONCE}，公式不能再声明按季发放。")
    known = {(fact.code, fact.scope): fact for fact in facts}
    for one in program.carried:
        fact = known.get((one.fact, HOUSEHOLD))
        if fact is None or fact.is_bool:
            raise RuleError(f"{where}：carried 的“{one.fact}”不是家庭一级的数字事实。")
        _check_added(one.adds, plans, f"{where}：carried 的“{one.adds}”")
    asked_for = known.get((program.asked_for, PERSON))
    if program.asked_for and (asked_for is None or not asked_for.is_bool):
        raise RuleError(f"{where}：asked_for 的“{program.asked_for}”不是成员的是/否事实。")
    for passport in program.passports:
        fact = known.get((passport.fact, PERSON)) or known.get((passport.fact, HOUSEHOLD))
        if fact is None or not fact.is_bool or fact.who_provides != "check":
            raise RuleError(f"{where}：passports 的“{passport.fact}”不是由核对提供的是/否事实。")
        if passport.program == program.code:
            raise RuleError(f"{where}：passports 不能指向本项目自己。")


def _check_added(code: str, plans: Mapping[str, Plan], what: str) -> None:
    steps = [step for plan in plans.values() for step in plan.steps if step.code == code]
    if not steps:
        raise RuleError(f"{what}在任何一套规则里都没有。")
    if any(step.scope != HOUSEHOLD or step.kind not in {FORMULA, TOTAL} or step.is_bool for step in steps):
        raise RuleError(f"{what}不是家庭一级的数字结果。")
