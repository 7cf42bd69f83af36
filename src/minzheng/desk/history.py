"""What happened to a case or household, in words: the audit chain as a person reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from minzheng.kernel.phrasebook import retell
from minzheng.services.audit.actions import label_of
from minzheng.services.audit.models import AuditEvent


@dataclass(frozen=True)
class Happened:
    """One line of a history."""

    words: str
    at: datetime
    actor_name: str
    reason: str


def told(events: Iterable[AuditEvent]) -> list[Happened]:
    """Return acts in words, in the order given."""
    return [Happened(label_of(each.action), each.at, each.actor_name, retell(each.reason)) for each in events]


def history(events: Iterable[AuditEvent]) -> list[Happened]:
    """Return what was done, the latest first; who merely looked is not listed here."""
    acts = [each for each in events if each.action != "read"]
    return [Happened(label_of(each.action), each.at, each.actor_name, retell(each.reason)) for each in reversed(acts)]
