"""Acting from a page: one way for every record that has acts, so that a refusal never loses what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from minzheng.desk.acts import tried
from minzheng.desk.file_acts import FileAct
from minzheng.desk.reading import note_read
from minzheng.desk.request import DeskRequest
from minzheng.kernel.language import as_kept
from minzheng.kernel.refusal import Refused


def _leave_no_trace(request: DeskRequest, row: Any, purpose: str) -> None:
    """Nothing of a person stands on the page."""


@dataclass(frozen=True)
class Kind:
    """One kind of page with acts: how a record is found and shown, and what can be done on it.

    `file_of` takes from the page what the forms are made of; without it they are made of the record. `note` leaves the
    trace of a read, for the purposes `seen` and `acted`. With `not_now` an act is refused in these words before its
    form is looked at, unless it makes sense; without it the domain alone refuses. `key` names the address's argument;
    `gives` the name under which every act of the kind takes the record itself, where its form does not say it.
    """

    page: str
    template: str
    find: Callable[[DeskRequest, Any], Any]
    context: Callable[[DeskRequest, Any], dict[str, Any]]
    acts: tuple[FileAct, ...]
    file_of: Callable[[dict[str, Any]], Any] | None = None
    note: Callable[[DeskRequest, Any, str], None] = _leave_no_trace
    seen: str = ""
    acted: str = ""
    not_now: Any = ""
    key: str = "number"
    gives: str = ""


def show(request: DeskRequest, kind: Kind, key: Any) -> HttpResponse:
    """Show a record; the read is recorded where its kind says so."""
    row = kind.find(request, key)
    kind.note(request, row, kind.seen)
    return render(request, kind.template, kind.context(request, row))


def act_on(request: DeskRequest, kind: Kind, key: Any, verb: str) -> HttpResponse:
    """Do an act; a refusal comes back beside the form with what was typed. An unknown act is 404, a GET leads back."""
    row, act = kind.find(request, key), act_of(kind.acts, verb)
    if request.method != "POST":
        return redirect(kind.page, **{kind.key: key})
    file = kind.file_of(kind.context(request, row)) if kind.file_of else row
    who: dict[str, Any] = {"file": file, "by": request.user, "at": request.at, "today": request.today}
    form = act.form(request.POST, request.FILES, auto_id=f"{verb}_%s", **who)
    refusal = ""
    if kind.not_now and not act.makes_sense(file):
        refusal = str(kind.not_now % {"act": act.title})
    elif form.is_valid():
        given = {kind.gives: row} if kind.gives else {}
        refusal, _made = attempt(request, act.run, given | form.arguments())
        if not refusal:
            messages.success(request, act.done)
            return redirect(kind.page, **{kind.key: key})
    kind.note(request, row, kind.acted)
    context = kind.context(request, kind.find(request, key))
    acts = tried(context.get("acts", []), verb, form, refusal)
    context |= {"acts": acts, "refusal": "" if any(one.verb == verb for one in acts) else refusal}
    return render(request, kind.template, context, status=422)


def enter(
    request: DeskRequest,
    form_class: Callable[..., Any],
    run: Callable[..., Any],
    template: str,
    done: Callable[[Any], tuple[Any, HttpResponse]],
    *,
    file: Any = None,
    **context: Any,
) -> HttpResponse:
    """Show the form of something new, or write it down; a refusal comes back beside what was typed.

    `done` says of what was made what is told, and where that leads.
    """
    asked = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_class(*asked, file=file, by=request.user, at=request.at, today=request.today)
    refusal = ""
    if form.is_bound and form.is_valid():
        refusal, made = attempt(request, run, form.arguments())
        if not refusal:
            words, answer = done(made)
            messages.success(request, words)
            return answer
    context |= {"form": form, "refusal": refusal}
    return render(request, template, context, status=422 if form.is_bound else 200)


def act_of(acts: tuple[FileAct, ...], verb: str) -> FileAct:
    """Return the act of this name. Raises Http404."""
    found = next((act for act in acts if act.verb == verb), None)
    if found is None:
        raise Http404
    return found


def attempt(request: DeskRequest, run: Callable[..., Any], arguments: dict[str, Any]) -> tuple[str, Any]:
    """Do it as the person at the desk; return why not (empty when it was done), and what came of it."""
    try:
        with as_kept():
            return "", run(by=request.user, at=request.at, **arguments)
    except Refused as refused:
        return str(refused), None


def read_of(
    kind: str,
    *,
    division: Callable[[Any], str] = attrgetter("division_code"),
    key: Callable[[Any], int] = attrgetter("pk"),
) -> Callable[[DeskRequest, Any, str], None]:
    """Return what records the read of a record of this kind, for `Kind.note`."""

    def note(request: DeskRequest, row: Any, purpose: str) -> None:
        note_read(request, kind=kind, object_id=key(row), division_code=division(row), purpose=purpose)

    return note
