"""Where a program that a room of its own asks is asked for. The program declares the room, the room its door."""

from dataclasses import dataclass

from django.urls import reverse

from minzheng.accounts.models import Staff


@dataclass(frozen=True)
class Door:
    """The address at which a room is asked, and who asks there.

    `field` is filled with the household's number; empty where the room asks for a person.
    """

    page: str
    roles: frozenset[str]
    field: str = "household_number"

    def url(self, staff: Staff, number: str) -> str:
        """Return the address for a household; empty where this person does not ask."""
        if staff.role not in self.roles:
            return ""
        address = reverse(f"desk:{self.page}")
        return f"{address}?{self.field}={number}" if self.field else address
