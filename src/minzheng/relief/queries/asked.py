"""What the room and the program's folder agree on: which questions the room asks, and which it answers itself.

The codes are those of the facts and formulas of whatever program names this room in its card.
"""

from minzheng.casework.queries.catalogue import made_due_by, questions
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused
from minzheng.rules.fact import FactSpec

ROOM = "relief"
# Asked when somebody reports, on a phone; then what a visit finds; the rest the room knows by itself.
REPORTED = (
    "need_type",
    "is_urgent",
    "uses_urban_standard",
    "local_tie",
    "happened_here",
    "duration_months",
    "severity",
)
SURVEYED = (
    "duration_months", "severity", "uses_urban_standard", "has_conflicting_facts", "needs_several_departments",
    "disaster_relief_pending", "help_form", "goods_items", "instalments",
)  # fmt: skip
ALONE = ("applies_as_individual", "lacks_family_support")
CAUSE = "cause_code"
AFFECTED = "is_affected"
GRANTED_BEFORE = "event_granted_fen"
SETTLED = "conference_grant_fen"
FORMS = {1: "cash", 2: "referral", 3: "goods"}


class NoProgram(Refused):
    """No program names this room."""


def programs_here() -> tuple[str, ...]:
    """Return the programs that this room asks and pays; raise NoProgram if there is none."""
    found = made_due_by(ROOM)
    if not found:
        raise NoProgram("没有由本模块办理的救助项目，请检查项目文件夹。")
    return found


def program_here() -> str:
    """Return the first of them: the one that is offered."""
    return programs_here()[0]


def question(program: str, code: str) -> FactSpec:
    """Return one question of a program."""
    return next(one for one in questions(program) if one.code == code)


def causes(program: str) -> tuple[tuple[int, str], ...]:
    """Return the causes that a program knows, with their words."""
    return tuple((value, retell(label)) for value, label in question(program, CAUSE).choices)


def cause_label(program: str, code: int) -> str:
    """Return the words of a cause."""
    return dict(causes(program)).get(code, str(code))
