"""The main job of a county without a browser: from the office's workbook to the bank's file, verb by verb.

Played once; what each verb said, and what the tables held in between, is kept for the tests.
"""

import csv
import datetime as dt
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.acceptance import roster_book
from tests.acceptance.county import PASSWORD, County

MONTH = "2026-11"
TOWNSHIP, COUNTY = "420581001000", "420581000000"
STAFF = {
    "amy": ("township_officer", TOWNSHIP),
    "bob": ("county_officer", COUNTY),
    "carol": ("county_officer", COUNTY),
    "dave": ("finance_officer", COUNTY),
    "erin": ("county_officer", COUNTY),
}
DECISIONS = "SELECT * FROM casework_decision ORDER BY id"


@dataclass
class Paid:
    """One pay run as it left the house: its number, the bank's rows, the published rows, the sheets by case."""

    number: str
    folder: Path
    bank: list[list[str]] = field(default_factory=list)
    published: list[list[str]] = field(default_factory=list)
    sheets: dict[str, str] = field(default_factory=dict)

    def accounts(self) -> dict[str, tuple[str, int]]:
        """Return payee and fen by account, as the bank reads them; no account may come twice."""
        found = {row[2]: (row[1], fen_of(row[4])) for row in self.bank[1:-1]}
        assert len(found) == len(self.bank) - 2
        return found

    def total_fen(self) -> int:
        """Return what the lines of the bank's file add up to."""
        return sum(fen for _name, fen in self.accounts().values())


@dataclass
class Job:
    """What happened. Refusals by who tried what; proposals by certificate."""

    county: County
    tried: dict = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    before_review: list = field(default_factory=list)
    after_review: list = field(default_factory=list)
    dues_after_review: int = 0
    accepted: list[str] = field(default_factory=list)
    dismissed: list[str] = field(default_factory=list)
    november: Paid | None = None
    later: Paid | None = None
    later_month: str = ""


def play(folder: Path) -> Job:
    """Do it all, in a folder of its own."""
    county = County(folder, demo=True)
    job = Job(county)
    county.does("migrate")
    for username, (role, area) in STAFF.items():
        county.does(
            "staff",
            "add",
            username,
            "--name",
            f"{username}同志",
            "--role",
            role,
            "--area",
            area,
            "--password",
            PASSWORD,
        )
    _import(job)
    _review(job)
    for year in sorted({2026, dt.datetime.now(ZoneInfo("Asia/Shanghai")).year, _next_month(job).year}):
        words = ("--document", f"示例财社〔{year}〕1号", "--year", str(year))
        county.does("pay", "fund", "--open", "1,000,000.00", *words, "--as", "dave")
    job.november = _pay(job, MONTH, tries=True)
    county.move_ahead((_next_month(job) - dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()).days + 1)
    job.later = _pay(job, job.later_month)
    return job


def _import(job: Job) -> None:
    county, file = job.county, str(roster_book.PATH)
    empty = county.counts()
    _code, said, _progress = county.run("import", file, "--dry-run", "--json", "--as", "amy")
    job.tried = json.loads(said)
    assert county.counts() == empty
    # The same person twice: who hands in cannot approve.
    mine = _batch(county.does("import", "submit", file, "--as", "bob"))
    job.refused["import"] = county.refuses("import", "approve", mine, "--as", "bob")
    county.does("import", "reject", mine, "--as", "erin", "--reason", "由街道报送")
    batch = _batch(county.does("import", "submit", file, "--as", "amy"))
    assert county.rows("SELECT count(*) AS n FROM registry_person") == [{"n": 0}]
    job.refused["import by a township"] = county.refuses("import", "approve", batch, "--as", "amy")
    job.said["import"] = county.does("import", "approve", batch, "--as", "bob")


def _review(job: Job) -> None:
    county = job.county
    job.before_review = county.rows(DECISIONS)
    job.said["determine"] = county.does("determine", "--month", MONTH, "--as", "bob")
    job.after_review = county.rows(DECISIONS)
    job.dues_after_review = len(county.rows("SELECT id FROM ledger_due"))
    proposals = county.rows(
        "SELECT p.number, d.document_number FROM casework_reviewproposal p"
        " JOIN casework_decision d ON d.case_id = p.case_id ORDER BY p.number"
    )
    *reduced, spared = proposals
    first = reduced[0]["number"]
    job.refused["unheard"] = county.refuses("decide", first, "--accept", "--as", "erin")
    county.does("decide", first, "--hear", "--as", "amy", "--reason", "没有意见")
    job.refused["expired rule"] = county.refuses("decide", first, "--accept", "--as", "erin")
    until = str(dt.datetime.now(ZoneInfo("Asia/Shanghai")).date() + dt.timedelta(days=365))
    ruling = ("--until", until, "--document", "宜民发〔2026〕11号", "--reason", "省里尚无新文件")
    job.refused["ruled by a township"] = county.refuses("expired-rules", "--rule", "1", *ruling, "--as", "amy")
    county.does("expired-rules", "--rule", "1", *ruling, "--as", "bob")
    job.refused["ruled alone"] = county.refuses("expired-rules", "--approve", "1", "--as", "bob")
    county.does("expired-rules", "--approve", "1", "--as", "erin")
    for proposal in reduced:
        if proposal["number"] == first:
            job.refused["review"] = county.refuses("decide", first, "--accept", "--as", "bob")
        else:
            county.does("decide", proposal["number"], "--hear", "--as", "amy", "--reason", "没有意见")
        job.said["decide"] = county.does("decide", proposal["number"], "--accept", "--as", "erin")
        job.accepted.append(proposal["document_number"])
    county.does("decide", spared["number"], "--dismiss", "--as", "erin", "--reason", "家中有人住院，暂不调整")
    job.dismissed.append(spared["document_number"])
    job.later_month = re.search(r"自 (\d{4}-\d{2}) 起", job.said["decide"])[1]


def _pay(job: Job, month: str, *, tries: bool = False) -> Paid:
    county = job.county
    said = county.does("pay", "prepare", "--month", month, "--as", "carol")
    paid = Paid(re.search(r"批次 (\S+?)（", said)[1], county.folder / f"银行-{month}")
    if tries:
        job.refused["file before approval"] = county.refuses(
            "pay", "file", paid.number, "--as", "carol", "--out", paid.folder
        )
        job.refused["pay unchecked"] = county.refuses("pay", "approve", paid.number, "--as", "dave")
        job.refused["pay checked by the preparer"] = county.refuses("pay", "check", paid.number, "--as", "carol")
    county.does("pay", "check", paid.number, "--as", "erin")
    if tries:
        job.refused["pay"] = county.refuses("pay", "approve", paid.number, "--as", "carol")
        job.refused["pay by the checker"] = county.refuses("pay", "approve", paid.number, "--as", "erin")
        assert county.rows("SELECT id FROM ledger_transfer WHERE why = 'reserve'") == []
    county.does("pay", "approve", paid.number, "--as", "dave")
    county.does("pay", "file", paid.number, "--as", "carol", "--out", paid.folder, "--sheets", "text")
    paid.bank = _table(paid.folder / f"{paid.number}.csv", "gb18030")
    paid.published = _table(paid.folder / f"{paid.number}-公布名单.csv", "utf-8-sig")
    paid.sheets = {
        path.stem: path.read_text(encoding="utf-8") for path in (paid.folder / f"{paid.number}-核算表").iterdir()
    }
    return paid


def _next_month(job: Job) -> dt.date:
    return dt.date.fromisoformat(f"{job.later_month}-01")


def _batch(said: str) -> str:
    return re.search(r"批次号 (\S+?)。", said)[1]


def _table(path: Path, encoding: str) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding=encoding).splitlines()))


def fen_of(yuan: str) -> int:
    """Return fen of "1,920.00"."""
    whole, _point, cents = yuan.replace(",", "").partition(".")
    assert len(cents) == 2, yuan
    return int(whole) * 100 + int(cents)
