"""Write the packaged working-day table from the development package `chinesecalendar` (facts of the yearly notices).

Run it when that package learns a new year, then commit the changed CSV: .venv/bin/python scripts/write_calendar.py
"""

import csv
import datetime as dt
import pathlib

from chinese_calendar import constants

TARGET = pathlib.Path("src/minzheng/services/calendar/days.csv")


def rows() -> list[tuple[str, int, str, str]]:
    """Return (date, is_workday, note, source) of every day that differs from Monday to Friday, in order of date."""
    chinese = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    found = []
    for days, is_workday, word in ((constants.holidays, 0, "放假"), (constants.workdays, 1, "调休上班")):
        for day, name in days.items():
            if (day.weekday() < 5) != bool(is_workday):
                source = f"国务院办公厅关于{day.year}年部分节假日安排的通知"
                found.append((day.isoformat(), is_workday, f"{chinese[name]}{word}", source))
    return sorted(found)


def main() -> None:
    """Write the file and say what it holds."""
    table = rows()
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["date", "is_workday", "note", "source"])
        writer.writerows(table)
    years = [dt.date.fromisoformat(row[0]).year for row in table]
    print(f"{TARGET}: {len(table)} days, {min(years)} to {max(years)}")


if __name__ == "__main__":
    main()
