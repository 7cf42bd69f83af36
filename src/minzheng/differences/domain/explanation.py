"""Of what a difference is made: every fen belongs to a figure, to a fact, or to the decision itself.

From the decision's own ground to what is known now in two steps, always in this order: first the figures of the month
as they are known now on the facts decided on, then the facts. A decision that was taken over has no ground; there the
facts known now stand for it. What is left is between that ground and what was made due.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minzheng.casework.domain.determination import Preview
from minzheng.casework.enums import DecisionKind, Outcome
from minzheng.casework.models import Decision, Determination, LocalFigure
from minzheng.casework.queries.catalogue import questions
from minzheng.casework.queries.local_figures import with_rows
from minzheng.differences.queries.made import Made
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month
from minzheng.kernel.wording import listed
from minzheng.ledger.enums import DueKind
from minzheng.rules.evaluation import Evaluation
from minzheng.rules.frozen_facts import in_todays_words
from minzheng.rules.wording import say

Reason = dict[str, Any]


@dataclass(frozen=True)
class Explained:
    """The parts of a difference; they add up to it. The reasons are kept in Chinese, for offices and courts.

    `needs_look`: what was made due at first was not what the decision's own ground comes to.
    """

    figures_fen: int
    facts_fen: int
    decision_fen: int
    reasons: tuple[Reason, ...]
    needs_look: bool = False


def explain(
    decision: Decision, seen: Preview | None, *, month: Month, made: Made, was_fen: int, should_fen: int,
    rows: Sequence[LocalFigure],
) -> Explained:  # fmt: skip
    """Explain should − was. `seen` is None where nobody of the household lives; `rows`: the figures known now."""
    difference = should_fen - was_fen
    if seen is None:
        return Explained(0, difference, 0, ({"kind": "fact", "words": _("家庭成员均已去世或不在户")},))
    if decision.kind == DecisionKind.GRADUAL_EXIT:
        words = _("渐退期按决定《%(number)s》逐月发放") % {"number": decision.document_number}
        return Explained(0, 0, difference, ({"kind": "decision", "words": words},), needs_look=True)
    ground = decision.determination
    if ground is None:
        before = _then(decision, seen, month, rows)
        base = after = _amount(before, decision)
        figures = should_fen - base
        was_figures: Any = [one.as_dict() for one in before.figures]
    else:
        base = max(0, ground.amount_fen - decision.share_cut_fen)
        same_facts = with_rows(decision.case.program, rows).evaluate(
            facts=in_todays_words(ground.facts), on=month.first_day, at=seen.dossier.at_division
        )
        # A law that asks for more than was asked then cannot be read on the old facts: all of it is facts' part.
        after = base if same_facts.outcome == Outcome.INCOMPLETE else _amount(same_facts, decision)
        figures = after - base
        was_figures = ground.figures
    facts = difference - (base - was_fen) - figures
    reasons: list[Reason] = []
    if figures:
        reasons += _figures(was_figures, seen.evaluation)
    if facts:
        reasons += _facts(decision.case.program, ground, seen) if ground else []
        reasons += [{"kind": "condition", "words": str(one.label), "law": one.law} for one in seen.evaluation.failed]
    if base != was_fen:
        reasons.append({"kind": "decision", "words": _decided(decision, made, base, was_fen)})
    settled = sum(fen for kind, fen in made.dues if kind != DueKind.REGULAR) - made.claimed_fen
    return Explained(figures, facts, base - was_fen, tuple(reasons), needs_look=base != was_fen - settled)


def _then(decision: Decision, seen: Preview, month: Month, rows: Sequence[LocalFigure]) -> Evaluation:
    """Read the facts known now under the figures known when it was decided."""
    known = [row for row in rows if row.approved_at is not None and row.approved_at <= decision.decided_at]
    law = with_rows(decision.case.program, known)
    return law.evaluate(facts=seen.dossier.facts, on=month.first_day, at=seen.dossier.at_division)


def _amount(result: Evaluation, decision: Decision) -> int:
    return max(0, result.amount_fen - decision.share_cut_fen) if result.outcome == Outcome.ELIGIBLE else 0


def _figures(before: Sequence[Mapping[str, Any]], after: Evaluation) -> Iterator[Reason]:
    """Name each figure that differs, its value before and after, since when, by which document."""
    was = {row["code"]: row for row in before}
    for one in after.figures:
        row, old = one.as_dict(), was.get(one.code)
        if old is not None and old["value"] != row["value"]:
            yield {
                "kind": "figure", "code": one.code, "name": one.name, "before": old["text"], "after": row["text"],
                "from": one.from_date, "where": one.where, "reference": one.reference,
            }  # fmt: skip


def _facts(program: str, ground: Determination, seen: Preview) -> Iterator[Reason]:
    """Name each fact that differs from what was decided on: whose, before, after, by whom told, since when known."""
    specs = {spec.code: spec for spec in questions(program)}
    was = {one["id"]: facts for one, facts in zip(ground.members, ground.facts["members"], strict=True)}
    names = {one["id"]: one["name"] for one in ground.members}
    built = seen.dossier
    now = dict(zip(built.person_ids, built.facts["members"], strict=True))
    gone = [names[pk] for pk in was if pk not in now]
    if gone:
        yield {"kind": "fact", "words": _("%(names)s已去世或不再是家庭成员") % {"names": listed(gone)}}
    come = [name for pk, name in zip(built.person_ids, built.member_names, strict=True) if pk not in was]
    if come:
        yield {"kind": "fact", "words": _("%(names)s成为家庭成员") % {"names": listed(come)}}
    pairs: list[tuple[str, int | None, Mapping[str, Any], Mapping[str, Any]]] = [
        (built.member_names[index], index, was[pk], now[pk]) for index, pk in enumerate(built.person_ids) if pk in was
    ]
    pairs.append((_("家庭"), None, _of_home(ground.facts), _of_home(built.facts)))
    for who, index, before, after in pairs:
        for code in dict.fromkeys((*before, *after)):
            if before.get(code) == after.get(code):
                continue
            spec = specs.get(code)
            unit = spec.unit if spec else "number"
            source = next((row for row in built.sources if (row.code, row.member) == (code, index)), None)
            yield {
                "kind": "fact", "who": who, "name": str(spec.label) if spec else code,
                "before": say(before.get(code), unit), "after": say(after.get(code), unit),
                "source": source.source if source else "", "known_at": source.known_at if source else "",
                "from": source.holds_from if source else "",
            }  # fmt: skip


def _of_home(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {code: value for code, value in facts.items() if code not in {"members", "supporters"}}


def _decided(decision: Decision, made: Made, base: int, was_fen: int) -> str:
    words = {"base": format_yuan(base), "was": format_yuan(was_fen), "number": decision.document_number}
    if not made.dues and not was_fen:
        return _("决定《%(number)s》当月应发%(base)s元，从未生成应发") % words
    if made.claimed_fen or len(made.dues) > 1:
        return _("按决定《%(number)s》的依据应为%(base)s元；此前补发、追回后已为%(was)s元") % words
    if decision.determination_id is None:
        return _("决定《%(number)s》没有核算过程；按作出决定时的标准应为%(base)s元，实为%(was)s元") % words
    return _("按决定《%(number)s》的依据应为%(base)s元，实际生成%(was)s元") % words
