"""Medical assistance in the sample county: three hospitals, months of settlement, and a campaign at 96 per cent."""

import csv
import datetime as dt
import io
import random
from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings

from minzheng.claims.domain import (
    application,
    campaign,
    confirming,
    hospital,
    intake,
    premium,
    roll,
    settling,
    statement,
    urgent,
)
from minzheng.claims.formats import layout
from minzheng.claims.models import Campaign, Hospital, Match, SettlementFile, Statement
from minzheng.claims.queries.enrolment import gaps
from minzheng.claims.queries.program import program
from minzheng.claims.queries.status import Statuses
from minzheng.cli.demo.staff import Offices
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.payments.domain import fund
from minzheng.registry.models import Membership, Person
from minzheng.registry.models.person import ID_NUMBER_CONTEXT
from minzheng.services import vault
from minzheng.services.calendar.queries import add_working_days

SEED = 20260915
NAMES = ("演示市人民医院", "演示市中医医院", "红花镇中心卫生院")
INSURER = "演示市医疗保障服务中心"
MONTHS = (Month(2026, 8), Month(2026, 9), Month(2026, 10))
BILLS_A_FILE = 12
FUND_FEN = 3_000_000_00
PENSIONERS = 60
EDGE = slice(120, 180)
# Of a hundred on the roster four are not insured when the campaign begins.
MISSING_OF_HUNDRED = 4
ILLNESSES = ("脑梗死恢复期", "慢性肾衰竭", "股骨骨折", "肺炎", "胆囊结石")


def told(offices: Offices) -> list[Iterator[dt.datetime]]:
    """Return the stories of hospitals and of the campaign."""
    return [hospitals(offices), enrolment(offices)]


def hospitals(offices: Offices) -> Iterator[dt.datetime]:
    """Agreements in July, money of the year, a file a month, each confirmed by a second person and paid."""
    rng = random.Random(SEED)  # noqa: S311 - a repeatable county, not a secret
    at = _at(dt.date(2026, 7, 6))
    yield at
    rows = [_register(name, number, offices, at) for number, name in enumerate(NAMES, start=1)]
    # Few draw a benefit already; who is ill must not always be the same.
    edge = list(Person.objects.filter(id_number_sealed__isnull=False).order_by("pk")[EDGE])
    if edge:
        words = {"category": "低保边缘家庭成员", "source": "演示市民政局社会救助股"}
        _listed("edge", edge, offices=offices, at=at, **words)
    fund.open_allocation(
        program=program(),
        year=2026,
        document_number="演示财社〔2026〕66号",
        amount_fen=FUND_FEN,
        by=offices.finance,
        at=at,
    )
    advance = statement.prepare_advance(
        hospital=rows[0], month=Month(2026, 7), amount_fen=50_000_00, by=offices.checker, at=at
    )
    _pay(advance, offices, at)
    for month in MONTHS:
        at = _at(add_working_days(month.next().first_day, 4).day)
        yield at
        patients = _patients(month, at)
        files = [_file(row, month, patients, rng=rng, offices=offices, at=at) for row in rows] if patients else []
        at = _at(local_day(at), hour=15)
        yield at
        # The last file of the newest month still waits for its second person.
        for file in files if month != MONTHS[-1] else files[:-1]:
            confirming.confirm(file=file, note_on_signs="病历已核对，属实", by=offices.second_decider, at=at)
        for row in rows if month != MONTHS[-1] else rows[:1]:
            _settle_month(row, month, offices, at)
    at = _at(dt.date(2026, 11, 17))
    yield at
    patients = _patients(MONTHS[-1], at)
    if patients:
        _claim(patients[-1], rows[1], offices, at)
        urgent.waive_deposit(
            hospital=rows[1], person=patients[0], admitted_on=local_day(at), deposit_fen=3_000_00, by=offices.checker,
            at=at,
        )  # fmt: skip
    urgent.refer(
        hospital=rows[0], division_code=settings.COUNTY_CODE, known_as="约六十岁男性，灰色外套", found_at=at,
        found_by="巡逻民警", by=offices.checker, at=at,
    )  # fmt: skip


def enrolment(offices: Offices) -> Iterator[dt.datetime]:
    """The roll of key pensioners, then the campaign of next year: 96 of a hundred are insured when it begins."""
    at = _at(dt.date(2026, 9, 15))
    yield at
    people = list(Person.objects.filter(id_number_sealed__isnull=False).order_by("-pk")[:PENSIONERS])
    words = {"category": "在乡复员军人", "source": "演示市退役军人事务局函"}
    _listed("key_pensioner", people, offices=offices, at=at, **words)
    insurer = hospital.register(
        code="YB420581", name=INSURER, division_code=settings.COUNTY_CODE, bank_name="演示农村商业银行",
        account_name=INSURER, account_number="8201000000009", is_insurer=True, by=offices.checker, at=at,
    )  # fmt: skip
    at = _at(dt.date(2026, 10, 12))
    yield at
    work = campaign.open_campaign(year=2027, scheme=4, last_on=dt.date(2026, 12, 31), by=offices.checker, at=at)
    for month in (Month(2026, 10), Month(2026, 11)):
        at = _at(add_working_days(month.first_day, 10).day, hour=16)
        yield at
        match = _match(work, month, offices, at)
        if month.month == 10:
            premium.grant(match=match, insurer=insurer, by=offices.checker, at=at)
    at = _at(dt.date(2026, 11, 20))
    yield at
    # One finding waits for its second person, one takes nobody out: somebody will not be insured.
    for one, (kind, document, text) in zip(
        gaps(match),
        (("military", "入伍通知书〔2026〕11号", "今年九月入伍"), ("refused", "", "称身体好，不愿参保，已上门说明")),
        strict=False,
    ):
        campaign.state(
            campaign=work, person=one.entry.person, kind=kind, document=document, text=text, by=offices.checker, at=at
        )


def _listed(
    of: str, people: Sequence[Person], *, category: str, source: str, offices: Offices, at: dt.datetime
) -> None:
    content = _roll(people, category)
    batch = roll.submit(roll=of, content=content, name=f"{category}.csv", source=source, by=offices.checker, at=at)
    roll.confirm(batch=batch, by=offices.second_decider, at=at)


def _register(name: str, number: int, offices: Offices, at: dt.datetime) -> Hospital:
    row = hospital.register(
        code=f"H42058100{number}", name=name, division_code=settings.COUNTY_CODE, bank_name="演示农村商业银行",
        account_name=name, account_number=f"820100000000{number}", file_format=("standard", "standard",
        "bar")[number - 1],
        by=offices.checker, at=at,
    )  # fmt: skip
    made = hospital.designate(
        hospital=row, agreement_number=f"演示医协〔2026〕{number}号", from_day=dt.date(2026, 1, 1), until_day=None,
        by=offices.checker, at=at,
    )  # fmt: skip
    hospital.confirm_designation(designation=made, by=offices.second_decider, at=at)
    return row


def _patients(month: Month, at: dt.datetime) -> list[Person]:
    """People who are recognised on every day of a month, and live in a household here."""
    statuses = Statuses()
    here = set(Membership.objects.as_of(local_day(at), at).values_list("person_id", flat=True))
    known = {pk for pk in statuses.people_on(month.first_day) if statuses.on(pk, month.last_day).is_member}
    found = known & here
    people = Person.objects.filter(pk__in=sorted(found)[:200], id_number_sealed__isnull=False)
    return list(people.order_by("pk"))


def _file(
    row: Hospital, month: Month, patients: Sequence[Person], *, rng: random.Random, offices: Offices, at: dt.datetime
) -> SettlementFile:
    lines = [_line(row, month, number, rng.choice(patients), rng) for number in range(BILLS_A_FILE)]
    lines[-1]["name"] = "姓名写错"
    form = layout(row.file_format)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=form.delimiter)
    writer.writerow([column.titles[0] for column in form.columns])
    writer.writerows([[line.get(column.field, "") for column in form.columns] for line in lines])
    content = out.getvalue().encode(form.encoding)
    name = f"{month}结算.{form.extension}"
    file = intake.receive(hospital=row, month=month, content=content, name=name, by=offices.checker, at=at)
    return settling.settle(file=file, by=offices.checker, at=at)


def _line(row: Hospital, month: Month, number: int, person: Person, rng: random.Random) -> dict[str, object]:
    out = month.first_day + dt.timedelta(days=rng.randint(8, 26))
    bill = rng.randint(3_000, 60_000)
    outside, basic = bill * 6 // 100, bill * 55 // 100
    serious = bill * 8 // 100 if bill > 20_000 else 0
    return {
        "number": f"{row.code}-{month}-{number:04d}", "id_number": _id(person), "name": person.name,
        "kind": rng.choice(("住院", "住院", "门诊慢特病")), "admitted_on": out - dt.timedelta(days=rng.randint(0, 7)),
        "discharged_on": out, "settled_on": out, "bill_fen": bill, "out_of_catalogue_fen": outside,
        "basic_insurance_fen": basic, "serious_illness_insurance_fen": serious, "is_insured": "是",
        "follows_referral": "是", "diagnosis": rng.choice(ILLNESSES), "ward": "综合病区",
    }  # fmt: skip


def _claim(person: Person, row: Hospital, offices: Offices, at: dt.datetime) -> None:
    """Somebody was treated away and brings the slip; the claim waits for the county."""
    day = local_day(at) - dt.timedelta(days=20)
    application.claim(
        person=person, number=f"SG-{day}-0001", kind="inpatient", hospital=row, admitted_on=day, discharged_on=day,
        settled_on=day, money={"bill_fen": 12_000_00, "out_of_catalogue_fen": 800_00, "basic_insurance_fen": 7_000_00},
        originals_marked=True, by=offices.checker, at=at,
    )  # fmt: skip


def _settle_month(row: Hospital, month: Month, offices: Offices, at: dt.datetime) -> None:
    try:
        made = statement.prepare(hospital=row, month=month, by=offices.checker, at=at)
    except Refused:
        return  # a county so small that nobody of it was ill
    if month != MONTHS[-1]:
        _pay(made, offices, at)


def _pay(row: Statement, offices: Offices, at: dt.datetime) -> None:
    approved = statement.approve(statement=row, by=offices.finance, at=at)
    statement.pay(statement=approved, bank_reference=f"演示回单{row.number[-5:]}", by=offices.finance, at=at)


def _match(work: Campaign, month: Month, offices: Offices, at: dt.datetime) -> Match:
    frozen = campaign.freeze(campaign=work, month=month, by=offices.checker, at=at)
    people = [row.person for row in frozen.entries.select_related("person").order_by("serial")]
    missing = max(1, len(people) * MISSING_OF_HUNDRED // 100)
    step = max(1, len(people) // missing)
    left_out = set(range(0, step * missing, step))
    rows = [
        {
            "公民身份号码": _id(one),
            "姓名": one.name,
            "参保地": settings.COUNTY_CODE,
            "缴费状态": "已缴费",
            "导出月份": str(month),
        }
        for place, one in enumerate(people)
        if place not in left_out and one.has_id_number
    ]
    file = campaign.receive_file(
        campaign=work, content=_table(rows), name=f"{month}参保数据.csv", by=offices.checker, at=at
    )
    return campaign.match(freeze=frozen, file=file, by=offices.checker, at=at)


def _roll(people: Sequence[Person], category: str) -> bytes:
    rows = [
        {"公民身份号码": _id(one), "姓名": one.name, "起始日期": "2026-01-01", "截止日期": "", "类别": category}
        for one in people
    ]
    return _table(rows)


def _table(rows: Sequence[Mapping[str, object]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _id(person: Person) -> str:
    return vault.open_sealed(bytes(person.id_number_sealed or b""), context=ID_NUMBER_CONTEXT)


def _at(day: dt.date, hour: int = 10) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 40), SHANGHAI)
