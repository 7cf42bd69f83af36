"""Who is supported in a home, by decisions in force: which program decided it is nobody's business here."""

from collections.abc import Collection
from dataclasses import dataclass

from minzheng.casework.queries.stated import Stated, stated
from minzheng.kernel.month import Month

FORM_FACT = "support_form"
AT_HOME, IN_A_HOME = 1, 2


@dataclass(frozen=True)
class SupportRate:
    """Of those whose support form a decision states: how many live in a home by it, how many at home."""

    in_a_home: int
    at_home: int

    @property
    def all(self) -> int:
        """Return how many there are."""
        return self.in_a_home + self.at_home


def supported(month: Month, person_ids: Collection[int]) -> dict[int, Stated]:
    """Return who of the people is supported in a home by a decision that pays in the month."""
    found = stated(FORM_FACT, month, person_ids)
    return {pk: one for pk, one in found.items() if one.value == IN_A_HOME}


def support_rate(month: Month) -> SupportRate:
    """Count the forms that decisions in force of the declared area state."""
    values = [one.value for one in stated(FORM_FACT, month).values()]
    return SupportRate(values.count(IN_A_HOME), values.count(AT_HOME))
