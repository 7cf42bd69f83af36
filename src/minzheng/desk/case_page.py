"""Everything the page of a case shows: what it is, what is known and how, what can be done now, by when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.archive.queries.ready import why_not_ready
from minzheng.archive.queries.volumes import volumes_of
from minzheng.casework.domain import close_relatives, expired_rule, flow
from minzheng.casework.domain import determination as determinations
from minzheng.casework.enums import CLOSED_STATES, GRANTED_STATES, HANGING_STATES, DecisionKind, Outcome, State, Station
from minzheng.casework.models import Case
from minzheng.casework.queries.cases import CaseView, case_view
from minzheng.casework.queries.catalogue import kept_with_case
from minzheng.casework.queries.clock import deadlines
from minzheng.casework.queries.members import dead_among
from minzheng.casework.queries.recusal import registered, why_recused_by
from minzheng.casework.queries.standing import DECIDING_STATES
from minzheng.casework.queries.todo import ACTS_NEXT
from minzheng.desk.alters import alter_lines
from minzheng.desk.care_page import help_context
from minzheng.desk.case_work import BY_VERB, possible
from minzheng.desk.declared import compared
from minzheng.desk.form_shell import open_form
from minzheng.desk.forms.case_actions import ActionForm
from minzheng.desk.guards import COUNTY_READERS
from minzheng.desk.history import Happened, history
from minzheng.desk.household_work import REGISTRARS
from minzheng.desk.known import family
from minzheng.desk.linked_files import linked_files
from minzheng.desk.mates import hands_of, notes_context, present_context
from minzheng.desk.next_step import main_work
from minzheng.desk.papers import papers
from minzheng.desk.person_links import person_links
from minzheng.desk.places import place_name
from minzheng.desk.request import DeskRequest
from minzheng.desk.running_sense import has_sense
from minzheng.desk.sentences import case_lead
from minzheng.desk.track import track
from minzheng.desk.work import Work
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import yuan_words
from minzheng.registry.queries.household import view as household_view
from minzheng.ui.calculation import Sheet, sheet_of
from minzheng.ui.tones import Tone

TABS = (
    ("family", gettext_lazy("家庭")),
    ("calculation", gettext_lazy("核算")),
    ("compare", gettext_lazy("对照")),
    ("papers", gettext_lazy("文书")),
    ("help", gettext_lazy("帮扶")),
    ("notes", gettext_lazy("留言")),
    ("history", gettext_lazy("经过")),
)
TONES: dict[str, Tone] = {
    State.ACTIVE: Tone.DONE, State.CONFIRMED: Tone.DONE, State.REFUSED: Tone.BAD, State.TERMINATED: Tone.BAD,
    State.OBJECTED: Tone.WARN, State.COUNTY_OBJECTED: Tone.WARN, State.NOT_IN_SCOPE: Tone.PLAIN,
    State.CHECK_NEGATIVE: Tone.WARN, State.RETURNED: Tone.WARN,
    State.SUPPLEMENT_NEEDED: Tone.WARN, State.CHANGE_PROPOSED: Tone.WARN, State.SUSPENDED: Tone.BAD,
    State.REVIEW_DUE: Tone.NOW, State.UNDER_REMEDY: Tone.WARN, State.ARCHIVED: Tone.PLAIN, State.WITHDRAWN: Tone.PLAIN,
    State.LAPSED: Tone.PLAIN, State.DRAFT: Tone.PLAIN,
}  # fmt: skip


# Where a case waits for something outside the stations, in words.
WAITS_FOR = {
    State.ACTIVE: gettext_lazy("本案在保，按期发放。家庭情况有变化的，登记情况变化或在家庭档案登记，核算后给出建议。"),
    State.SUSPENDED: gettext_lazy("本案停发中。停发的原因消除后，由经办人提出恢复；核算、导入和发放都不会自动恢复。"),
    State.UNDER_REMEDY: gettext_lazy("本案的决定正在复议、诉讼等救济程序中，等结论。"),
}


# What nobody may do by a local rule past its own end.
DECIDING_VERBS = frozenset({"confirm", "refuse", "approve"})


def tone_of(state: str) -> Tone:
    """Return the tone of a state of a case."""
    return TONES.get(state, Tone.NOW)


@dataclass(frozen=True)
class Offered:
    """A work as the page offers it: its address, and its consequence with the names filled in."""

    work: Work
    url: str
    consequence: str
    preview: Sheet | None = None
    summary: Sheet | None = None

    def __getattr__(self, name: str) -> Any:
        """Read title, button, why and the rest from the work itself."""
        return getattr(self.work, name)


class CasePage:
    """The context of one case for one person, built once per request."""

    def __init__(self, request: DeskRequest, case: Case) -> None:
        """Fetch what every part of the page needs."""
        self.request, self.case = request, case
        self.view: CaseView = case_view(case)
        self.home = household_view(case.household, day=request.today, known_at=request.at)
        # The days on the board are waited for, not worked against; the page says until when in words.
        waits = {Station.PUBLICITY, Station.COUNTY_PUBLICITY} if case.state in HANGING_STATES else set()
        self.limits = [limit for limit in deadlines(case, request.today) if limit.code not in waits]
        self.relatives = registered(case)
        self.recused = why_recused_by(self.relatives, case, request.user)
        self.actions = flow.possible_actions(case, request.user, request.today, recused=self.recused)
        self.works = [work for work in possible(self.actions) if self._makes_sense(work)]
        self.works = [work for work in self.works if work.verb != "archive" or not why_not_ready(case)]
        self.unruled = self._why_unruled()
        if self.unruled:
            self.works = [work for work in self.works if work.verb not in DECIDING_VERBS]
        # Where what a proposal still lacks is written down; known once it was previewed.
        self.lacking: list[dict[str, str]] = []
        self.works += [] if self.recused else [*self._serving(), *self._registering()]
        self.main = main_work(self.view, self.works, request.today)

    def context(self, *, tab: str = "") -> dict[str, Any]:
        """Return the whole page without an opened form."""
        view, case = self.view, self.case
        others = [self.offer(work) for work in self.works if work is not self.main and work.verb != "serve-letter"]
        granted = view.decision if case.state in GRANTED_STATES else None
        return {
            "case": case,
            "head_name": self.head,
            "lead": case_lead(
                case, program=view.program.short_name, head=self.head, size=len(self.home.members), decision=granted,
                limit=self.limits[0] if self.limits else None,
                posted_until=view.publicities[-1].last_on if view.publicities else None,
            ),
            "tone": tone_of(case.state),
            "place": place_name(case.division_code),
            "person_links": person_links([case], self.request.user, self.request.today),
            "decision": granted,
            "track": track(view, next((limit for limit in self.limits if limit.code == case.station), None)),
            "limits": self.limits,
            "limit": self.limits[0] if self.limits else None,
            "actions": self.works,
            "main": self.offer(self.main) if self.main else None,
            "others": others,
            "station_title": _("已办结") if case.state in CLOSED_STATES else str(Station(case.station).label),
            "waiting": self.waiting(),
            "objections": [
                each for posting in view.publicities for each in posting.objections.all() if each.resolved_at is None
            ],
            "letters": self.letters(),
            "relatives": self.relatives,
            "volumes": volumes_of(case.pk) if case.state in CLOSED_STATES else [],
            "recused": self.recused,
            "unruled": self.unruled,
            "sees_rulings": self.request.user.role in COUNTY_READERS,
            "subject": f"case:{case.number}",
            **present_context(f"case:{case.number}", self.request),
            "hands": hands_of(case, self.request.user),
            **self.tab_context(tab),
        }  # fmt: skip

    @property
    def head(self) -> str:
        """Return the name of the head, or of the applicant for a household that has none today."""
        return self.home.head.name if self.home.head else self.case.applicant.name

    def offer(self, work: Work) -> Offered:
        """Fill in who, which program and how much."""
        amount = self.view.decision or self.view.determination
        words = str(work.consequence).format(
            head=self.head,
            program=self.view.program.short_name,
            sum=yuan_words(amount.amount_fen) if amount else _("所定金额"),
        )
        return Offered(work, reverse("desk:case_action", args=[self.case.number, work.verb]), words)

    def open(self, work: Work) -> Offered:
        """Offer a work whose form stands on the page, with what it acts on: a fresh calculation, or the frozen one."""
        summary = self.sheet() if work.shows_determination else None
        return replace(self.offer(work), preview=self._preview(work), summary=summary)

    def with_form(self, work: Work, form: ActionForm, *, changes: Iterable[Happened] = ()) -> dict[str, Any]:
        """Return what a page needs to show a work's form: its offer, its draft, what others changed meanwhile."""
        offered = self.open(work)
        shell = open_form(self.request, form, key=offered.url, events=self.view.timeline, changes=changes)
        return {"opened": offered, "form": form, "shell": shell, "lacking": self.lacking}

    def tab_context(self, tab: str) -> dict[str, Any]:
        """Return the chosen tab of what is known."""
        codes = [code for code, _label in TABS]
        chosen = tab if tab in codes else ("calculation" if self.view.determination else "family")
        address = reverse("desk:case", args=[self.case.number])
        tabs = [{"label": label, "url": f"{address}?tab={code}", "is_current": code == chosen} for code, label in TABS]
        content: dict[str, Any] = {"tabs": tabs, "tab_template": f"desk/case/tab_{chosen}.html"}
        if chosen == "family":
            content["family"] = family(self.home)
        elif chosen == "calculation":
            content["sheet"] = self.sheet()
            row = self.view.determination
            content["sheet_url"] = reverse("desk:calculation_pdf", args=[self.case.number, row.pk]) if row else ""
            content["alters"] = alter_lines(row) if row else []
        elif chosen == "compare":
            content["comparison"] = compared(self.view, self.home)
        elif chosen == "notes":
            content |= notes_context(self.case.household, self.case)
        elif chosen == "help":
            content |= help_context(self.request, self.view, self.home)
        elif chosen == "papers":
            content["papers"] = papers(self.view)
            content["linked"] = linked_files(self.case, self.request.user)
        else:
            content["events"] = history(self.view.timeline)
        return content

    def sheet(self) -> Sheet | None:
        """Return the calculation of the last determination."""
        row = self.view.determination
        return (
            None
            if row is None
            else sheet_of(
                row.evaluation, sources=row.sources, on=row.evaluated_on, members=[each["name"] for each in row.members]
            )
        )

    def _why_unruled(self) -> str:
        """Say which expired local rules keep everybody from deciding, until the county has ruled on them."""
        if self.case.state not in DECIDING_STATES:
            return ""
        return expired_rule.why_not_ruled(self.case, self.request.today)

    def waiting(self) -> str:
        """Say who must do what by when, if it is not this person."""
        state = State(self.case.state)
        if state in WAITS_FOR:
            return str(WAITS_FOR[state])
        if state in CLOSED_STATES:
            return _("本案已办结，没有要办的事。")
        if state in HANGING_STATES and self.view.publicities:
            last = self.view.publicities[-1].last_on
            return _("公示到 %(day)s 为止（张贴当天不计），次日起办理下一步。期间有人提出异议，请登记。") % {
                "day": last
            }
        if state in ACTS_NEXT:
            surveyed = state == State.SURVEYING and self.case.station == Station.DETERMINATION
            what = str(Station.DETERMINATION.label) if surveyed else ACTS_NEXT[state][1]
            names = [action.why_not for action in self.actions if action.why_not]
            return _("正在等待：%(what)s。%(who)s") % {"what": what, "who": names[0] if names else ""}
        return _("本案正在复核。")

    def letters(self) -> list[dict[str, Any]]:
        """Return the letters with whether they reached the household."""
        found = []
        may_serve = "serve-letter" in {work.verb for work in self.works}
        for decided in self.view.decisions:
            letter = getattr(decided, "letter", None)
            if letter is None:
                continue
            served = (
                _("%(day)s %(how)s。") % {"day": letter.served_on, "how": retell(letter.service_method)}
                if letter.served_on
                else _("已制发，还没有登记送达。")
            )
            found.append(
                {
                    "title": _("告知书 · %(number)s") % {"number": decided.document_number},
                    "served": served,
                    "url": reverse("desk:letter_pdf", args=[self.case.number, letter.pk]),
                    "serve_url": reverse("desk:case_action", args=[self.case.number, "serve-letter"])
                    if may_serve and not letter.served_on
                    else "",
                }
            )
        return found

    def _makes_sense(self, work: Work) -> bool:
        """Leave out acts that have nothing to act on: a death nobody recorded, a letter already issued."""
        last = self.view.decision
        if work.verb == "stop-on-death":
            people = list(last.covered_person_ids) if last is not None else []
            dead = dead_among(people, self.request.at)
            # A suspended benefit ends with its last recipient; who is left is counted when it is restored.
            return bool(dead) and (self.case.state != State.SUSPENDED or len(dead) == len(people))
        if work.verb in {"confirm", "refuse"}:
            wanted = Outcome.ELIGIBLE if work.verb == "confirm" else Outcome.REFUSED
            return self.view.determination is not None and self.view.determination.outcome == wanted
        if work.verb == "issue-letter":
            # What was taken over was told by its own office; what is decided here on it is told by us.
            told = last is None or last.kind == DecisionKind.TAKEN_OVER
            return not told and getattr(last, "letter", None) is None
        return has_sense(work.verb, self.view, self.request.today)

    def _lacking(self, seen: determinations.Preview) -> list[dict[str, str]]:
        """Say where each missing fact is written down: with the case, or in the household's file."""
        if seen.evaluation.outcome != Outcome.INCOMPLETE:
            return []
        own = {spec.code for spec in kept_with_case(self.case.program)}
        missing = [fact.code in own for fact in seen.evaluation.missing]
        found = []
        if any(missing):
            url = reverse("desk:case_action", args=[self.case.number, "record-facts"])
            found.append({"url": f"{url}#work", "words": _("登记本案事实（还缺 %(n)s 项）") % {"n": sum(missing)}})
        if not all(missing):
            url = reverse("desk:household", args=[self.case.household.number])
            words = _("到家庭档案补登（还缺 %(n)s 项）") % {"n": len(missing) - sum(missing)}
            found.append({"url": url, "words": words})
        return found

    def _serving(self) -> list[Work]:
        """Offer to record the service of a letter; the flow table does not know it, for it moves nothing."""
        waits = any(letter is not None and letter.served_on is None for letter in self._letters())
        user = self.request.user
        may = user.role in REGISTRARS and user.area.covers(self.case.division_code)
        return [BY_VERB["serve-letter"]] if waits and may else []

    def _registering(self) -> list[Work]:
        """Offer to register a close relative, and to the county to clear an entry; neither moves the case."""
        user = self.request.user
        if user.role not in close_relatives.REGISTRARS or not user.area.covers(self.case.division_code):
            return []
        stands = any(row.cleared_at is None for row in self.relatives)
        may_clear = [BY_VERB["clear-relative"]] if stands and user.role == Role.COUNTY_OFFICER else []
        may_state = [] if self.case.state in CLOSED_STATES else [BY_VERB["register-relative"]]
        return [*may_state, *may_clear]

    def _letters(self) -> list[Any]:
        return [getattr(decided, "letter", None) for decided in self.view.decisions]

    def _preview(self, work: Work) -> Sheet | None:
        if not work.shows_preview:
            return None
        seen = determinations.preview(case=self.case, on=self.request.today, known_at=self.request.at)
        sources = [row.as_dict() for row in seen.dossier.sources]
        self.lacking = self._lacking(seen)
        is_open = seen.evaluation.outcome == Outcome.INCOMPLETE
        return sheet_of(
            seen.evaluation.as_dict(),
            sources=sources,
            on=self.request.today,
            members=seen.dossier.member_names,
            missing=seen.missing if is_open else [],
            lacking=seen.lacking if is_open else [],
        )
