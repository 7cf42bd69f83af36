"""Addresses of screening: how each is made, who owns it, and a request its owner gets through."""

import datetime as dt

from minzheng.accounts.scope import within
from minzheng.screening.domain import proposing, visiting
from minzheng.screening.models import Finding, GapVisit, Screen
from tests.desk.addresses import NOW, TODAY, Maker, Try
from tests.factories import casework, screening

LINE = "dibao_line_rural_fen"


def snapshot_page() -> Try:
    offices = casework.Offices()
    screening.poor(0)
    return Try({"number": screening.taken(offices.county, at=NOW).number}, offices.county)


def gap() -> tuple[casework.Offices, Screen]:
    """A family that qualifies and gets nothing, found by a screen."""
    offices = casework.Offices()
    screening.poor(0)
    return offices, screening.screened("take_up", offices.county, program=screening.PROGRAM, at=NOW)


def reviewed() -> tuple[casework.Offices, Screen]:
    """A case whose wages have grown, found by a screen."""
    offices = casework.Offices()
    case = casework.case("active", home=screening.poor(10_000), offices=offices)
    screening.earns(case.household, 30_000, by=offices.township, at=NOW - dt.timedelta(days=2))
    return offices, screening.screened("review", offices.county, at=NOW)


def tried() -> tuple[casework.Offices, Screen]:
    """A line a little higher, tried out."""
    offices = casework.Offices()
    screening.poor(0)
    row = screening.screened(
        "what_if", offices.county, program=screening.PROGRAM, parameters={"figures": {LINE: 90_000}}, at=NOW,
        title="农村线提到900元",
    )  # fmt: skip
    return offices, row


def page_of(make) -> Maker:
    def made() -> Try:
        offices, row = make()
        return Try({"number": row.number}, offices.county)

    return made


def act(make, verb, post) -> Maker:
    def made() -> Try:
        offices, row = make()
        return Try({"number": row.number, "verb": verb}, offices.county, post)

    return made


def waiting() -> tuple[casework.Offices, Screen]:
    """A screen nobody has worked on yet."""
    offices = casework.Offices()
    screening.poor(0)
    taken = screening.taken(offices.county, at=NOW)
    return offices, screening.started(taken, "take_up", offices.county, program=screening.PROGRAM, at=NOW)


def sent() -> tuple[casework.Offices, GapVisit]:
    """A visit sent to the village."""
    offices, row = gap()
    with within(offices.county.area):
        return offices, visiting.send(findings=[Finding.objects.get(screen=row)], by=offices.county, at=NOW)[0]


def visit_page() -> Try:
    offices, row = sent()
    return Try({"pk": row.pk}, offices.village)


def visited() -> Try:
    offices, row = sent()
    post = {"visited_on": TODAY, "result": "applied", "words": "本人愿意申请"}
    return Try({"pk": row.pk, "verb": "visit"}, offices.village, post)


def proposed() -> Try:
    """What was proposed shows its proposal."""
    offices, row = reviewed()
    with within(offices.county.area):
        proposing.propose(screen=row, by=offices.county, at=NOW)
    return Try({"number": row.number}, offices.county)


SCREEN_ACTS: dict[str, Maker] = {
    "continue": act(waiting, "continue", {}),
    "propose": act(reviewed, "propose", {}),
    "send": act(gap, "send", {"kinds": ["qualifies"], "most": "10"}),
    "line": act(tried, "line", {"from_on": "2027-01-01", "reference": "宜民政发〔2026〕40号"}),
}
GAP_VISIT_ACTS: dict[str, Maker] = {"visit": visited}
SCREENING_ADDRESSES: dict[str, dict[str, Maker]] = {
    "screening_snapshot": {"page": snapshot_page},
    "screening_screen": {
        "gap": page_of(gap), "review": page_of(reviewed), "proposed": proposed, "what-if": page_of(tried),
        "waiting": page_of(waiting),
    },
    "screening_export": {"gap": page_of(gap), "what-if": page_of(tried)},
    "screening_action": SCREEN_ACTS,
    "screening_visit": {"page": visit_page},
    "screening_visit_action": GAP_VISIT_ACTS,
}  # fmt: skip
