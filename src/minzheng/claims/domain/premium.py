"""Premiums of those whom the rules subsidise: reckoned person by person, paid together to the insurance account."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.claims.domain.facts import facts_of
from minzheng.claims.domain.reckoning import lock_years, reckon_years
from minzheng.claims.domain.road import ClaimsRefused, note, require_county
from minzheng.claims.domain.statement import prepare_premiums
from minzheng.claims.enums import GapKind, Kind, Mode
from minzheng.claims.models import Campaign, Claim, Hospital, Match, Reckoning, Standing, Statement
from minzheng.claims.queries.status import Status
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.services.inserting import insert_all


@transaction.atomic
def grant(*, match: Match, insurer: Hospital, by: Staff, at: datetime) -> Statement | None:
    """Reckon the premium of everybody whom the matching found insured here, and put it into one payment.

    Who had it for this year is left out: a second call after the next matching adds those who came since. A person
    gets nothing in the hand. Returns None if nobody is added.
    """
    require_county(by)
    campaign = match.freeze.campaign
    if not insurer.is_insurer:
        raise ClaimsRefused(_("参保资助只划入医保经办机构的账户，不发给个人，也不付给医院。"))
    had = Claim.objects.filter(kind=Kind.PREMIUM, settled_on__year=campaign.year, is_reversal=False)
    standings = Standing.objects.filter(match=match, kind=GapKind.ENROLLED)
    rows = standings.exclude(entry__person__in=had.values("person")).select_related("entry__person").order_by("pk")
    claims = insert_all([_claim(row, campaign, by, at) for row in rows])
    keys = {(claim.person_id, campaign.year) for claim in claims}
    lock_years(keys)
    results = reckon_years(keys, by=by, at=at)
    own = {claim.pk for claim in claims}
    paid = [row for row in results if row.claim_id in own and row.delta_fen > 0]
    note(
        "campaign.premiums", kind="campaign", object_id=campaign.pk, by=by, at=at, people=len(claims),
        subsidised=len(paid), total_fen=sum(row.delta_fen for row in paid),
    )  # fmt: skip
    if not paid:
        return None
    return _pay(paid, insurer, by=by, at=at)


def _pay(rows: Sequence[Reckoning], insurer: Hospital, *, by: Staff, at: datetime) -> Statement:
    return prepare_premiums(insurer=insurer, month=Month.of(local_day(at)), reckonings=rows, by=by, at=at)


def _claim(row: Standing, campaign: Campaign, by: Staff, at: datetime) -> Claim:
    entry = row.entry
    # The law of the year's first day, or of the day somebody came onto the list in its course.
    day = (
        max(date(campaign.year, 1, 1), entry.listed_on)
        if entry.listed_on.year == campaign.year
        else date(campaign.year, 1, 1)
    )
    answers: dict[str, Any] = {"insurance_scheme": campaign.scheme, "enrolled_elsewhere": row.is_double_insured}
    facts = facts_of(
        kind=Kind.PREMIUM, person=entry.person, status=Status(facts=entry.facts), on=day, money={}, answers=answers
    )
    return Claim(
        number=f"CB-{campaign.year}-{entry.person_id}", kind=Kind.PREMIUM, mode=Mode.LISTED, person=entry.person,
        division_code=entry.division_code, admitted_on=day, discharged_on=day, settled_on=day, facts=facts,
        entered_by=by, entered_at=at,
    )  # fmt: skip
