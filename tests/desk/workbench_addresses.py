"""The addresses of notes with an object in them; see addresses.py."""

from tests.desk.addresses import Made, Maker, Try, household_page


def case_note() -> Try:
    made = Made()
    return Try({"number": made.walk("submitted").number}, made.offices.township, {"text": "请看"})


def household_note() -> Try:
    made = household_page()
    return Try(made.kwargs, made.owner, {"text": "请看"})


WORKBENCH_ADDRESSES: dict[str, dict[str, Maker]] = {
    "case_notes": {"page": case_note},
    "household_notes": {"page": household_note},
}
