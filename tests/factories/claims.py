"""Hospitals, their files, rolls and campaigns, each by named people on its day. Nobody of them exists."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping
from itertools import count

from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.claims.domain import campaign as campaign_domain
from minzheng.claims.domain import confirming, hospital, intake, roll, settling, statement
from minzheng.claims.models import (
    Campaign,
    Freeze,
    Hospital,
    InsuranceFile,
    Match,
    RollImport,
    SettlementFile,
    Statement,
)
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.month import Month
from minzheng.payments.domain import fund
from minzheng.registry.models import Person
from minzheng.registry.models.person import ID_NUMBER_CONTEXT
from minzheng.services import vault
from tests.factories import payments, registry
from tests.factories.accounts import COUNTY, VILLAGE, county_officer, finance_officer

PROGRAM = "medical"
MONTH, JANUARY, NOVEMBER = Month(2026, 10), Month(2026, 1), Month(2026, 11)
AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
LATER = dt.datetime(2026, 11, 26, 15, 0, tzinfo=SHANGHAI)
HEAD = (
    "结算单号", "公民身份号码", "姓名", "医疗类别", "入院日期", "出院日期", "结算日期", "总费用", "目录外费用",
    "其他不符合规定费用", "基本医保支付", "大病保险支付", "补充保险支付", "商业保险赔付", "医院垫付救助", "是否参保",
    "转诊规范", "急诊抢救", "死亡证明编号", "出院诊断", "科室病区", "主要用药",
)  # fmt: skip
DIAGNOSIS, WARD, DRUGS = "浸润型肺结核", "感染科三病区", "异烟肼"
_numbers = count(1)


def a_hospital(
    *, file_format: str = "standard", designated: bool = True, from_day: dt.date = dt.date(2026, 1, 1),
    until_day: dt.date | None = None, **fields,
) -> Hospital:  # fmt: skip
    """Register a hospital and have its agreement confirmed by a second person."""
    registry.divisions()
    number = next(_numbers)
    name = fields.pop("name", f"示例市第{number}人民医院")
    by = county_officer()
    given = {
        "code": f"H4205810{number:04d}", "name": name, "division_code": COUNTY, "bank_name": "示例农商银行",
        "account_name": name, "account_number": f"820100{number:08d}", "file_format": file_format,
    } | fields  # fmt: skip
    with within(by.area):
        row = hospital.register(by=by, at=AT, **given)
        if designated:
            made = hospital.designate(
                hospital=row, agreement_number=f"示例医协〔2026〕{number}号", from_day=from_day, until_day=until_day,
                by=by, at=AT,
            )  # fmt: skip
            hospital.confirm_designation(designation=made, by=county_officer(), at=AT)
    return row


def an_insurer() -> Hospital:
    """Register the agency that takes premiums."""
    return a_hospital(name=f"示例市医疗保障服务中心{next(_numbers)}", is_insurer=True, file_format="", designated=False)


def recipient(*, from_month: Month = JANUARY, division_code: str = VILLAGE, **fields) -> Person:
    """Return somebody whose household has drawn dibao since a month, alone in it."""
    decision = payments.paid_household(from_month=from_month, division_code=division_code, **fields)
    with within(county_officer().area):
        return registry.people(decision.case.household)[0]


def id_of(person: Person) -> str:
    """Return the whole ID number."""
    return vault.open_sealed(bytes(person.id_number_sealed), context=ID_NUMBER_CONTEXT)


def line(person: Person | None = None, **cells: object) -> dict[str, object]:
    """Return one row of a file: a stay in October with 12,400.00 left after the insurances, by default."""
    given: dict[str, object] = {
        "结算单号": f"JS2026{next(_numbers):08d}", "医疗类别": "住院", "入院日期": "2026-10-08",
        "出院日期": "2026-10-20",
        "结算日期": "2026-10-20", "总费用": "45000.00", "目录外费用": "3000.00", "基本医保支付": "25200.00",
        "大病保险支付": "4400.00", "是否参保": "是", "转诊规范": "否", "出院诊断": DIAGNOSIS, "科室病区": WARD,
        "主要用药": DRUGS,
    }  # fmt: skip
    if person is not None:
        given |= {"公民身份号码": id_of(person), "姓名": person.name}
    return given | cells


def content(rows: Iterable[Mapping[str, object]], *, encoding: str = "gb18030", head: Iterable[str] = HEAD) -> bytes:
    """Return a text file of rows."""
    out, head = io.StringIO(), list(head)
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([[row.get(title, "") for title in head] for row in rows])
    return out.getvalue().encode(encoding)


def received(
    rows: Iterable[Mapping[str, object]], *, of: Hospital | None = None, by: Staff | None = None,
    at: dt.datetime = AT, month: Month = MONTH, **fields,
) -> SettlementFile:  # fmt: skip
    """Have a file received."""
    by = by or county_officer()
    with within(by.area):
        return intake.receive(
            hospital=of or a_hospital(), month=month, content=content(rows, **fields), name="结算清单.csv", by=by, at=at
        )


def settled(
    rows: Iterable[Mapping[str, object]], *, by: Staff | None = None, at: dt.datetime = AT, **fields
) -> SettlementFile:
    """Have a file received and settled."""
    by = by or county_officer()
    file = received(rows, by=by, at=at, **fields)
    with within(by.area):
        return settling.settle(file=file, by=by, at=at)


def confirmed(rows: Iterable[Mapping[str, object]], *, at: dt.datetime = AT, **fields) -> SettlementFile:
    """Have a file settled and confirmed by a second person."""
    file, second = settled(rows, at=at, **fields), county_officer()
    with within(second.area):
        return confirming.confirm(file=file, note_on_signs="逐笔核实，情况属实", by=second, at=at)


def money(amount_fen: int = 1_000_000_00, *, year: int = 2026):
    """Put money into the fund of medical assistance."""
    return fund.open_allocation(
        program=PROGRAM, year=year, document_number=f"示例财社〔{year}〕{next(_numbers)}号", amount_fen=amount_fen,
        by=finance_officer(), at=payments.BEFORE,
    )  # fmt: skip


def prepared(of: Hospital, *, by: Staff | None = None, at: dt.datetime = AT, month: Month = MONTH) -> Statement:
    """Prepare the payment of a month."""
    by = by or county_officer()
    with within(by.area):
        return statement.prepare(hospital=of, month=month, by=by, at=at)


def paid(row: Statement, *, at: dt.datetime = AT) -> Statement:
    """Have a payment approved and paid."""
    by = finance_officer()
    with within(by.area):
        row = statement.approve(statement=row, by=by, at=at)
        return statement.pay(statement=row, bank_reference=f"HD{next(_numbers):08d}", by=by, at=at)


def advanced(of: Hospital, amount_fen: int) -> Statement:
    """Lend a hospital money in advance."""
    by = county_officer()
    with within(by.area):
        row = statement.prepare_advance(hospital=of, month=MONTH, amount_fen=amount_fen, by=by, at=AT)
    return paid(row)


def roll_content(people: Iterable[Person], *, from_day: str = "2026-01-01", **cells: str) -> bytes:
    """Return a file of a roll."""
    rows = [
        {"公民身份号码": id_of(one), "姓名": one.name, "起始日期": from_day, "截止日期": "", "类别": "示例"} | cells
        for one in people
    ]
    return content(rows, encoding="utf-8", head=("公民身份号码", "姓名", "起始日期", "截止日期", "类别"))


def listed(*people: Person, of: str = "key_pensioner", at: dt.datetime = AT, **cells: str) -> RollImport:
    """Put people on a roll, confirmed by a second person."""
    by, second = county_officer(), county_officer()
    with within(by.area):
        made = roll.submit(
            roll=of, content=roll_content(people, **cells), name="名册.csv", source="示例函〔2026〕1号", by=by, at=at
        )
        return roll.confirm(batch=made, by=second, at=at)


def somebody(**fields) -> Person:
    """Return somebody with no status at all."""
    home = registry.household(**fields)
    with within(county_officer().area):
        return registry.people(home)[0]


def a_campaign(year: int = 2027, *, by: Staff | None = None, at: dt.datetime = AT) -> Campaign:
    """Open a campaign."""
    by = by or county_officer()
    with within(by.area):
        return campaign_domain.open_campaign(year=year, scheme=4, last_on=dt.date(year - 1, 12, 31), by=by, at=at)


def frozen(of: Campaign, month: Month = NOVEMBER, *, by: Staff | None = None, at: dt.datetime = AT) -> Freeze:
    """Freeze the roster of a month."""
    by = by or county_officer()
    with within(by.area):
        return campaign_domain.freeze(campaign=of, month=month, by=by, at=at)


def insurance_content(people: Iterable[Person], **cells: str) -> bytes:
    """Return the insurer's file with these people as paid."""
    rows = [
        {"公民身份号码": id_of(one), "姓名": one.name, "参保地": "420581", "缴费状态": "已缴费"} | cells
        for one in people
    ]
    return content(rows, encoding="utf-8", head=("公民身份号码", "姓名", "参保地", "缴费状态"))


def insured(of: Campaign, people: Iterable[Person], *, at: dt.datetime = AT, **cells: str) -> InsuranceFile:
    """Have the insurer's file received."""
    by = county_officer()
    with within(by.area):
        return campaign_domain.receive_file(
            campaign=of, content=insurance_content(people, **cells), name=f"参保{next(_numbers)}.csv", by=by, at=at
        )


def matched(of: Freeze, file: InsuranceFile, *, at: dt.datetime = AT) -> Match:
    """Match a roster with a file."""
    by = county_officer()
    with within(by.area):
        return campaign_domain.match(freeze=of, file=file, by=by, at=at)
