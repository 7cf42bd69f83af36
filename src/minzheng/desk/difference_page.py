"""What the pages of differences show: how far a computation is, its households, one household's months in words."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts.enums import Role
from minzheng.casework.queries.catalogue import program_name
from minzheng.desk.places import place_name, place_names
from minzheng.desk.request import DeskRequest
from minzheng.differences.enums import ComputationState, ProposalKind, ProposalState
from minzheng.differences.models import Computation, DifferenceMonth, Proposal
from minzheng.differences.queries import proposals as queries
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import month_words
from minzheng.ledger.enums import DueKind
from minzheng.ui.tones import Tone

ON_A_PAGE = 50
LEFT_OUT_SHOWN = 100
TONES: dict[str, Tone] = {
    ProposalState.OPEN: Tone.NOW, ProposalState.CONFIRMED: Tone.DONE, ProposalState.DISMISSED: Tone.PLAIN,
    ProposalState.SUPERSEDED: Tone.PLAIN,
}  # fmt: skip
PARTS = (
    ("figures_fen", gettext_lazy("因标准")),
    ("facts_fen", gettext_lazy("因事实")),
    ("decision_fen", gettext_lazy("因决定")),
)


def list_context(request: DeskRequest) -> dict[str, Any]:
    """Return every computation, the newest first."""
    page = Paginator(queries.computations(), ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "lines": [{"row": row, "program": retell(program_name(row.program)), "span": span(row)} for row in page],
        "may": request.user.role == Role.COUNTY_OFFICER,
        "waiting_claims": queries.claims(waiting=True).count(),
    }


def computation_context(request: DeskRequest, row: Computation) -> dict[str, Any]:
    """Return one computation with its proposals, by kind and state."""
    chosen = {"kind": request.GET.get("kind", ""), "state": request.GET.get("state", "")}
    rows = queries.proposals(computation=row, **chosen)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({one.case.division_code for one in page})
    by_state = Proposal.objects.filter(computation=row).order_by("kind", "state").values("kind", "state")
    ready = queries.ready_to_confirm(row).aggregate(n=Count("pk"), fen=Sum("total_fen"))
    is_other = request.user.pk != row.started_by_id
    may = request.user.role == Role.COUNTY_OFFICER
    return {
        "row": row,
        "program": retell(program_name(row.program)),
        "span": span(row),
        "page": page,
        "lines": [
            {"one": one, "place": places[one.case.division_code], "tone": TONES[one.state]} for one in page
        ],
        "sums": [
            {
                "kind": ProposalKind(each["kind"]).label, "state": ProposalState(each["state"]).label,
                "n": each["n"], "fen": each["fen"], "codes": each,
            }
            for each in by_state.annotate(n=Count("pk"), fen=Sum("total_fen"))
        ],
        "chosen": chosen,
        "kinds": ProposalKind.choices,
        "states": ProposalState.choices,
        "left_out": list(queries.left_out(row)[:LEFT_OUT_SHOWN]),
        "percent": 100 * row.done // row.total if row.total else 100,
        "is_running": row.state == ComputationState.RUNNING,
        "ready": ready if may and is_other and ready["n"] else None,
        "waits_for_other": bool(ready["n"]) and may and not is_other,
    }  # fmt: skip


def household_context(request: DeskRequest, proposal: Proposal) -> dict[str, Any]:
    """Return one household's months, each with what it is made of and why."""
    months = queries.months_of(proposal)
    claim = getattr(proposal, "claim", None)
    return {
        "proposal": proposal,
        "row": proposal.computation,
        "case": proposal.case,
        "place": place_name(proposal.case.division_code),
        "tone": TONES[proposal.state],
        "lead": lead(proposal),
        "lines": [month_line(one) for one in months],
        "claim": claim,
        "may_open_case": request.user.role != Role.FINANCE_OFFICER,
        "may": request.user.role == Role.COUNTY_OFFICER and proposal.state == ProposalState.OPEN,
        "is_other": request.user.pk != proposal.made_by_id,
    }


def lead(proposal: Proposal) -> str:
    """Say in one sentence what is proposed for whom."""
    words = {
        "who": proposal.case.applicant.name, "n": proposal.month_count, "yuan": format_yuan(proposal.total_fen),
    }  # fmt: skip
    if proposal.kind == ProposalKind.ARREARS:
        return _("%(who)s家%(n)d个月少发，应补发¥%(yuan)s元") % words
    return _("%(who)s家%(n)d个月多发，应追回¥%(yuan)s元") % words


def month_line(one: DifferenceMonth) -> dict[str, Any]:
    """Return one month: sums, parts that are not nothing, and its reasons in words."""
    return {
        "one": one,
        "month": month_words(one.month),
        "parts": [(str(label), getattr(one, name)) for name, label in PARTS if getattr(one, name)],
        "reasons": [reason_words(each) for each in one.reasons],
        "dues": [
            f"{DueKind(kind).label} {format_yuan(fen)}" for kind, fen in one.dues
        ],
    }  # fmt: skip


def reason_words(reason: Mapping[str, Any]) -> str:
    """Put a frozen reason into words: which figure or fact, from what to what, since when, by whose word."""
    if "words" in reason:
        law = f"（{retell(reason['law'])}）" if reason.get("law") else ""
        return retell(reason["words"]) + law
    words = {
        "name": retell(reason["name"]), "before": retell(reason["before"]), "after": retell(reason["after"]),
        "from": reason["from"],
    }  # fmt: skip
    if reason["kind"] == "figure":
        words["reference"] = _document(reason["reference"])
        return _("%(name)s由%(before)s改为%(after)s，自%(from)s起（%(reference)s）") % words
    words |= {"who": reason["who"], "source": retell(reason["source"]), "known": reason["known_at"][:10]}
    if reason["source"]:
        return _("%(who)s的%(name)s由%(before)s变为%(after)s，自%(from)s起，%(known)s得知（%(source)s）") % words
    return _("%(who)s的%(name)s由%(before)s变为%(after)s") % words


def _document(reference: str) -> str:
    """Return a packaged document in the language wanted; what somebody typed stays as it was typed."""
    told = retell(reference)
    return reference if re.search(r"[\u4e00-\u9fff]", told) else told


def span(row: Computation) -> str:
    """Say from which month to which."""
    return f"{month_words(row.first_month)}–{month_words(row.last_month)}"
