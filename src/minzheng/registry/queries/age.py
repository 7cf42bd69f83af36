"""Age in completed years."""

import datetime as dt


def age_on(birth_date: dt.date, day: dt.date) -> int:
    """Return the years completed on `day`; born on 29 February, a year completes on 1 March of a common year."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
