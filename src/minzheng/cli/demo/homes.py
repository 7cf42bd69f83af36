"""Two homes of the sample county: forty residents, weeks of care, a leave, a fall, a death, works, a score sheet."""

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.db.models import Q

from minzheng.accounts.domain import staff as staff_domain
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.assessment.domain import beginning, filling
from minzheng.assessment.engine.period import Period
from minzheng.assessment.engine.sheet import JUDGED
from minzheng.assessment.queries.assessments import sheet_of
from minzheng.assessment.queries.sheets import sheets
from minzheng.casework.models import Case
from minzheng.cli.demo import destitute
from minzheng.cli.demo.assessments import EVIDENCE
from minzheng.cli.demo.staff import PASSWORD, Offices
from minzheng.institutions.domain import admission, daily, departure, house, improvement, incident, leave, money
from minzheng.institutions.models import CareItem, Institution, Pot, Residence
from minzheng.institutions.queries.stays import free_beds
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.kernel.month import Month
from minzheng.registry.domain.person import reveal
from minzheng.registry.enums import Relation
from minzheng.registry.models import Death, Membership, Person
from minzheng.services.papers import compile_pdf
from minzheng.statute.home_rule import ABILITIES, slots

OPENED = dt.date(2026, 10, 27)
OLD_ENOUGH = 60 * 365
COMMITTEE = 3
# In a home with fewer nobody else goes on leave: the seventh would be the last, who died.
WELL_FILLED = 8
# So many of those who are supported and chose a home live in the first one.
SUPPORTED = 5
POCKET_MONTH = Month(2026, 11)
WEEK = 7
MENU = (
    "稀饭、馒头；青椒肉丝、白菜；面条", "稀饭、花卷；红烧鱼、萝卜；稀饭", "豆浆、包子；粉蒸肉、菠菜；面条",
    "稀饭、鸡蛋；豆腐、土豆丝；馄饨", "牛奶、馒头；炖排骨、藕；稀饭", "稀饭、花卷；冬瓜肉片、豆角；面条",
    "豆浆、包子；炖鸡、青菜；稀饭",
)  # fmt: skip


class House(NamedTuple):
    """One home of the demo: where, how many rooms and residents, whose accounts."""

    name: str
    place: int
    rooms: int
    residents: int
    suffix: str


HOUSES = (House("清江农村福利院", 0, 22, 24, ""), House("楠木农村福利院", 1, 12, 16, "2"))


class People(NamedTuple):
    """Who works there."""

    home: Institution
    director: Staff
    carer: Staff
    second: Staff
    officer: Staff


def told(offices: Offices, now: dt.datetime) -> list[Iterator[dt.datetime]]:
    """Return the stories of both homes up to the present."""
    return [_story(offices, each, now) for each in HOUSES]


def _story(offices: Offices, wanted: House, now: dt.datetime) -> Iterator[dt.datetime]:
    at = _at(OPENED)
    yield at
    people = _open(offices, wanted, at)
    living = _move_in(offices, people, wanted, at)
    if len(living) < COMMITTEE:
        return  # a county so small that a home has no committee
    _first_week(people, living, at)
    day = OPENED + dt.timedelta(days=1)
    while day <= local_day(now):
        at = _at(day, 22)
        yield at
        # A month of care in the first home; the second shows its last week.
        if not wanted.suffix or (local_day(now) - day).days <= WEEK:
            _cared(people, day, at)
        _happened(offices, people, living, (day - OPENED).days, at)
        day += dt.timedelta(days=1)
    # The morning of the present day is in hand.


def _open(offices: Offices, wanted: House, at: dt.datetime) -> People:
    township, (officer, _second) = sorted(offices.townships.items())[wanted.place]
    home = house.open_home(
        kind="welfare_home", name=wanted.name, township=township, address="镇福利路1号", opened_on=dt.date(2012, 5, 1),
        by=offices.decider, at=at,
    )  # fmt: skip
    code = home.division_code

    def account(username: str, name: str, role: str, password: str | None = PASSWORD) -> Staff:
        return staff_domain.create(
            username=f"{username}{wanted.suffix}", name=name, role=role, areas=[code], password=password, by=None, at=at
        )

    first = wanted.suffix == ""
    director = account("director", "易明德" if first else "向安和", Role.HOME_DIRECTOR, PASSWORD if first else None)
    carer = account("caregiver", "覃小荷" if first else "黄秋菊", Role.CAREGIVER, PASSWORD if first else None)
    second = account("caregiverb", "熊细妹" if first else "鲁春兰", Role.CAREGIVER, None)
    for number in range(1, wanted.rooms + 1):
        is_last, floor, door = number == wanted.rooms, (number - 1) // 10 + 1, (number - 1) % 10 + 1
        house.enter_room(
            institution=home, name=f"{floor}{door:02d}", square_metres=12,
            beds=1 if is_last else 2,
            sex="" if is_last else str(1 + (number % 3 == 0)), is_isolation=is_last, by=director, at=at,
        )  # fmt: skip
    return People(home, director, carer, second, officer)


def _move_in(offices: Offices, people: People, wanted: House, at: dt.datetime) -> list[Residence]:
    """Admit who is supported and chose a home, and others of sixty and more; the last two wait for a bed."""
    rng = random.Random(wanted.place)  # noqa: S311 - a repeatable county, not a secret
    beds, living = free_beds(people.home), []
    supported = destitute.choosing_a_home()
    supported = supported[SUPPORTED:] if wanted.suffix else supported[:SUPPORTED]
    coming = [*supported, *_elderly(wanted, local_day(at))][: wanted.residents + 2]
    for number, person in enumerate(coming):
        id_number = reveal(person=person, by=offices.checker, at=at, purpose="演示：办理福利院入住")
        entry = admission.enter(
            institution=people.home, id_number=id_number, chosen_by="person", chosen_on=local_day(at),
            witness="村委会负责人", by=people.director, at=at,
        )  # fmt: skip
        bed = next((one for one in beds if one.room.sex == person.sex and not one.room.is_isolation), None)
        if bed is None or number >= wanted.residents:
            continue
        beds.remove(bed)
        unable = rng.choice((0, 0, 0, 1, 2, 3, 5))
        admission.assess(
            institution=people.home, person=person, able=ABILITIES[unable:], assessor="镇卫生院评估组",
            assessed_on=local_day(at), by=people.director, at=at,
        )  # fmt: skip
        admission.check_health(
            institution=people.home, person=person, clinic="镇卫生院", checked_on=local_day(at), is_infectious=False,
            findings="血压偏高，饮食宜清淡", by=people.director, at=at,
        )  # fmt: skip
        living.append(
            admission.admit(
                entry=entry, bed=bed, signed_by=person.name, services="食宿、照护、医疗协助、文化活动",
                agreement_until=dt.date(2027, 10, 18), contact="亲属", contact_phone="13900000000", by=people.director,
                at=at,
            )
        )  # fmt: skip
    return living


def _elderly(wanted: House, today: dt.date) -> list[Person]:
    """People old enough who head nobody else's household and have no case, a slice for each home."""
    busy = Case.objects.values("household_id")
    alone = Membership.objects.exclude(household__in=busy).exclude(relation=Relation.HEAD).values("person_id")
    heads = Membership.objects.exclude(household__in=busy).filter(relation=Relation.HEAD).values("person_id")
    rows = Person.objects.filter(Q(pk__in=alone) | Q(pk__in=heads), id_number_sealed__isnull=False).filter(
        birth_date__lte=today - dt.timedelta(days=OLD_ENOUGH)
    )
    rows = rows.exclude(pk__in=Death.objects.values("person_id")).order_by("pk")
    first = sum(each.residents + 2 for each in HOUSES[: wanted.place])
    return list(rows[first : first + wanted.residents + 2])


def _first_week(people: People, living: list[Residence], at: dt.datetime) -> None:
    home, director, day = people.home, people.director, local_day(at)
    posts = ["carer"] * 6 + ["nurse", "cook", "cook", "guard"]
    names = ["冉玉珍", "邹金莲", "向腊梅", "谭菊香", "田桂枝", "彭翠英", "简医生", "罗厨", "贺厨", "秦师傅"]
    workers = [
        house.hire(institution=home, name=name, post=post, id_number="", from_on=day, by=director, at=at)
        for name, post in zip(names, posts, strict=True)
    ]
    for worker in workers[:6]:
        house.train(worker=worker, topic="失能老人照护、防跌倒", held_on=day, hours=16, by=director, at=at)
    for n, worker in enumerate(workers[:6]):
        house.set_duty(
            institution=home, day=dt.date(2026, 11, 27) + dt.timedelta(days=n // 2),
            watch="night" if n % 2 else "day", workers=[worker], by=director, at=at,
        )  # fmt: skip
    for stay in living[:COMMITTEE]:
        house.enter_committee_member(
            institution=home, name=stay.person.name, is_resident=True, from_on=day, until_on=dt.date(2029, 10, 18),
            by=director, at=at,
        )  # fmt: skip
    fund = money.draw(
        pot=Pot.objects.get(institution=home, purpose="living"), direction="in", matter="support",
        amount_fen=3_000_000, receipt="拨款单2026-10", signed_by="镇财政所", by=director, at=at,
    )  # fmt: skip
    money.confirm(voucher=fund, by=people.officer, at=at)
    for stay in living[:8]:
        _moved(people, stay, "own_income", 12_800, at)
    if home.name == HOUSES[0].name:
        daily.plan(
        residence=living[0], name="硝苯地平缓释片", times=["morning", "evening"], is_medicine=True, dose="1片",
        ordered_by="镇卫生院", by=director, at=at,
    )  # fmt: skip


def _moved(people: People, stay: Residence, matter: str, fen: int, at: dt.datetime) -> None:
    way = "in" if matter == "own_income" else "out"
    row = money.draw(
        pot=stay.pot, direction=way, matter=matter, amount_fen=fen, receipt="收据", signed_by=stay.person.name,
        by=people.carer, at=at,
    )  # fmt: skip
    money.confirm(voucher=row, by=people.director, at=at)


def _cared(people: People, day: dt.date, at: dt.datetime) -> None:
    """The round of a day: everything done, by one carer in the day and another at night."""
    items = list(
        CareItem.objects.filter(residence__institution=people.home, ended_at__isnull=True, from_on__lte=day).filter(
            residence__stay="in_residence"
        )
    )
    for slot in slots():
        due = [item for item in items if slot.code in item.slots]
        by = people.second if slot.code == "night" else people.carer
        daily.mark_all(items=due, day=day, slot=slot.code, by=by, at=at)
    for item in (one for one in items if one.is_medicine):
        for slot_code in item.slots:
            refused = day.day % 9 == 0 and slot_code == "evening"
            daily.mark(
                item=item, day=day, slot=slot_code, outcome="refused" if refused else "done",
                reason="说胃不舒服，已告知医生" if refused else "", by=people.carer, at=at,
            )  # fmt: skip


def _happened(offices: Offices, people: People, living: list[Residence], n: int, at: dt.datetime) -> None:
    """What else a day brought."""
    today, first = local_day(at), people.home.name == HOUSES[0].name
    if n == 2:
        menu = house.propose_menu(
            institution=people.home, week_on=dt.date(2026, 11, 2), lines=MENU, by=people.director, at=at
        )
        house.approve_menu(menu=menu, present=3, votes=3, by=people.carer, at=at)
        incident.complain(
            institution=people.home, said_by=living[-1].person.name, text="晚上走廊太吵", received_on=today,
            by=people.carer, at=at,
        )  # fmt: skip
    if n == 7 and any(stay.person in destitute.choosing_a_home() for stay in living):
        # November's pocket money of those supported here, drawn up by the director and confirmed by a carer.
        money.draw_pocket_money(
            institution=people.home, month=POCKET_MONTH,
            receipt="零用钱发放表2026-11", by=people.director, at=at,
        )  # fmt: skip
        money.confirm_pocket_money(institution=people.home, by=people.carer, at=at)
    if n == 5:
        incident.check(
            institution=people.home, kind="fire", failed=["alarm"] if first else ["alarm", "exits"],
            due_on=today + dt.timedelta(days=14), by=people.officer, at=at, words="二楼一个烟感不响",
        )  # fmt: skip
        row = people.home.defects.order_by("pk")[0]
        incident.mend(defect=row, remedy="更换电池，逐个试响", by=people.director, at=at)
        incident.verify(defect=row, by=people.officer, at=at)
    if n == 8 and first:
        _left(people, living[4], dt.timedelta(days=3), at)
        fall = incident.report(
            residence=living[2], risk="fall", happened_on=today, words="起夜时在卫生间门口滑倒", harm="light",
            measures="冰敷，量血压，电话告知亲属", by=people.carer, at=at,
        )  # fmt: skip
        incident.close_incident(incident=fall, cause="地面有水；铺防滑垫，装夜灯", by=people.director, at=at)
    if n == 12 and first:
        leave.come_back(residence=living[4], text="精神好，晚归一天", by=people.carer, at=at)
        _moved(people, living[0], "shopping", 3_650, at)
    if n == 15 and not first:
        departure.die(
            residence=living[-1], died_on=today, words="因病医治无效", told_to="镇民政办", by=people.carer, at=at
        )
    if n == 26 and len(living) >= WELL_FILLED:
        _left(people, living[6], dt.timedelta(days=4), at)
    if n == 16 and first:
        _improved(offices, people, at)


def _left(people: People, stay: Residence, away: dt.timedelta, at: dt.datetime) -> None:
    leave.leave(
        residence=stay, due_on=local_day(at) + away, reason="回村看望亲属", companion="侄子来接", by=people.carer, at=at
    )


def _improved(offices: Offices, people: People, at: dt.datetime) -> None:
    """Works half done, and the sheet of the model-home campaign being filled in."""
    works = improvement.enter(
        institution=people.home, need="加装电梯、改造无障碍卫生间", budget_fen=48_000_000, funder="省级福彩公益金",
        contractor="示例建筑公司，合同2026-17号", due_on=dt.date(2026, 12, 31), by=offices.decider, at=at,
    )  # fmt: skip
    improvement.advance(works=works, percent=60, words="电梯井完工，卫生间改造8间", by=people.director, at=at)
    incident.find_defect(
        institution=people.home, words="医务室没有独立房间", due_on=dt.date(2026, 12, 20), by=people.officer, at=at
    )
    sheet = next(one for one in sheets() if one.code == "model_home")
    row = beginning.start(
        sheet=sheet, division_code=people.home.division_code[:9] + "000", period=Period.parse("2026"),
        by=people.officer, at=at, unit_name=people.home.name,
    )  # fmt: skip
    paper = compile_pdf(EVIDENCE, {"issuer": "演示单位", "title": "自评佐证材料"}, at=at)
    for item in sheet_of(row).items:
        answer = partial(filling.answer, assessment=row, item_code=item.code, by=people.officer, at=at, numerator=None)
        if item.kind != JUDGED:
            answer(points=None, is_yes=False, words="")
            continue
        answer(points=Decimal(item.full.numerator) - 2, is_yes=None, words="情况见佐证材料。")
        filling.attach(
            assessment=row, item_code=item.code, by=people.officer, at=at, title="佐证材料",
            content=ContentFile(paper, name="佐证.pdf"),
        )  # fmt: skip


def _at(day: dt.date, hour: int = 9) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 20), SHANGHAI)
