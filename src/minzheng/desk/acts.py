"""An act offered on a page: its form, its button, and what will happen to whom before it happens."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms


@dataclass(frozen=True)
class Act:
    """One act as `desk/partials/acts.html` draws it; the first of a page is the main one."""

    verb: str
    title: Any
    button: Any
    consequence: str
    url: str
    form: forms.Form
    why: str = ""
    is_grave: bool = False
    refusal: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether somebody has just tried this one, so that it is not folded away."""
        return bool(self.refusal) or self.form.is_bound


def tried(acts: list[Act], verb: str, form: forms.Form, refusal: str) -> list[Act]:
    """Return the acts with the one that was refused carrying its message and everything that was typed."""
    return [replace(act, form=form, refusal=refusal) if act.verb == verb else act for act in acts]
