"""The addresses of custody agreements with an object in them; see addresses.py."""

from minzheng.accounts.scope import within
from tests.desk.addresses import Maker, Try
from tests.desk.money_addresses import upload
from tests.factories import accounts, registry, relatives


def form(people) -> dict[str, object]:
    """Return the agreement as it is typed."""
    return {
        "resident": people[0].pk, "holder_name": "周正", "holder_id_number": registry.id_number(), "relation": "邻居",
        "reason": "本人失能", "from_on": "2026-11-01", "until_on": "2027-10-31",
        "paper": upload(b"%PDF-1.7 signed", "协议.pdf"),
    }  # fmt: skip


def new() -> Try:
    owner = accounts.township_officer()
    home = registry.household()
    with within(accounts.county_officer().area):
        return Try({"number": home.number}, owner, form(registry.people(home)))


def page(verb: str = "") -> Try:
    row = relatives.agreement(registry.household(), registry.id_number(), is_confirmed=False)
    kwargs = {"pk": row.pk} | ({"verb": verb} if verb else {})
    owner = accounts.county_officer() if verb == "confirm" else accounts.township_officer()
    return Try(kwargs, owner, {"confirm": {}, "end": {"reason": "本人收回存折"}}.get(verb))


CUSTODY_ADDRESSES: dict[str, dict[str, Maker]] = {
    "custody_new": {"page": new},
    "custody": {"page": page},
    "custody_paper": {"page": page},
    "custody_action": {verb: lambda verb=verb: page(verb) for verb in ("confirm", "end")},
}
