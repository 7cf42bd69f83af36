"""The case conference (一事一议): minutes by one person, confirmed by another; its outcome is a normal decision.

社会救助工作协调机制；关于改革完善社会救助制度的意见 第十五条。
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import case_fact
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import listed
from minzheng.relief.domain.reckoning import freeze, reckon
from minzheng.relief.domain.road import ReliefRefused, locked, note, require_state, require_unrelated
from minzheng.relief.enums import Level, RequestState, Vote
from minzheng.relief.models import Conference, ConferenceMember, Request
from minzheng.relief.queries import asked
from minzheng.relief.queries.facts import read
from minzheng.statute.period import figure

SOURCE = "个案会商记录"
KEY_WORDS, KEY_FEN = "words", "amount_fen"
STATES = (RequestState.REPORTED, RequestState.AT_COUNTY, RequestState.AT_CONFERENCE, RequestState.ON_CASE)


@dataclass(frozen=True)
class Option:
    """What could be done: in words, and the fen it comes to in all."""

    words: str
    amount_fen: int


@dataclass(frozen=True)
class Member:
    """One who sat there; whoever has an interest of one's own withdraws."""

    name: str
    office: str
    vote: str
    conflict: str = ""


@transaction.atomic
def write(
    *, request: Request, held_on: date, found: str, options: Sequence[Option], members: Sequence[Member],
    conclusion: str, amount_fen: int, by: Staff, at: datetime, instalments: int = 1,
) -> Conference:  # fmt: skip
    """Write the minutes of what was decided. Raises ReliefRefused where they lack something, or the vote fell through.

    The amount is that of one of the options that lay before the members, or 0: nothing is given.
    """
    permissions.require_role(by, Role.COUNTY_OFFICER)
    row = locked(request, by)
    require_state(row, *STATES, what=_("个案会商记录"))
    require_unrelated(row, by, at)
    seen = read(row, on=local_day(at), known_at=at)
    if row.case_id is None and seen.evaluation.decider != Level.CONFERENCE:
        raise ReliefRefused(_("按已登记的事实，本请求不需要个案会商，由有权机关按公式决定。"))
    if Conference.objects.filter(request=row, confirmed_at__isnull=True).exists():
        raise ReliefRefused(_("已有一份会商记录等待核定，请先核定。"))
    _require_minutes(row, held_on, found, options, members, conclusion, at)
    _require_option(options, amount_fen)
    made = Conference(
        request=row, reckoning=freeze(row, seen, by=by, at=at), held_on=held_on, found=found.strip(),
        options=[{KEY_WORDS: one.words.strip(), KEY_FEN: one.amount_fen} for one in options],
        conclusion=conclusion.strip(), amount_fen=amount_fen,
        instalments=instalments, written_by=by, written_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    for one in members:
        ConferenceMember(
            conference=made, name=one.name.strip(), office=one.office.strip(), conflict=one.conflict.strip(),
            vote=one.vote,
        ).save(force_insert=True)  # fmt: skip
    note(
        row, "relief.conferred", by=by, at=at, reason=made.conclusion, conference=made.pk, amount_fen=amount_fen,
        members=len(members),
    )  # fmt: skip
    return made


@transaction.atomic
def confirm(*, conference: Conference, by: Staff, at: datetime) -> Conference:
    """Confirm the minutes as the second person; from now on the rules read their amount."""
    permissions.require_role(by, Role.COUNTY_OFFICER)
    request = locked(conference.request, by)
    require_state(request, *STATES, what=_("核定个案会商"))
    row: Conference = (
        Conference.objects.select_for_update(of=("self",)).select_related("written_by").get(pk=conference.pk)
    )
    if row.confirmed_at is not None:
        raise ReliefRefused(_("这份会商记录已经核定。"))
    permissions.require_other_person(by, earlier=row.written_by, what=_("会商记录"))
    require_unrelated(request, by, at)
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    note(request, "relief.conference_confirmed", by=by, at=at, conference=row.pk, amount_fen=row.amount_fen)
    if request.case is not None:
        answers: dict[tuple[str, int | None], int | bool] = {
            (asked.SETTLED, None): row.amount_fen, ("instalments", None): row.instalments,
        }  # fmt: skip
        case_fact.record(case=request.case, answers=answers, source=SOURCE, by=by, at=at)
    else:
        reckon(request, by=by, at=at)
    return row


def _require_minutes(  # noqa: PLR0917 - the minutes are of many parts
    request: Request, held_on: date, found: str, options: Sequence[Option], members: Sequence[Member],
    conclusion: str, at: datetime,
) -> None:  # fmt: skip
    if not local_day(request.recorded_at) <= held_on <= local_day(at):
        raise ReliefRefused(_("会商日期应在请求登记之后、今天之前。"))
    if not found.strip() or not conclusion.strip() or len([one for one in options if one.words.strip()]) < 1:
        raise ReliefRefused(_("会商记录须写明查明的事实、可选方案、结论和理由。"))
    least = figure("relief_conference_members", place=request.division_code, on=held_on).value
    if len({(one.name.strip(), one.office.strip()) for one in members}) < least:
        raise ReliefRefused(_("个案会商不少于%(n)d人，请补充成员。") % {"n": least})
    for one in members:
        if not one.name.strip() or not one.office.strip() or one.vote not in Vote.values:
            raise ReliefRefused(_("请逐人写明姓名、单位和意见。"))
        if one.conflict.strip() and one.vote != Vote.WITHDREW:
            raise ReliefRefused(
                _("%(name)s申报了利害关系（%(conflict)s），应当回避，不参加表决。")
                % {"name": one.name, "conflict": one.conflict}
            )
    voted = [one for one in members if one.vote != Vote.WITHDREW]
    agreed = sum(one.vote == Vote.AGREE for one in voted)
    if 2 * agreed <= len(voted):
        raise ReliefRefused(
            _("同意的%(agreed)d人没有超过参加表决的%(voted)d人的一半，不能形成决定。")
            % {"agreed": agreed, "voted": len(voted)}
        )


def _require_option(options: Sequence[Option], amount_fen: int) -> None:
    """Nobody voted for an amount that was not laid before the members."""
    if any(one.amount_fen <= 0 or not one.words.strip() for one in options):
        raise ReliefRefused(_("每个方案都要写明内容和金额，金额大于零；不给予救助的不用列为方案。"))
    if amount_fen and amount_fen not in {one.amount_fen for one in options}:
        offered = listed(_("%(yuan)s元") % {"yuan": format_yuan(one.amount_fen)} for one in options)
        raise ReliefRefused(
            _(
                "确定的金额%(yuan)s元不是提交会商的任何一个方案（%(offered)s）。请按表决通过的方案填写；方案不对的，重新会商。"
            )
            % {"yuan": format_yuan(amount_fen), "offered": offered}
        )
