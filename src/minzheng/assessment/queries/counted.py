"""What a live figure counts: one program's records of one unit in one period, as they stand on a day."""

from dataclasses import dataclass
from datetime import date, datetime, time

from minzheng.assessment.engine.period import Period
from minzheng.kernel.division import Area
from minzheng.kernel.moment import SHANGHAI


@dataclass(frozen=True, slots=True)
class Counted:
    """The scope of a figure; `counted_on` is the day on which somebody looks."""

    program: str
    area: Area
    period: Period
    counted_on: date

    @property
    def days(self) -> tuple[date, date]:
        """Return the first and the last day, for `__range` on a day field."""
        return self.period.first_on, self.period.last_on

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Return the first and the last instant, for `__range` on a moment field."""
        first, last = self.days
        return datetime.combine(first, time.min, SHANGHAI), datetime.combine(last, time.max, SHANGHAI)
