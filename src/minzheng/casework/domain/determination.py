"""Determination: the dossier, read by the program's rules, frozen with the figures it was read under.

The rules propose, a named officer decides (个人信息保护法 第二十四条).
What is frozen here recomputes to the same fen for ever.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import dossier, flow
from minzheng.casework.domain.dossier import KEPT, Dossier, Kept
from minzheng.casework.enums import DeterminationKind, Level, Outcome, State
from minzheng.casework.models import Case, Determination, LocalFigure
from minzheng.casework.queries.catalogue import kept_with_case
from minzheng.casework.queries.local_figures import known_rows, law_known, with_rows
from minzheng.casework.queries.standing import standing_of
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.programs import catalogue
from minzheng.rules.evaluation import Evaluation
from minzheng.rules.frozen_facts import in_todays_words
from minzheng.rules.smallest_change import Change, smallest_changes


class DeterminationRefused(Refused):
    """A proposal cannot be made on this file."""


class FactsMissing(DeterminationRefused):
    """The rules need facts nobody has recorded; `missing` names them."""

    def __init__(self, message: str, missing: list[str]) -> None:
        super().__init__(message)
        self.missing = missing


@dataclass(frozen=True)
class Preview:
    """What the rules would say now; nothing is written."""

    dossier: Dossier
    evaluation: Evaluation

    @property
    def missing(self) -> list[str]:
        """Name every missing fact, with the member it is missing of."""
        return missing_names(self.evaluation, self.dossier.member_names)

    @property
    def lacking(self) -> list[tuple[str, list[str]]]:
        """Return the missing facts by whose they are, in the order of the family."""
        found: dict[str, list[str]] = {}
        for fact, whose in _missing(self.evaluation, self.dossier.member_names):
            found.setdefault(whose, []).append(fact)
        return list(found.items())


def preview(*, case: Case, on: date, known_at: datetime, alone: int | Kept | None = KEPT) -> Preview:
    """Build the dossier as known then and read it under the rules of the day; writes nothing (`alone`: see dossier)."""
    built = dossier.build(case, on=on, known_at=known_at, alone=alone)
    law = law_known(case.program, known_at)
    return Preview(built, law.evaluate(facts=built.facts, on=on, at=built.at_division))


def preview_many(
    *, cases: Sequence[Case], on: date, known_at: datetime, rows: Sequence[LocalFigure] | None = None
) -> dict[int, Preview]:
    """Read many cases as `preview` does, in a number of queries that does not grow with them; nobody left: left out."""
    entered = known_rows(known_at) if rows is None else rows
    laws = {program: with_rows(program, entered) for program in {case.program for case in cases}}
    built = dossier.build_many(cases, on=on, known_at=known_at)
    return {
        case.pk: Preview(one, laws[case.program].evaluate(facts=one.facts, on=on, at=one.at_division))
        for case in cases
        if (one := built.get(case.pk)) is not None
    }


@transaction.atomic
def propose(*, case: Case, by: Staff, at: datetime) -> Determination:
    """Freeze what the rules say. Eligible waits for publicity; a negative proposal goes to the county unpublished.

    Raises FactsMissing (with their names), DeterminationRefused, IllegalMove, NotAllowed.
    """
    permissions.require_role(by, Role.TOWNSHIP_OFFICER)
    permissions.require_area(by, case.division_code)
    flow.require_state(case, State.SURVEYING, State.CHECK_NEGATIVE, State.RETURNED, what=_("提出审核意见"))
    flow.require_open(case, State.PROPOSED, at)
    seen = preview(case=case, on=local_day(at), known_at=at)
    if seen.evaluation.outcome == Outcome.INCOMPLETE:
        names = seen.missing
        raise FactsMissing(
            _("以下事实尚未登记，不能提出审核意见：%(names)s。不知道不等于没有，请在%(where)s中补登（没有的登记为0）。")
            % {"names": listed(names), "where": _where(case, seen.evaluation)},
            names,
        )
    if case.state == State.CHECK_NEGATIVE and seen.evaluation.outcome == Outcome.ELIGIBLE:
        raise DeterminationRefused(
            _(
                "核对结果不一致且申请人说明未被采纳，但按已登记的事实仍符合条件。请先把核对查明的收入、财产登记到家庭档案；登记后仍符合条件的，再次登记申请人说明并选“成立”，转入入户调查。"
            )
        )
    row = freeze(case=case, seen=seen, kind=DeterminationKind.INITIAL, by=by, at=at)
    if seen.evaluation.decider:
        # Where the rules say who decides, they are heard, and not the delegation of the day of acceptance.
        case.decides = Level.TOWNSHIP if seen.evaluation.decider == Level.TOWNSHIP.value else Level.COUNTY
    details = {
        "determination": row.pk, "outcome": row.outcome, "amount_fen": row.amount_fen, "dossier": row.dossier_digest,
        "rule_version": row.rule_version,
    }  # fmt: skip
    flow.move(case=case, to=State.PROPOSED, by=by, at=at, details=details)
    if standing_of(case, local_day(at)).is_hung:
        flow.move(case=case, to=flow.decider(case), by=by, at=at, details={"publicised": False})
    return row


def _where(case: Case, result: Evaluation) -> str:
    """Say where the missing facts are written down."""
    own = {spec.code for spec in kept_with_case(case.program)}
    places = {fact.code in own for fact in result.missing}
    return listed([*([_("家庭档案")] if False in places else []), *([_("本案事实")] if True in places else [])])


def freeze(
    *, case: Case, seen: Preview, kind: DeterminationKind, by: Staff, at: datetime, month: Month | None = None
) -> Determination:
    """Write a determination row, for the month of the day it was read on or the month of a review."""
    result = seen.evaluation
    frozen = result.as_dict()
    built = seen.dossier
    return Determination.objects.create(
        case=case, kind=kind, month=str(month or Month.of(built.on)), evaluated_on=built.on, known_at=built.known_at,
        at_division=built.at_division, outcome=result.outcome, layer=result.layer, amount_fen=result.amount_fen,
        facts=dict(built.facts), sources=[row.as_dict() for row in built.sources],
        members=[{"id": pk, "name": name} for pk, name in zip(built.person_ids, built.member_names, strict=True)],
        person_ids=covered(built, result), evaluation=frozen, figures=frozen["figures"],
        rule_version=result.rule_version, dossier_digest=built.digest, proposed_by=by, proposed_at=at,
    )  # fmt: skip


def covered(built: Dossier, result: Evaluation) -> list[int]:
    """Return the persons a benefit covers: those of whom the rules say that they receive it."""
    return [built.person_ids[number] for number in result.recipients] if result.outcome == Outcome.ELIGIBLE else []


def latest(case: Case) -> Determination:
    """Return the case's last initial determination; raise DeterminationRefused if none was made."""
    rows = Determination.objects.filter(case=case, kind=DeterminationKind.INITIAL).select_related("proposed_by")
    row = rows.order_by("-pk").first()
    if row is None:
        raise DeterminationRefused(_("案件%(number)s还没有审核意见。") % {"number": case.number})
    return row


def recompute(determination: Determination) -> Evaluation:
    """Evaluate again from the frozen facts and frozen figures, with the formulas of its own day: the same fen."""
    return catalogue.get(determination.case.program).evaluate(
        facts=in_todays_words(determination.facts),
        on=determination.evaluated_on,
        at=determination.at_division,
        figures={row["code"]: row["value"] for row in determination.figures},
    )


def missing_names(result: Evaluation, member_names: tuple[str, ...]) -> list[str]:
    """Return the missing facts in Chinese, each with whose it is."""
    return [_("%(who)s的%(label)s") % {"who": who, "label": label} for label, who in _missing(result, member_names)]


def _missing(result: Evaluation, member_names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for fact in result.missing:
        who = _("家庭") if fact.member is None else member_names[fact.member]
        if fact.supporter is not None:
            who = _("第 %(n)s 位赡养人") % {"n": fact.supporter + 1}
        yield retell(fact.label), who


@dataclass(frozen=True)
class Alters:
    """One fact whose smallest change would alter a refusal, with whose it is."""

    change: Change
    whose: str


def would_alter(row: Determination) -> list[Alters]:
    """Return what alone would alter a refusal, by the figures known then; found once, for nothing frozen changes.

    One question; none for a determination that refuses nothing.
    """
    if row.outcome != Outcome.REFUSED:
        return []
    key = (row.case.program, row.dossier_digest, row.rule_version, row.evaluated_on, row.at_division)
    if key not in _ALTERS:
        if len(_ALTERS) >= MOST_KEPT:
            _ALTERS.clear()
        law = law_known(row.case.program, row.known_at)
        facts = in_todays_words(row.facts)
        _ALTERS[key] = smallest_changes(law, facts, on=row.evaluated_on, at=row.at_division)
    names = [each["name"] for each in row.members]
    return [Alters(one, _whose(one, names)) for one in _ALTERS[key]]


_ALTERS: dict[tuple[Any, ...], tuple[Change, ...]] = {}
MOST_KEPT = 256


def _whose(one: Change, names: Sequence[str]) -> str:
    if one.supporter is not None:
        return _("第 %(n)s 位赡养人") % {"n": one.supporter + 1}
    return _("家庭") if one.member is None else names[one.member]
