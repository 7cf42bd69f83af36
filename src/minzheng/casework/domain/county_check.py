"""Beside the file: homes drawn for a visit, complaints, a limit made longer, townships that may decide.

民发〔2012〕220号 第二十六条；民发〔2021〕57号 第二、二十、二十二条；社会救助法 第五、四十四条。
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.enums import ExtensionGround, State
from minzheng.casework.models import Case, Delegation, SpotCheckDraw, SpotCheckEntry
from minzheng.casework.queries.clock import path_of, rules_of, whole_deadline
from minzheng.kernel.division import full
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.programs import catalogue
from minzheng.services.audit.domain.record import record

BASIS = 10_000


class CountyCheckRefused(Refused):
    """The draw, the complaint, the extension or the delegation cannot be recorded as asked."""


def sample_size(batch: int, ratio: int) -> int:
    """Return how many of a batch are drawn: ratio in basis points, rounded up, in integers (47 at 30 % are 15)."""
    return -(-batch * ratio // BASIS)


def choose(numbers: Sequence[str], seed: str, count: int) -> list[str]:
    """Return `count` case numbers: those with the smallest SHA-256 of seed and number. Anybody can repeat it."""
    return sorted(sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest())[:count])


@transaction.atomic
def draw(*, program: str, by: Staff, at: datetime, seed: str = "") -> SpotCheckDraw:
    """Draw from every case that waits for the county and was not drawn from yet; the seed is kept.

    An empty seed is made here; one that was agreed upon (a lottery number) may be given.
    """
    permissions.require_role(by, Role.COUNTY_OFFICER)
    waiting = Case.objects.filter(program=program, state=State.SUBMITTED_TO_COUNTY, spot_check__isnull=True)
    cases = [case for case in waiting.order_by("number") if by.area.covers(case.division_code)]
    day = local_day(at)
    road = rules_of(cases[0], day) if cases else catalogue.get(program).program.path_on(day)
    if not cases:
        raise CountyCheckRefused(_("没有等待抽取的案件：已报县级的案件都抽取过了。"))
    if road.spot_check is None:
        raise CountyCheckRefused(_("%(law)s没有入户抽查的规定。") % {"law": road.law})
    numbers = [case.number for case in cases]
    used = seed.strip() or secrets.token_hex(16)
    chosen = choose(numbers, used, sample_size(len(numbers), road.spot_check.ratio))
    row = SpotCheckDraw.objects.create(
        program=program, division_code=full(cases[0].division_code[:6]), seed=used, ratio=road.spot_check.ratio,
        law=road.spot_check.law, batch=numbers, drawn=chosen, drawn_by=by, drawn_at=at,
    )  # fmt: skip
    SpotCheckEntry.objects.bulk_create(
        SpotCheckEntry(draw=row, case=case, is_drawn=case.number in chosen) for case in cases
    )
    for case in cases:
        details = {"draw": row.pk, "seed": used, "batch": len(numbers), "drawn": case.number in chosen}
        flow.note(case=case, action="spot_check", by=by, at=at, details=details)
    return row


@transaction.atomic
def complain(*, case: Case, by: Staff, at: datetime, text: str) -> Case:
    """Record a complaint about a case in hand: the county must then see the home itself. No ground for refusal."""
    flow.require_act(case=case, act=flow.act_in(case, "complain"), by=by)
    if not text.strip():
        raise CountyCheckRefused(_("请写明投诉举报的内容和来源（来电、来信、来访）。"))
    case.complaint = "\n".join(filter(None, [case.complaint, text.strip()]))
    case.save(update_fields=["complaint"])
    flow.note(case=case, action="complain", by=by, at=at, details={"text": text.strip()})
    return case


@transaction.atomic
def extend(*, case: Case, by: Staff, at: datetime, ground: str, reason: str) -> Case:
    """Lengthen the whole limit on one of the grounds the law names; once, and before the shorter one has passed."""
    flow.require_act(case=case, act=flow.act_in(case, "extend"), by=by)
    path, whole = path_of(case), whole_deadline(case)
    if path.extended is None or whole is None:
        raise CountyCheckRefused(_("本案适用的程序（%(law)s）没有延长的规定。") % {"law": path.law})
    if case.extension_ground:
        raise CountyCheckRefused(_("本案期限已延长过，不能再次延长。"))
    if ground not in ExtensionGround.values:
        raise CountyCheckRefused(_("请选择延长的法定事由（%(law)s）。") % {"law": path.extended.law})
    if not reason.strip():
        raise CountyCheckRefused(_("请写明具体情况。"))
    if local_day(at) > whole.day:
        raise CountyCheckRefused(_("期限已于%(day)s届满，不能补办延长。") % {"day": whole.day})
    case.extension_ground, case.extended_by, case.extended_at = ground, by, at
    case.save(update_fields=["extension_ground", "extended_by", "extended_at"])
    later = whole_deadline(case)
    details = {"ground": ground, "from": whole.day.isoformat(), "to": later.day.isoformat() if later else None}
    flow.note(case=case, action="extend", by=by, at=at, details=details, reason=reason.strip())
    return case


@transaction.atomic
def delegate(*, program: str, division_code: str, from_on: date, document: str, by: Staff, at: datetime) -> Delegation:
    """Let a township decide the cases it accepts from a day on, by the named document."""
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, division_code)
    loaded = catalogue.get(program).program
    township = full(division_code[:9])
    if not re.fullmatch(r"[0-9]{6}(?!000)[0-9]{3}000", township):
        raise CountyCheckRefused(_("只能下放到乡镇（街道）。请选择乡镇。"))
    if loaded.path_on(from_on).delegated is None:
        raise CountyCheckRefused(
            _("%(day)s适用的程序（%(law)s）不允许下放。") % {"day": from_on, "law": loaded.path_on(from_on).law}
        )
    if not document.strip():
        raise CountyCheckRefused(_("请填写授权文件的名称和文号：没有文件不能下放确认权限。"))
    try:
        with transaction.atomic():
            row = Delegation.objects.create(
                program=program, division_code=township, from_on=from_on, document=document.strip(), entered_by=by,
                entered_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise CountyCheckRefused(_("该乡镇的%(name)s确认权限已经下放。") % {"name": loaded.name}) from error
    after = {"from": from_on.isoformat(), "document": document.strip()}
    _record(row, "case.delegate", by=by, at=at, after=after)
    return row


@transaction.atomic
def end_delegation(*, delegation: Delegation, until_on: date, by: Staff, at: datetime, reason: str) -> Delegation:
    """Take the power back: cases accepted after `until_on` are decided by the county again."""
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, delegation.division_code)
    if delegation.until_on is not None:
        raise CountyCheckRefused(_("该授权已于%(day)s终止。") % {"day": delegation.until_on})
    if until_on < delegation.from_on or until_on < local_day(at):
        raise CountyCheckRefused(_("终止日不能早于授权之日，也不能早于今天：已受理的案件按受理时的权限办。"))
    if not reason.strip():
        raise CountyCheckRefused(_("请写明收回权限的原因和文件。"))
    delegation.until_on, delegation.ended_by, delegation.ended_at = until_on, by, at
    delegation.save(update_fields=["until_on", "ended_by", "ended_at"])
    after = {"until": until_on.isoformat()}
    _record(delegation, "case.end_delegation", by=by, at=at, after=after, reason=reason.strip())
    return delegation


def _record(row: Delegation, action: str, *, by: Staff, at: datetime, after: dict[str, str], reason: str = "") -> None:
    record(
        chain="casework", at=at, by=by, action=action, object_kind="delegation", object_id=str(row.pk),
        division_code=row.division_code, after={"program": row.program, **after}, reason=reason,
    )  # fmt: skip
