"""Which kinds of work there are: a room registers its own from its apps.py, and nobody else names them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from minzheng.kernel.refusal import Refused


class JobCancelled(Refused):
    """Somebody asked to stop; what is done stays done, nothing more is begun."""


class ClaimLost(Refused):
    """Another worker took the job over, because this one was thought dead."""


class Handle(Protocol):
    """What a job sees of its own run."""

    token: str
    payload: dict[str, Any]
    queued_by: str
    at: datetime

    def progress(self, done: int, total: int, message: str = "", *, is_inside: bool = False) -> None:
        """Say how far it is, between pieces; raises JobCancelled or ClaimLost.

        `is_inside`: one long transaction is open, so only the bar is moved and nobody can stop it half-way.
        """


@dataclass(frozen=True)
class Outcome:
    """What came of a job: a sentence, figures, and perhaps a file."""

    message: str
    result: dict[str, Any] = field(default_factory=dict)
    content: bytes = b""
    file_name: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind: its Chinese name, what is counted, and the function that does it.

    A job whose worker died is run again, so the function finds out itself what is already done. `can_stop`: it works
    in pieces; one long transaction is not stopped half-way.
    """

    code: str
    label: Any
    unit: Any
    run: Callable[[Handle], Outcome]
    can_stop: bool = True


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called from a room's apps.py."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    """Return the kind; KeyError for one that no room registered."""
    return _kinds[code]
