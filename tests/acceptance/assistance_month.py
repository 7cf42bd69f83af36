"""A month of all programs in the sample county, under four eyes: verbs of the command line and pages of the desk."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from minzheng.accounts.models import Staff
from minzheng.casework.models import Case
from minzheng.casework.queries.members import adults, members_on
from minzheng.claims.models import Hospital, SettlementFile, Statement
from minzheng.cli import verbs
from minzheng.cli.demo.money import _answer as answer_of_the_bank
from minzheng.institutions.models import Institution, Voucher
from minzheng.kernel.moment import SHANGHAI, local_day
from minzheng.kernel.month import Month
from minzheng.ledger.models import Due
from minzheng.payments.models import PayRun
from minzheng.prices.models import SubsidyMonth
from minzheng.programs import catalogue
from minzheng.relief.models import Request
from tests.browser.steps import PHOTO

MONTH = Month(2026, 12)
# The month whose prices rose; its indices wait since November for whoever confirms the subsidy.
DEAR = Month(2026, 10)
HOUR = dt.datetime(2026, 12, 10, 10, 0, tzinfo=SHANGHAI)


@dataclass
class Played:
    """What was done: lists by program, and what was refused to whoever would have been a second pair of eyes."""

    runs: dict[str, PayRun] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    vouchers: int = 0
    statement: Statement | None = None
    relief: Request | None = None
    ordinary: Request | None = None
    subsidy: SubsidyMonth | None = None


def play(folder: Path, capsys) -> Played:
    """Do the month: lists by the month, the price subsidy, homes, hospitals, urgent help and the ordinary road."""
    played = Played()
    for program in monthly():
        _paid(program, folder, capsys, played)
    _pocket_money(played)
    _hospitals(played)
    _price_subsidy(folder, capsys, played)
    _urgent(played)
    _ordinary(played)
    return played


def monthly() -> list[str]:
    """Return the programs that decisions make due month by month."""
    found = PayRun.objects.order_by("program").values_list("program", flat=True).distinct()
    return [code for code in found if code in catalogue.codes()]


def verb(*words: str) -> None:
    """Run a verb of the command line; it must succeed."""
    assert verbs.run([str(word) for word in words]) == 0, words


def _paid(program: str, folder: Path, capsys, played: Played, month: Month = MONTH) -> None:
    verb("pay", "prepare", "--program", program, "--month", str(month), "--as", "finance")
    number = PayRun.objects.get(program=program, month=str(month)).number
    # Who prepared does not check, who checked does not approve.
    capsys.readouterr()
    assert verbs.run(["pay", "check", number, "--as", "finance"]) == 1
    played.refused.append(capsys.readouterr().err)
    verb("pay", "check", number, "--as", "county2")
    assert verbs.run(["pay", "approve", number, "--as", "county2"]) == 1
    played.refused.append(capsys.readouterr().err)
    verb("pay", "approve", number, "--as", "finance2")
    out = folder / program
    out.mkdir()
    verb("pay", "file", number, "--out", out, "--sheets", "none", "--as", "finance")
    (sent,) = [path for path in out.rglob("*.csv") if "流水号" in path.read_bytes().decode("gb18030", "replace")][:1]
    back = folder / f"{program}-回盘.csv"
    back.write_bytes(answer_of_the_bank(sent.read_bytes(), returned=0))
    verb("pay", "result", number, back, "--as", "finance")
    verb("pay", "close", number, "--as", "finance2")
    played.runs[program] = PayRun.objects.get(number=number)


def _pocket_money(played: Played) -> None:
    """The director draws it up, a carer confirms it."""
    home = Institution.objects.order_by("pk")[0]
    director, carer = browser("director"), browser("caregiver")
    sent(director, "home_action", [home.number, "pocket"], {"month": str(MONTH), "receipt": "零用钱发放表2026-12"})
    refused = director.post(reverse("desk:home_action", args=[home.number, "confirm-pocket"]), {})
    assert refused.status_code in {403, 404, 422}
    sent(carer, "home_action", [home.number, "confirm-pocket"], {})
    rows = Voucher.objects.filter(matter="pocket", month=str(MONTH), confirmed_at__isnull=False)
    played.vouchers = rows.count()


def _hospitals(played: Played) -> None:
    """The file that waited is confirmed by a second person; the hospital's month is paid."""
    file = SettlementFile.objects.filter(state="settled").select_related("hospital").get()
    first, second, money = browser("checker"), browser("county2"), browser("finance2")
    address = ["desk:claim_file_action", [file.number, "confirm"]]
    refused = first.post(reverse(address[0], args=address[1]), {"note_on_signs": "属实"})
    assert refused.status_code == 422
    played.refused.append(refused.content.decode())
    sent(second, "claim_file_action", [file.number, "confirm"], {"note_on_signs": "病历已核对，属实"})
    hospital = Hospital.objects.get(pk=file.hospital_id)
    sent(first, "claim_hospital_action", [hospital.code, "pay"], {"month": file.month})
    made = Statement.objects.filter(hospital=hospital).order_by("-pk")[0]
    sent(money, "claim_statement_action", [made.number, "approve"], {})
    sent(money, "claim_statement_action", [made.number, "paid"], {"bank_reference": "演示回单1210"})
    played.statement = Statement.objects.get(pk=made.pk)


def _urgent(played: Played) -> None:
    """Whoever reported it does not pay; a colleague with the receipt and a picture does."""
    waiting = Request.objects.filter(state__in=("reported", "decided")).select_related("recorded_by").order_by("-pk")[0]
    post = {"received_by": waiting.name}

    def files() -> dict[str, SimpleUploadedFile]:
        return {name: SimpleUploadedFile(f"{name}.png", PHOTO, "image/png") for name in ("receipt", "photo")}

    own = browser(waiting.recorded_by.username).post(
        reverse("desk:relief_action", args=[waiting.number, "pay"]), post | files()
    )
    assert own.status_code == 422
    colleague = waiting.recorded_by.username + "b"
    sent(browser(colleague), "relief_action", [waiting.number, "pay"], post | files())
    played.relief = Request.objects.get(pk=waiting.pk)


def _price_subsidy(folder: Path, capsys, played: Played) -> None:
    """October's prices started it: who entered an index does not confirm; then a list of its own, of its own money."""
    first, second = browser("checker"), browser("county")
    address = ["price_month_action", [str(DEAR), "confirm"]]
    refused = first.post(reverse(f"desk:{address[0]}", args=address[1]), {"document_number": "演示价补〔2026〕1号"})
    assert refused.status_code == 422
    played.refused.append(refused.content.decode())
    sent(second, *address, {"document_number": "演示价补〔2026〕1号"})
    played.subsidy = SubsidyMonth.objects.get(month=str(DEAR))
    program = Due.objects.filter(source_room="prices", month=str(DEAR)).values_list("program", flat=True)[0]
    verb(
        "pay", "fund", "--program", program, "--open", "200000.00", "--document", "演示财社〔2026〕77号", "--as",
        "finance2",
    )  # fmt: skip
    _paid(program, folder, capsys, played, DEAR)


def _ordinary(played: Played) -> None:
    """A family asks in no hurry: reported, a case of all stations, decided by a colleague, paid by two people."""
    case = Case.objects.filter(state="active", program="dibao").select_related("household").order_by("pk")[0]
    home, code = case.household, case.division_code
    first = next(
        one for one in Staff.objects.filter(role="township_officer").order_by("pk")
        if one.area.covers(code) and not one.username.endswith("b")
    )  # fmt: skip
    colleague = first.username + "b"
    people = members_on(home, local_day(HOUR), HOUR)
    sent(
        browser(first.username), "relief_report", [],
        {
            "division_code": code, "place": "二组 6 号", "happened_at": "2026-12-09T08:00", "cause_code": "3",
            "what": "主要劳力摔伤，三个月不能出工", "people_hit": len(people), "found_by": "village",
            "name": people[0].name, "people_affected": len(people), "household_number": home.number,
            "needs": ["living", "medical"], "is_other_help_asked": "on", "fact_need_type": "2", "fact_is_urgent": "0",
            "fact_uses_urban_standard": "0", "fact_local_tie": "3", "fact_happened_here": "1",
            "fact_duration_months": "1", "fact_severity": "1",
        },
    )  # fmt: skip
    request = Request.objects.order_by("-pk")[0]
    grown = [one.pk for one in adults(people, local_day(HOUR))]
    sent(
        browser(first.username), "relief_action", [request.number, "open-case"],
        {"affected": [one.pk for one in people], "consented": grown, "commitment_signed": "on"},
    )  # fmt: skip
    number = Request.objects.select_related("case").get(pk=request.pk).case.number

    def step(days: int, who: str, act: str, post: dict | None = None, page: str = "case_action") -> None:
        with time_machine.travel(HOUR + dt.timedelta(days=days), tick=False):
            sent(browser(who), page, [number if page == "case_action" else request.number, act], post or {})

    step(1, first.username, "accept", {"near_relative": "0"})
    seen = {
        "visited_on": str(local_day(HOUR) + dt.timedelta(days=2)), "surveyor_1": first.name, "surveyor_2": "李四",
        "findings": "腿部骨折，家中无其他劳力。", "signed": "on", "member_present": people[0].pk,
    }  # fmt: skip
    step(2, first.username, "visit", seen)
    step(3, first.username, "propose")
    step(3, first.username, "post", {"place": "村务公开栏"})
    step(13, first.username, "close")
    with time_machine.travel(HOUR + dt.timedelta(days=14), tick=False):
        own = browser(first.username).post(
            reverse("desk:case_action", args=[number, "confirm"]), {"reason": "符合条件"}
        )
        assert own.status_code == 422
        played.refused.append(own.content.decode())
    step(14, colleague, "confirm", {"reason": "符合条件"})
    step(14, colleague, "issue-letter")
    step(15, first.username, "publish", {"place": "村务公开栏"})
    step(16, colleague, "adopt", page="relief_action")
    files = {name: SimpleUploadedFile(f"{name}.png", PHOTO, "image/png") for name in ("receipt", "photo")}
    step(16, colleague, "pay", {"received_by": people[0].name} | files, page="relief_action")
    played.ordinary = Request.objects.get(pk=request.pk)


def browser(username: str) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(Staff.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(client: Client, page: str, args: list[str], post: dict) -> None:
    """Send the form of an act; it must be taken."""
    response = client.post(reverse(f"desk:{page}", args=args), post)
    assert response.status_code == 302, (page, args, response.status_code, response.content.decode()[-3000:])
