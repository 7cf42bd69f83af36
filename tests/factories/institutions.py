"""Homes with rooms, people who work there, and residents, by the room's own acts and named people."""

import datetime as dt
from dataclasses import dataclass, field

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.scope import everywhere, within
from minzheng.institutions.domain import admission, house, money
from minzheng.institutions.models import Bed, Entry, Institution, Residence, Voucher
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.registry.models import Person
from minzheng.statute.home_rule import ABILITIES
from tests.factories import accounts, registry

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
PHONE = "13900000000"


def on(day: int, month: int = 11, hour: int = 9, year: int = 2026) -> dt.datetime:
    """Return an hour of a day."""
    return dt.datetime(year, month, day, hour, 0, tzinfo=SHANGHAI)


@dataclass
class Home:
    """A home of three rooms: one for men, one for women, one to isolate; with its director and two carers."""

    at: dt.datetime = NOW
    township: str = accounts.TOWNSHIP
    county: Staff = field(default_factory=accounts.county_officer)
    second_county: Staff = field(default_factory=accounts.county_officer)
    officer: Staff | None = None

    def __post_init__(self) -> None:
        registry.divisions()
        self.officer = self.officer or accounts.staff(Role.TOWNSHIP_OFFICER, areas=(self.township,))
        with within(self.county.area):
            self.row: Institution = house.open_home(
                kind="welfare_home", name="红花套镇农村福利院", township=self.township, address="红花套村",
                opened_on=dt.date(2012, 5, 1), by=self.county, at=self.at,
            )  # fmt: skip
        code = (self.row.division_code,)
        self.director = accounts.staff(Role.HOME_DIRECTOR, areas=code)
        self.carer = accounts.staff(Role.CAREGIVER, areas=code)
        self.second_carer = accounts.staff(Role.CAREGIVER, areas=code)
        with within(self.director.area):
            self.men = self._room("101", sex="1")
            self.women = self._room("102", sex="2")
            self.isolation = self._room("201", beds=1, is_isolation=True)

    def _room(self, name: str, *, beds: int = 2, sex: str = "", is_isolation: bool = False):
        return house.enter_room(
            institution=self.row, name=name, square_metres=10, beds=beds, sex=sex, is_isolation=is_isolation,
            by=self.director, at=self.at,
        )  # fmt: skip

    def bed(self, room=None, label: str = "1") -> Bed:
        """Return a bed; of the men's room by default."""
        with within(self.director.area):
            return Bed.objects.get(room=room or self.men, label=label)


def somebody(*, sex: str = "1", born: dt.date = dt.date(1950, 3, 5), **fields) -> tuple[Person, str]:
    """Return a person living alone and the whole ID number."""
    number = registry.id_number(sex=sex, born=born)
    known = {"at": NOW - dt.timedelta(days=60)} | fields
    household = registry.household(registry.new_member("02", sex=sex, id_number=number), **known)
    with everywhere("tests"):
        return registry.people(household)[0], number


def entered(home: Home, number: str, *, at: dt.datetime | None = None, **fields) -> Entry:
    """Record the person's own choice."""
    at = at or home.at
    given = {"chosen_by": "person", "chosen_on": local_day(at), "witness": "李支书"} | fields
    with within(home.director.area):
        return admission.enter(institution=home.row, id_number=number, by=home.director, at=at, **given)


def examined(home: Home, person: Person, *, unable: int = 0, at: dt.datetime | None = None, infectious: bool = False):
    """Assess somebody and have a doctor look."""
    at = at or home.at
    with within(home.director.area):
        admission.assess(
            institution=home.row, person=person, able=ABILITIES[unable:], assessor="镇卫生院王医生",
            assessed_on=local_day(at), by=home.director, at=at,
        )  # fmt: skip
        admission.check_health(
            institution=home.row, person=person, clinic="镇卫生院", checked_on=local_day(at), is_infectious=infectious,
            findings="150/90", by=home.director, at=at,
        )  # fmt: skip


def admitted(
    home: Home, *, bed: Bed | None = None, unable: int = 0, at: dt.datetime | None = None, sex: str = "1", **fields
) -> Residence:
    """Admit somebody new by all steps; into the first bed of the men's room by default."""
    at = at or home.at
    person, number = somebody(sex=sex)
    entry = entered(home, number, at=at)
    examined(home, person, unable=unable, at=at)
    return signed(home, entry, bed=bed or home.bed(home.women if sex == "2" else home.men), at=at, **fields)


def signed(home: Home, entry: Entry, *, bed: Bed, at: dt.datetime | None = None, **fields) -> Residence:
    """Sign the agreement."""
    at = at or home.at
    given = {
        "signed_by": entry.guardian_name or entry.person.name, "services": "食宿、照护、医疗协助",
        "agreement_until": dt.date(2027, 12, 31), "contact": "侄子王强", "contact_phone": PHONE,
    } | fields  # fmt: skip
    with within(home.director.area):
        return admission.admit(entry=entry, bed=bed, by=home.director, at=at, **given)


def paid(home: Home, residence: Residence, fen: int, *, way: str = "in", matter: str = "", at=None) -> Voucher:
    """Move money of a resident, by a carer and the director."""
    at = at or home.at
    with within(home.director.area):
        row = money.draw(
            pot=residence.pot, direction=way, matter=matter or ("own_income" if way == "in" else "shopping"),
            amount_fen=fen, receipt="收据1", signed_by=residence.person.name, by=home.carer, at=at,
        )  # fmt: skip
        return money.confirm(voucher=row, by=home.director, at=at)
