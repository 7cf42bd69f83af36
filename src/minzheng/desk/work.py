"""One act on a case as a page offers it: words, form, domain function, and what will happen to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from minzheng.desk.forms.case_actions import ActionForm


@dataclass(frozen=True, kw_only=True)
class Work:
    """One act. `stands_for` are the verbs of the flow table behind it.

    `consequence` may name {head}, {program} and {sum}.
    """

    verb: str
    stands_for: tuple[str, ...]
    title: Any
    button: Any
    form: type[ActionForm]
    run: Callable[..., Any]
    consequence: Any
    done: Any
    why: Any = ""
    is_grave: bool = False
    shows_preview: bool = False
    shows_determination: bool = False
    takes_case: bool = True
