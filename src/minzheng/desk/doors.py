"""Where a program that a room of its own asks is asked for. The program declares the room, the room its door."""

from dataclasses import dataclass

from django.urls import reverse

from minzheng.accounts.models import Staff


@dataclass(frozen=True)
class Door:
    """The address at which a room is asked, and who asks there; `field` is filled with the household's number."""

    page: str
    roles: frozenset[str]
    field: str = "household_number"

    def url(self, staff: Staff, number: str) -> str:
        """Return the address for a household; empty where this person does not ask."""
        return f"{reverse(f'desk:{self.page}')}?{self.field}={number}" if staff.role in self.roles else ""
