"""A new standard comes in a document: one person enters it, another approves it, and from then on it is known.

It holds from the day the document says, however late it came; what it changes in months that are paid is for the
room of differences to find. Who may set a figure at that level on that day is the program's to say.
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.models import LocalFigure
from minzheng.casework.queries.local_figures import as_value, figure_of
from minzheng.kernel.division import ancestry, full
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused
from minzheng.rules.errors import RuleError
from minzheng.rules.figures import LEVEL_NAMES, LEVELS, Figure, with_values
from minzheng.services.audit.domain.record import record

CHAIN = "figures"
KIND = "local_figure"


class FigureRefused(Refused):
    """The value cannot be entered, approved or withdrawn so."""


@transaction.atomic
def enter(
    *, code: str, where: str, level: str, from_on: date, value: int, reference: str, by: Staff, at: datetime
) -> LocalFigure:
    """Enter a value from a document; it counts for nothing until somebody else approves it.

    Raises FigureRefused: no such figure, out of bounds, a level that may not set it then, a foreign place.
    """
    _require_county(by)
    figure = figure_of(code)
    if figure is None or figure.unit == "scale":
        raise FigureRefused(_("没有代码为“%(code)s”、可以录入数值的指标，请从清单中选择。") % {"code": code})
    if not reference.strip():
        raise FigureRefused(_("请写明文件名称和文号：没有依据的标准不能录入。"))
    place = _place(where)
    _require_setter(figure, level, from_on)
    row = LocalFigure(
        code=code, name=figure.name, unit=figure.unit, where=place, level=level, from_on=from_on, value=value,
        reference=reference.strip(), entered_by=by, entered_at=at,
    )  # fmt: skip
    try:
        with_values({code: figure}, {code: [as_value(row)]}, reference.strip())
    except RuleError as error:
        raise FigureRefused(str(error)) from error
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise FigureRefused(
            _("“%(name)s”自%(day)s起的数值已有一条待批准，请先批准或撤回。") % {"name": figure.name, "day": from_on}
        ) from error
    _record(row, "figure.entered", by=by, at=at)
    return row


@transaction.atomic
def approve(*, figure: LocalFigure, by: Staff, at: datetime) -> LocalFigure:
    """Let the value be known from this moment: a second person of the county, or its leader."""
    permissions.require_role(by, Role.COUNTY_OFFICER, Role.LEADER)
    row = _open_row(figure, by)
    permissions.require_other_person(by, earlier=row.entered_by, what=_("本标准的录入"))
    row.approved_by, row.approved_at = by, at
    row.save(update_fields=["approved_by", "approved_at"])
    _record(row, "figure.approved", by=by, at=at)
    return row


@transaction.atomic
def drop(*, figure: LocalFigure, by: Staff, at: datetime, reason: str) -> LocalFigure:
    """Withdraw a value that nobody approved yet; an approved one is put right by another row."""
    permissions.require_role(by, Role.COUNTY_OFFICER, Role.LEADER)
    row = _open_row(figure, by)
    if not reason.strip():
        raise FigureRefused(_("撤回须写明理由。"))
    row.dropped_by, row.dropped_at, row.drop_reason = by, at, reason.strip()[:200]
    row.save(update_fields=["dropped_by", "dropped_at", "drop_reason"])
    _record(row, "figure.dropped", by=by, at=at, reason=reason.strip())
    return row


def _require_county(by: Staff) -> None:
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, settings.COUNTY_CODE)


def _place(where: str) -> str:
    """Return the 12-digit code: the county, what lies in it, or the city and province above it."""
    place, county = full(where), full(settings.COUNTY_CODE)
    if place[:6] != county[:6] and place not in {full(code) for code in ancestry(county)}:
        raise FigureRefused(_("%(where)s不在本县，也不是本县的上级，标准与本县无关。") % {"where": where})
    return place


def _require_setter(figure: Figure, level: str, day: date) -> None:
    if level not in LEVELS:
        raise FigureRefused(_("请选择由哪一级确定。"))
    setter = figure.setter_on(day)
    if setter is None or level not in setter.levels:
        allowed = "、".join(LEVEL_NAMES[one] for one in setter.levels) if setter else "—"
        raise FigureRefused(
            _("“%(name)s”在%(day)s应由%(allowed)s确定（%(law)s），%(level)s文件的数值不能采用。")
            % {
                "name": figure.name, "day": day, "allowed": allowed, "law": setter.reference if setter else "—",
                "level": retell(LEVEL_NAMES[level]),
            }
        )  # fmt: skip


def _open_row(figure: LocalFigure, by: Staff) -> LocalFigure:
    permissions.require_area(by, settings.COUNTY_CODE)
    row = LocalFigure.objects.select_for_update(of=("self",)).select_related("entered_by").get(pk=figure.pk)
    if row.approved_at is not None or row.dropped_at is not None:
        raise FigureRefused(_("这条标准已批准或已撤回。要更正已批准的数值，请另录一条并由另一人批准。"))
    return row


def _record(row: LocalFigure, action: str, *, by: Staff, at: datetime, reason: str = "") -> None:
    after: dict[str, Any] = {
        "code": row.code, "where": row.where, "by": row.level, "from": row.from_on.isoformat(), "value": row.value,
        "reference": row.reference,
    }  # fmt: skip
    record(
        chain=CHAIN, at=at, by=by, action=action, object_kind=KIND, object_id=str(row.pk),
        division_code=full(settings.COUNTY_CODE), after=after, reason=reason,
    )  # fmt: skip
