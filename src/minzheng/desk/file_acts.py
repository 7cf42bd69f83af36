"""An act on a file of honesty or remedies as a page offers it: words, form, domain function, what will happen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from minzheng.desk.acts import Act
from minzheng.desk.forms.files import FileForm
from minzheng.desk.request import DeskRequest


@dataclass(frozen=True, kw_only=True)
class FileAct:
    """One act. `consequence` may name {person}, {refund}, {fine}; `makes_sense` looks at the view of the file."""

    verb: str
    title: Any
    button: Any
    form: type[FileForm]
    run: Callable[..., Any]
    consequence: Any
    done: Any
    why: Any = ""
    is_grave: bool = False
    makes_sense: Callable[[Any], bool] = lambda _view: True


def offered(request: DeskRequest, acts: list[FileAct], *, file: Any, page: str, words: dict[str, str]) -> list[Act]:
    """Return the acts with their forms, the first of them the page's main one."""
    who: dict[str, Any] = {"file": file, "by": request.user, "at": request.at, "today": request.today}
    return [
        Act(
            act.verb, act.title, act.button, str(act.consequence).format(**words),
            reverse(page, args=[file.number, act.verb]), act.form(auto_id=f"{act.verb}_%s", **who), why=str(act.why),
            is_grave=act.is_grave,
        )
        for act in acts
    ]  # fmt: skip
