"""Democratic appraisal, held where the survey is disputed: is what we found true? (民发〔2021〕57号 第十九条)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.enums import AppraisalStep, State, Station
from minzheng.casework.models import Appraisal, Case
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed


class AppraisalRefused(Refused):
    """The meeting does not count as an appraisal."""


@transaction.atomic
def record(
    *,
    case: Case,
    by: Staff,
    at: datetime,
    held_on: date,
    place: str,
    participants: int,
    representatives: int,
    steps: Sequence[str],
    is_survey_true: bool,
    conclusion: str,
    opinions: Sequence[str] = (),
) -> Appraisal:
    """Record the meeting. Representatives of villagers or residents are at least two thirds of those taking part."""
    flow.require_act(case=case, act=flow.act_in(case, "appraise"), by=by)
    if not 0 < representatives <= participants:
        raise AppraisalRefused(_("村（居）民代表人数应大于0且不超过参加人数%(n)d。") % {"n": participants})
    if 3 * representatives < 2 * participants:
        raise AppraisalRefused(
            _("村（居）民代表%(reps)d人，不足参加人数%(all)d人的三分之二，评议无效。请重新组织。")
            % {"reps": representatives, "all": participants}
        )
    left_out = [str(step.label) for step in AppraisalStep if step not in steps]
    if left_out:
        raise AppraisalRefused(
            _("民主评议还缺步骤：%(steps)s。五个步骤都完成后，评议才有效（民发〔2012〕220号第二十三条）。")
            % {"steps": listed(left_out)}
        )
    if held_on > local_day(at) or held_on < (case.accepted_on or case.opened_on):
        raise AppraisalRefused(_("评议日期%(day)s应在受理之后、今天之前。") % {"day": held_on})
    if not conclusion.strip():
        raise AppraisalRefused(_("请填写评议结论。"))
    row = Appraisal.objects.create(
        case=case, held_on=held_on, place=place.strip(), participants=participants, representatives=representatives,
        steps=[str(step) for step in AppraisalStep],
        opinions=[opinion.strip() for opinion in opinions if opinion.strip()], is_survey_true=is_survey_true,
        conclusion=conclusion.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    details = {"appraisal": row.pk, "held_on": held_on.isoformat(), "is_survey_true": is_survey_true}
    flow.note(case=case, action="appraise", by=by, at=at, details=details, reason=row.conclusion)
    if case.state == State.SURVEYING and case.station == Station.DEMOCRATIC_APPRAISAL:
        # Found untrue, the household is visited again; otherwise what remains is the opinion.
        flow.advance(case=case, station=Station.DETERMINATION if is_survey_true else Station.HOUSEHOLD_VISIT, at=at)
    return row
