"""The dossier: what is known of a household on a day, with where each fact comes from. Reads, writes nothing.

The facts are those all programs share (rules/household_facts.py): income over the window of twelve months, assets,
cars, houses, circumstances; then what the program asks beside them; then what other programs found already.
What nobody recorded or found stays absent: unknown is not zero.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from minzheng.casework.enums import ProposalState
from minzheng.casework.models import Application, Case, CaseFact, ReviewProposal
from minzheng.casework.queries.catalogue import kept_with_case
from minzheng.casework.queries.passports import NOTHING, Taken, taken
from minzheng.kernel.idnumber import age_on
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.registry.models import Supporter
from minzheng.registry.queries.household import (
    AssetView,
    ConditionView,
    HouseholdView,
    Known,
    MemberView,
    MoneyView,
    SupporterView,
    views,
)

# Below this age income is not asked for.
EARNING_YEARS = 16
WINDOW_MONTHS = 12
RECENT_YEARS = 3
# 民发〔2021〕57号 第十四条：存款、证券、基金、商业保险、债权、互联网金融资产
FINANCIAL_KINDS = ("deposit", "security", "fund", "insurance", "claim", "internet_finance")
COUNTED_INCOMES = ("wage", "business", "property", "transfer", "other")
INCOME_FACTS = {
    **{kind: f"{kind}_income_fen" for kind in COUNTED_INCOMES},
    "basic_pension": "basic_pension_fen",
    "preferential_pension": "preferential_pension_fen",
    "government_aid": "government_aid_fen",
    "scholarship": "scholarship_fen",
    "family_planning_reward": "family_planning_reward_fen",
    "bravery_award": "bravery_award_fen",
    "locally_exempt": "locally_exempt_income_fen",
}
EXPENSE_FACTS = {
    "work_cost": "work_cost_fen",
    "disability_illness_cost": "disability_illness_cost_fen",
    "rigid_living": "rigid_living_fen",
    "rigid_medical": "rigid_medical_fen",
    "rigid_education": "rigid_education_fen",
    "rigid_rehabilitation": "rigid_rehabilitation_fen",
    "rigid_other": "rigid_other_fen",
}
# What the applicant may say of a member; then what an officer records. Who counts is for the law of the day to say.
FLAGS = {"serious_illness": "has_serious_illness", "full_time_student": "is_full_time_student"}
STATES = {
    **FLAGS,
    "not_independent": "cannot_live_independently",
    "stable_income": "has_stable_income",
    "lives_apart": "lives_apart",
    "separate_register": "has_separate_register",
    "in_prison": "is_in_prison",
    "labour_reeducation": "is_in_labour_reeducation",
    "in_isolation": "is_in_isolation",
    "declared_missing": "is_declared_missing",
    "conscript": "is_conscript",
    "destitute": "is_destitute",
    "monitored": "is_monitored",
    "named_single_case": "is_named_single_case",
    "excluded_by_province": "is_excluded_by_province",
}
LABOUR = {"has": 1, "partly_lost": 2, "fully_lost": 3, "none": 4}
SUPPORTERS = {"child": 1, "parent": 2, "spouse": 3, "sibling": 4, "grandchild": 5, "grandparent": 6, "other": 9}


class Kept:
    """For whom a case is stays as it was asked, or was last changed."""


KEPT = Kept()


@dataclass(frozen=True)
class Said:
    """An answer just given and not yet written: of the household, a member, or a supporter (by the registry's row)."""

    code: str
    person_id: int | None
    value: int | bool
    supporter_id: int | None = None
    source: str = ""


class NobodyLeft(Refused):
    """The household has no living member on the day."""


@dataclass(frozen=True)
class SourceRow:
    """One fact with its origin: whose, what, who says so, since when known and holding, from which registry rows."""

    code: str
    member: int | None
    value: int | bool
    source: str
    known_at: str
    holds_from: str
    rows: tuple[str, ...]
    supporter: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return {**asdict(self), "rows": list(self.rows)}


@dataclass(frozen=True)
class Dossier:
    """One frozen reading of the registry. `facts` has the shape of an example's facts; unknown stays absent."""

    on: date
    known_at: datetime
    at_division: str
    person_ids: tuple[int, ...]
    member_names: tuple[str, ...]
    facts: Mapping[str, Any]
    sources: tuple[SourceRow, ...]
    digest: str


@dataclass
class _Reading:
    """Facts and their sources, side by side."""

    facts: dict[str, Any] = field(default_factory=dict)
    sources: list[SourceRow] = field(default_factory=list)

    def put(
        self,
        code: str,
        member: int | None,
        value: int | bool,  # noqa: FBT001 - a fact is either
        rows: Sequence[tuple[str, Known]],
        *,
        supporter: int | None = None,
    ) -> None:
        """Set a fact of a member, a supporter or the household, with the rows it comes from."""
        place = self.facts if member is None else self.facts["members"][member]
        if supporter is not None:
            place = self.facts["supporters"][supporter]
        place[code] = value
        known = [one for _kind, one in rows]
        if known:
            self.sources.append(
                SourceRow(
                    code, member, value, "；".join(dict.fromkeys(one.source for one in known)),
                    max(one.known_at for one in known).isoformat(), max(one.holds_from for one in known).isoformat(),
                    tuple(f"{kind}:{one.fact_id}" for kind, one in rows), supporter,
                )
            )  # fmt: skip


def build(case: Case, *, on: date, known_at: datetime, alone: int | Kept | None = KEPT) -> Dossier:
    """Read the household as known at `known_at` to be on `on`. Raises NobodyLeft.

    `alone` asks what would be if that member, or (None) the whole household, were applied for.
    """
    found = build_many([case], on=on, known_at=known_at, alone=alone)
    if not found:
        raise NobodyLeft(_("案件%(number)s的家庭在%(day)s没有在世成员。") % {"number": case.number, "day": on})
    return found[case.pk]


def build_many(
    cases: Sequence[Case], *, on: date, known_at: datetime, alone: int | Kept | None = KEPT
) -> dict[int, Dossier]:
    """Return the dossier of each case by its id, in a number of queries that does not grow with the cases.

    A case whose household has no living member is left out.
    """
    homes = views([case.household for case in cases], day=on, known_at=known_at)
    return of_homes(cases, homes, known_at=known_at, alone=alone)


def of_homes(
    cases: Sequence[Case], homes: Mapping[int, HouseholdView], *, known_at: datetime, alone: int | Kept | None = KEPT
) -> dict[int, Dossier]:
    """Return the dossiers of cases whose households were read already, as `build_many` does."""
    if isinstance(alone, Kept):
        singles = single_applicants([case.pk for case in cases])
    else:
        singles = {case.pk: alone for case in cases}
    own = own_facts([case.pk for case in cases if kept_with_case(case.program)], known_at)
    days = {home.day for home in homes.values()}
    found = _found([(case.program, case.household_id) for case in cases], days.pop(), known_at) if days else {}
    return {
        case.pk: _dossier(
            case.division_code, homes[case.household_id], singles.get(case.pk), own.get(case.pk, ()),
            found.get((case.program, case.household_id), NOTHING),
        )
        for case in cases
        if homes[case.household_id].members
    }  # fmt: skip


def of_view(case: Case, home: HouseholdView, own: Sequence[CaseFact] = ()) -> Dossier:
    """Return the dossier of a household that was read already; whoever applies alone is not looked up.

    `own` are the facts of the case, in the order they were recorded.
    """
    return _dossier(case.division_code, home, None, list(_last(own).values()))


def of_said(
    division_code: str, home: HouseholdView, said: Sequence[Said], single: int | None, found: Taken = NOTHING
) -> Dossier:
    """Return the dossier as it would be if what was said were written down now, before there is a case."""
    by_row = {one.known.fact_id: one for one in home.supporters}
    rows = []
    for one in said:
        supporter = None
        if one.supporter_id is not None:
            about = by_row.get(one.supporter_id)
            if about is None:
                continue
            supporter = Supporter(pk=one.supporter_id, person_id=about.person_id, name=about.name)
        rows.append(
            CaseFact(
                person_id=one.person_id, supporter=supporter, code=one.code, value=int(one.value),
                is_yes_no=isinstance(one.value, bool), source=one.source, recorded_at=home.known_at,
            )
        )  # fmt: skip
    return _dossier(division_code, home, single, rows, found)


def canonical(content: Any) -> str:
    """Return the one JSON text of this content: sorted keys, no spaces."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _dossier(
    division_code: str, home: HouseholdView, single: int | None, own: Sequence[CaseFact] = (), found: Taken = NOTHING
) -> Dossier:
    reading = _Reading({"members": [{} for _member in home.members]})
    if home.supporters:
        reading.facts["supporters"] = [{} for _supporter in home.supporters]
    for index, member in enumerate(home.members):
        _read_person(reading, index, member, home.day)
        if member.person_id == single:
            reading.put("is_single_applicant", index, True, [])
    _read_household(reading, home)
    for index, supporter in enumerate(home.supporters):
        _read_supporter(reading, index, supporter, single)
    _read_own(reading, own, home)
    _read_found(reading, found, home)
    sources = tuple(reading.sources)
    text = canonical({"facts": reading.facts, "sources": [row.as_dict() for row in sources]})
    return Dossier(
        home.day, home.known_at, division_code, tuple(member.person_id for member in home.members),
        tuple(member.name for member in home.members), reading.facts, sources,
        hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip


def _read_person(reading: _Reading, index: int, member: MemberView, day: date) -> None:
    reading.put("age_years", index, member.age_years, [("membership", member.known)])
    reading.put("relation", index, int(member.relation), [("membership", member.known)])
    if member.age_years >= EARNING_YEARS:
        _read_sums(reading, index, INCOME_FACTS, "incomeitem", member.incomes)
    _read_sums(reading, index, EXPENSE_FACTS, "expenseitem", member.expenses)
    _read_disability(reading, index, [row for row in member.conditions if row.kind == "disability"])
    for row in member.conditions:
        rows = [("personcondition", row.known)]
        if row.kind in STATES:
            reading.put(STATES[row.kind], index, True, rows)
        elif row.kind == "labour_capacity" and row.code in LABOUR:
            reading.put("labour_capacity", index, LABOUR[row.code], rows)
        elif row.kind == "employment":
            reading.put("is_jobless", index, row.code == "jobless", rows)
        elif row.kind == "clergy":
            # The row holds from the day on which the person left the family for the religious house.
            reading.put("clergy_apart_years", index, age_on(row.known.holds_from, day), rows)


def _read_sums(reading: _Reading, index: int, names: Mapping[str, str], model: str, items: Sequence[MoneyView]) -> None:
    for kind, code in names.items():
        rows = [item for item in items if item.kind == kind]
        if rows:
            reading.put(code, index, sum(item.year_fen for item in rows), [(model, item.known) for item in rows])


def _read_disability(reading: _Reading, index: int, rows: Sequence[ConditionView]) -> None:
    """Of several certificates the heaviest grade counts (1 is the heaviest)."""
    graded = [
        (int(row.code.partition(".")[2]), int(row.code.partition(".")[0]), row) for row in rows if "." in row.code
    ]
    if graded:
        grade, kind, row = min(graded, key=lambda one: one[:2])
        reading.put("disability_kind", index, kind, [("personcondition", row.known)])
        reading.put("disability_grade", index, grade, [("personcondition", row.known)])


def _read_household(reading: _Reading, home: HouseholdView) -> None:
    area = home.standard_area
    if area is not None:
        reading.put("uses_urban_standard", None, area.area_kind == "urban", [("standardarea", area.known)])
    money = [row for row in home.assets if row.kind in FINANCIAL_KINDS]
    if money:
        reading.put("financial_assets_fen", None, sum(row.amount_fen for row in money), _assets(money))
    vehicles = [row for row in home.assets if row.kind == "vehicle"]
    # A vehicle whose use nobody wrote down may be a passenger car: then the number is unknown.
    if vehicles and not any(row.count and not row.use for row in vehicles):
        _read_cars(reading, vehicles)
    houses = [row for row in home.assets if row.kind == "house"]
    if houses:
        reading.put("houses", None, sum(row.count for row in houses), _assets(houses))
    _read_declaration(reading, home, houses)


def _read_cars(reading: _Reading, vehicles: Sequence[AssetView]) -> None:
    """Cars people live with, mobility vehicles among them; their worth is known only if every one has a value."""
    passenger = [row for row in vehicles if row.use == "passenger" and row.count]
    mobility = [row for row in vehicles if row.use == "mobility_aid" and row.count]
    reading.put("passenger_cars", None, sum(row.count for row in (*passenger, *mobility)), _assets(vehicles))
    if mobility:
        reading.put("mobility_vehicles", None, sum(row.count for row in mobility), _assets(mobility))
    if (passenger or mobility) and all(row.amount_fen for row in passenger):
        worth = sum(row.amount_fen for row in passenger)
        reading.put("cars_value_fen", None, worth, _assets([*passenger, *mobility]))


def _read_supporter(reading: _Reading, index: int, one: SupporterView, single: int | None) -> None:
    rows = [("supporter", one.known)]
    reading.put("supporter_relation", None, SUPPORTERS[one.relation], rows, supporter=index)
    reading.put("supporter_age_years", None, one.age_years, rows, supporter=index)
    if one.income_month_fen is not None:
        reading.put("supporter_income_fen", None, one.income_month_fen * WINDOW_MONTHS, rows, supporter=index)
    reading.put("supported_people", None, one.supported_count, rows, supporter=index)
    reading.put("agreed_support_fen", None, one.agreed_month_fen * WINDOW_MONTHS, rows, supporter=index)
    if single is not None:
        reading.put("supports_single_applicant", None, one.person_id == single, rows, supporter=index)


def _read_declaration(reading: _Reading, home: HouseholdView, houses: Sequence[AssetView]) -> None:
    bought = [
        row for row in houses if row.count and row.acquired_on and age_on(row.acquired_on, home.day) < RECENT_YEARS
    ]
    declared = home.declaration
    if bought:
        reading.put("bought_house_in_3_years", None, True, _assets(bought))
    if declared is None:
        return
    rows = [("householddeclaration", declared.known)]
    if declared.bought_house_in_3_years is not None and not bought:
        reading.put("bought_house_in_3_years", None, declared.bought_house_in_3_years, rows)
    if declared.employs_others is not None:
        reading.put("employs_others", None, declared.employs_others, rows)
    if declared.support_payment_fen is not None:
        reading.put("support_payment_fen", None, declared.support_payment_fen * WINDOW_MONTHS, rows)


def _read_own(reading: _Reading, own: Sequence[CaseFact], home: HouseholdView) -> None:
    """What was recorded for this case alone; who is no member and no supporter today is passed over."""
    members = {member.person_id: place for place, member in enumerate(home.members)}
    supporters = {(one.person_id, one.name): place for place, one in enumerate(home.supporters)}
    for row in own:
        about = row.about_supporter
        if (row.person_id is not None and row.person_id not in members) or (about and about not in supporters):
            continue
        moment = row.recorded_at
        known = Known(row.pk, row.source, moment, local_day(moment), None)
        reading.put(
            row.code, None if row.person_id is None else members[row.person_id],
            bool(row.value) if row.is_yes_no else row.value, [("casefact", known)],
            supporter=None if about is None else supporters[about],
        )  # fmt: skip


def _read_found(reading: _Reading, found: Taken, home: HouseholdView) -> None:
    """What other programs found already (社会救助法 第四十二条); what an officer recorded stands before it.

    Of somebody who is no member today nothing is taken.
    """
    members = {member.person_id: place for place, member in enumerate(home.members)}
    whose = [(None, found.household), *((members[pk], facts) for pk, facts in found.people.items() if pk in members)]
    for member, facts in whose:
        for code, one in facts.items():
            if code not in (reading.facts if member is None else reading.facts["members"][member]):
                # Kept with the determination, and part of its digest: one wording whoever reads.
                with as_kept():
                    source = _("其他救助已认定：%(source)s") % {"source": one.source}
                known = Known(one.decision_id, source, one.decided_at, one.since, None)
                reading.put(code, member, True, [("decision", known)])


def _found(asked: Iterable[tuple[str, int]], on: date, known_at: datetime) -> dict[tuple[str, int], Taken]:
    """Return what other programs found by program and household; one query for each program that takes anything."""
    by_program: dict[str, set[int]] = {}
    for program, household_id in asked:
        by_program.setdefault(program, set()).add(household_id)
    return {
        (program, household_id): one
        for program, ids in by_program.items()
        for household_id, one in taken(program, ids, on, known_at).items()
    }


def own_facts(case_ids: list[int] | QuerySet, known_at: datetime) -> dict[int, list[CaseFact]]:
    """Return by case the last answer to each question as known then; no query where no program adds questions.

    `case_ids` may be a query set that yields them, so that a hundred thousand are asked about.
    """
    if isinstance(case_ids, list) and not case_ids:
        return {}
    rows = CaseFact.objects.filter(case_id__in=case_ids, recorded_at__lte=known_at)
    found: dict[int, list[CaseFact]] = {}
    for row in _last(rows.select_related("supporter").order_by("pk")).values():
        found.setdefault(row.case_id, []).append(row)
    return found


def _last(rows: Iterable[CaseFact]) -> dict[tuple[Any, ...], CaseFact]:
    """Of several answers of a case to one question about one person or supporter the last counts."""
    return {(row.case_id, row.person_id, row.about_supporter, row.code): row for row in rows}


def _assets(rows: Sequence[AssetView]) -> list[tuple[str, Known]]:
    return [("assetitem", row.known) for row in rows]


def single_applicants(case_ids: list[int] | QuerySet) -> dict[int, int | None]:
    """Return whom an application asks for alone (单人户), by case: the answer names the person."""
    rows = Application.objects.filter(case_id__in=case_ids, answers__has_key="single_applicant_id")
    asked = {case_id: answers["single_applicant_id"] for case_id, answers in rows.values_list("case_id", "answers")}
    changed = ReviewProposal.objects.filter(case_id__in=case_ids, state=ProposalState.ACCEPTED).exclude(scope="")
    return asked | dict(changed.order_by("pk").values_list("case_id", "single_person_id"))
