"""What the pages of honesty show: whose file, how far, by when, which law, what is owed, what may be done now."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.desk.acts import Act
from minzheng.desk.file_acts import offered
from minzheng.desk.history import history
from minzheng.desk.honesty_acts import ACTS
from minzheng.desk.places import place_name, place_names
from minzheng.desk.request import DeskRequest
from minzheng.desk.track import Stop
from minzheng.honesty.domain.road import BY_VERB as STEPS
from minzheng.honesty.enums import CLOSED_STATES, FileState, ReceiptKind
from minzheng.honesty.models import HonestyFile
from minzheng.honesty.queries import files as queries
from minzheng.honesty.queries.clocks import clocks
from minzheng.honesty.queries.files import ACTS_NEXT, FileView, file_view
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import listed, yuan_words
from minzheng.remedies.queries.effect import paused_days
from minzheng.services.audit.queries import of_object
from minzheng.services.calendar.queries import working_days_left
from minzheng.ui.tones import Tone

ON_A_PAGE = 50
OPENED = gettext_lazy("已立案，编号 %(number)s。请安排两名人员调查。")
# Acts that the person of the first half is not offered.
SECOND_PERSON = frozenset({"decide", "drop", "change-ruling", "settle", "enter-credit", "correct-credit"})
TONES: dict[str, Tone] = {
    FileState.SETTLED: Tone.DONE, FileState.DROPPED: Tone.PLAIN, FileState.HEARING_ASKED: Tone.WARN,
    FileState.HEARING_SET: Tone.WARN,
}  # fmt: skip
WHAT = {
    FileState.OPENED: gettext_lazy("两名人员调查并登记结果"),
    FileState.INVESTIGATED: gettext_lazy("事先告知，或听取意见后责令退回"),
    FileState.TOLD: gettext_lazy("送达、听取陈述申辩，期满后决定"),
    FileState.HEARING_ASKED: gettext_lazy("确定并通知听证"),
    FileState.HEARING_SET: gettext_lazy("举行听证并登记笔录"),
    FileState.HEARD: gettext_lazy("作出决定"),
    FileState.DECIDED: gettext_lazy("送达、登记收款"),
}


def list_context(request: DeskRequest) -> dict[str, Any]:
    """Return the list with counts by state."""
    chosen = {name: request.GET.get(name, "") for name in ("state", "wrong")}
    page = Paginator(queries.files(**chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.case.division_code for row in page})
    numbers = queries.counts()
    lines = [
        {
            "row": row, "place": places[row.case.division_code], "tone": TONES.get(row.state, Tone.NOW),
            "days_left": _left(row, request.today), "next": WHAT.get(FileState(row.state), ""),
        }
        for row in page
    ]  # fmt: skip
    return {
        "page": page, "lines": lines, "chosen": chosen, "total": sum(numbers.values()),
        "open_count": sum(n for state, n in numbers.items() if state not in CLOSED_STATES),
        "states": [
            {"code": one.value, "label": one.label, "n": numbers[one.value]}
            for one in FileState
            if one.value in numbers
        ],
    }  # fmt: skip


def page_context(request: DeskRequest, file: HonestyFile) -> dict[str, Any]:
    """Return the page of one file."""
    ruling = getattr(file, "ruling", None)
    view = file_view(file, request.today, paused=paused_days(ruling.document_number, request.today) if ruling else ())
    acts = _acts(request, view)
    running = clocks(file, view.notice, request.today)
    return {
        "view": view,
        "file": file,
        "lead": lead(view),
        "tone": TONES.get(file.state, Tone.NOW),
        "place": place_name(file.case.division_code),
        "track": track(view),
        "clocks": running,
        "acts": acts,
        "is_folded": not acts,
        "waiting": "" if acts else waiting(view),
        "lawful": (view.ruling or view.notice).lawful if (view.ruling or view.notice) else (  # type: ignore[union-attr]
            view.answer.as_dict() if view.answer else None
        ),
        "kinds": dict(ReceiptKind.choices),
        "history": history(of_object("honesty", file.pk)),
    }  # fmt: skip


def lead(view: FileView) -> str:
    """Say in one sentence whose file it is and where it stands."""
    file, name = view.file, view.file.person.name
    if view.ruling is not None and view.money is not None:
        words = {"name": name, "refund": yuan_words(view.ruling.refund_fen), "fine": yuan_words(view.ruling.fine_fen)}
        decided = (
            _("责令%(name)s退回 %(refund)s，罚款 %(fine)s")
            if view.ruling.fine_fen
            else _("责令%(name)s退回 %(refund)s")
        ) % words
        left = view.money.left_fen
        rest = _("，尚欠 %(left)s。") % {"left": yuan_words(left)} if left else _("，已缴清。")
        return f"{decided}{rest}"
    if file.state == FileState.DROPPED:
        return _("%(name)s一案不予处理，已结案。") % {"name": name}
    if view.investigation is not None:
        words = {"name": name, "sum": yuan_words(view.investigation.obtained_fen)}
        return _("%(name)s一案查明多领 %(sum)s，尚未决定。") % words
    return _("%(name)s一案已立案，等待调查。") % {"name": name}


def waiting(view: FileView) -> str:
    """Say who acts next, for a person who has nothing to do here."""
    state = FileState(view.file.state)
    if state in CLOSED_STATES:
        return _("本案卷已办结。")
    who = listed(Role(role).label for role in ACTS_NEXT[state])
    return _("等待%(who)s：%(what)s。") % {"who": who, "what": WHAT[state]}


def track(view: FileView) -> list[Stop]:
    """Return the road of the file: done with day and name, now, next."""
    file, found, told, heard, ruling = view.file, view.investigation, view.notice, view.hearing, view.ruling
    is_stopped = file.state == FileState.DROPPED
    stops = [Stop(_("立案"), "done", file.opened_on, file.opened_by.name)]
    stops.append(
        Stop(_("调查"), "done", local_day(found.recorded_at), listed(found.investigators), found.get_finding_display())
        if found
        else _ahead(_("调查"), is_now=file.state == FileState.OPENED, is_stopped=is_stopped)
    )
    stops.append(
        Stop(
            _("事先告知"),
            "done",
            told.served_on or local_day(told.issued_at),
            told.issued_by.name,
            told.document_number,
        )
        if told
        else Stop(_("事先告知"), "skipped", note=_("不罚款，直接责令退回"))
        if ruling
        else _ahead(_("事先告知"), is_now=file.state == FileState.INVESTIGATED, is_stopped=is_stopped)
    )
    if heard is not None:
        status = "done" if heard.held_at else "now"
        chair = heard.chair.name if heard.chair else ""
        stops.append(Stop(_("听证"), status, heard.meets_on or heard.asked_on, chair))
    stops.append(
        Stop(_("决定"), "done", ruling.decided_on, ruling.decided_by.name, ruling.document_number)
        if ruling
        else Stop(_("决定"), "stopped", note=_("不予处理"))
        if is_stopped
        else Stop(_("决定"), "next", due=file.due_on, days_left=_left(file, view.today))
    )
    if ruling is not None:
        is_done = file.state == FileState.SETTLED
        stops.append(Stop(_("缴款"), "done" if is_done else "now", None if is_done else ruling.pay_by_on))
    return stops


def _ahead(label: str, *, is_now: bool, is_stopped: bool) -> Stop:
    return Stop(label, "skipped" if is_stopped else "now" if is_now else "next")


def _acts(request: DeskRequest, view: FileView) -> list[Act]:
    file, user = view.file, request.user
    if not user.area.covers(file.case.division_code):
        return []
    found = []
    for act in ACTS:
        step = STEPS[act.verb.replace("-", "_")]
        is_second = act.verb not in SECOND_PERSON or not _did_first_half(user, view, act.verb)
        if user.role in step.roles and file.state in step.sources and act.makes_sense(view) and is_second:
            found.append(act)
    # A further investigation is possible and rarely what is wanted.
    found.sort(key=lambda act: act.verb == "investigate" and file.state == FileState.INVESTIGATED)
    left = view.money
    words = {
        "person": file.person.name,
        "refund": yuan_words(left.refund_left_fen if left else 0),
        "fine": yuan_words(left.fine_left_fen if left else 0),
    }
    return offered(request, found, file=file, page="desk:honesty_action", words=words)


def _did_first_half(user: Staff, view: FileView, verb: str) -> bool:
    """Say whether this person did what a second one must decide on; the domain refuses it anyway."""
    file, found, ruling = view.file, view.investigation, view.ruling
    if verb in {"decide", "drop"}:
        earlier = {file.opened_by_id}
        if verb == "decide":
            earlier |= {found.recorded_by_id, *found.investigator_ids} if found else set()
            earlier |= {view.notice.issued_by_id} if view.notice else set()
        return user.pk in earlier
    if verb == "correct-credit":
        return view.credit is not None and view.credit.entered_by_id == user.pk
    return ruling is not None and ruling.decided_by_id == user.pk


def _left(file: HonestyFile, today: dt.date) -> int | None:
    return working_days_left(today, file.due_on) if file.due_on and file.state not in CLOSED_STATES else None
