"""Hospitals, their files and a visitor of the pages, all from outside: what a medical county is worked with.

The bills are generated from a seed; of every kind of error a known number stands in each file.
"""

import csv
import datetime as dt
import io
import json
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass, field
from http.cookiejar import CookieJar

import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.acceptance.county import MINZHENG, County

PASSWORD = "minzheng-demo"
# The columns of each hospital's own format, by what stands in them; the order is the hospital's.
STANDARD = {
    "number": "结算单号", "id_number": "公民身份号码", "name": "姓名", "kind": "医疗类别", "admitted": "入院日期",
    "discharged": "出院日期", "settled": "结算日期", "bill": "总费用", "out": "目录外费用",
    "not_allowed": "其他不符合规定费用", "basic": "基本医保支付", "serious": "大病保险支付",
    "supplementary": "补充保险支付", "commercial": "商业保险赔付",
    "laid_out": "医院垫付救助", "insured": "是否参保", "referral": "转诊规范",
    "illness": "出院诊断",
}  # fmt: skip
BAR = STANDARD | {
    "number": "SETL_ID", "id_number": "CERTNO", "name": "PSN_NAME", "bill": "MEDFEE_SUMAMT", "basic": "HIFP_PAY",
}  # fmt: skip
PARTS = ("out", "not_allowed", "basic", "serious", "supplementary", "commercial")
ILLNESS = "浸润型肺结核"


class Visitor:
    """Somebody signed in on the pages, without a browser."""

    def __init__(self, url: str, username: str) -> None:
        self.url = url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._token = ""
        self.get("/sign-in/")
        self.post("/sign-in/", username=username, password=PASSWORD)
        assert "csrfmiddlewaretoken" in self.get("/")

    def get(self, path: str) -> str:
        """Return a page."""
        return self.read(path).decode()

    def read(self, path: str) -> bytes:
        """Return what an address sends."""
        with self._opener.open(self.url + path, timeout=300) as answer:
            body = answer.read()
        if found := re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', body):
            self._token = found[1].decode()
        return body

    def post(self, path: str, file: tuple[str, bytes] | None = None, **values: object) -> str:
        """Send a form (its file goes as `content`); return where it leads. A refusal is an AssertionError."""
        fence = uuid.uuid4().hex
        parts = [
            f'--{fence}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {**values, "csrfmiddlewaretoken": self._token}.items()
        ]
        if file:
            head = f'--{fence}\r\nContent-Disposition: form-data; name="content"; filename="{file[0]}"\r\n'
            parts += [f"{head}Content-Type: application/octet-stream\r\n\r\n".encode(), file[1], b"\r\n"]
        body = b"".join(parts) + f"--{fence}--\r\n".encode()
        request = urllib.request.Request(  # noqa: S310 - our own server
            self.url + path, body, {"Content-Type": f"multipart/form-data; boundary={fence}", "Referer": self.url}
        )
        try:
            with self._opener.open(request, timeout=600) as answer:
                answer.read()
                return answer.url.removeprefix(self.url)
        except urllib.error.HTTPError as error:
            words = re.sub(r"<[^>]+>|\s+", " ", error.read().decode())
            raise AssertionError(f"{path}: {error.code} {words[:3000]}") from error


@dataclass(frozen=True)
class Patient:
    """A person of the county, as a hospital knows her."""

    pk: int
    id_number: str
    name: str

    @property
    def born(self) -> dt.date:
        """The day that the number tells."""
        return dt.datetime.strptime(self.id_number[6:14], "%Y%m%d").date()


def patients(county: County) -> dict[int, Patient]:
    """Return everybody with a number: hospitals and insurers know their people, nobody shows it to them."""
    script = (
        "import django, json; django.setup();"
        "from minzheng.accounts.scope import everywhere;"
        "from minzheng.registry.models import Person;"
        "from minzheng.registry.models.person import ID_NUMBER_CONTEXT;"
        "from minzheng.services import vault\n"
        "with everywhere('test'):\n"
        "    print(json.dumps([[p.pk, vault.open_sealed(bytes(p.id_number_sealed), context=ID_NUMBER_CONTEXT), p.name]"
        " for p in Person.objects.filter(id_number_sealed__isnull=False)]))"
    )
    env = county.env | {"DJANGO_SETTINGS_MODULE": "minzheng.config.settings"}
    said = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True).stdout
    return {pk: Patient(pk, number, name) for pk, number, name in json.loads(said)}


@dataclass
class File:
    """A hospital's file: its rows in order (the first is line `first`), and which lines are bad, of which kind."""

    form: str
    rows: list[dict[str, str]]
    bad: dict[int, str] = field(default_factory=dict)
    first: int = 2

    def content(self) -> tuple[str, bytes]:
        """Return name and bytes in the hospital's format, with its own last row of how many lines there are."""
        titles = BAR if self.form == "bar" else STANDARD
        last = {"name": "合计", "number": f"{len(self.rows)}笔"}
        table = [list(titles.values()), *([row.get(code, "") for code in titles] for row in (*self.rows, last))]
        if self.form == "workbook":
            return "结算.xlsx", _workbook(table)
        out = io.StringIO()
        csv.writer(out, delimiter="|" if self.form == "bar" else ",").writerows(table)
        return (
            ("结算.txt", out.getvalue().encode()) if self.form == "bar" else ("结算.csv", out.getvalue().encode("gbk"))
        )

    def answer(self, content: bytes) -> dict[int, dict[str, str]]:
        """Return what came back, by line."""
        if self.form == "workbook":
            head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        else:
            text = content.decode("utf-8" if self.form == "bar" else "gb18030")
            head, *rows = csv.reader(io.StringIO(text), delimiter="|" if self.form == "bar" else ",")
        told = [dict(zip(head, row, strict=True)) for row in rows]
        assert len({row["行号"] for row in told}) == len(told)
        return {int(row["行号"]): row for row in told}


def _workbook(table: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def bill(rng, number, patient):
    """Return a bill whose payers take their turns at what is left; most are small, a few ruinous."""
    total = int(10 ** rng.uniform(4, 6.9))
    parts, left = [], total
    for _part in PARTS:
        parts.append(rng.randint(0, left) * rng.choice((0, 1, 1)))
        left -= parts[-1]
    out = dt.date(2026, 1, 20) + dt.timedelta(days=rng.randint(0, 275))
    days = {"admitted": out - dt.timedelta(days=rng.randint(0, 9)), "discharged": out, "settled": out}
    return {
        "number": number, "id_number": patient.id_number, "name": patient.name,
        "kind": rng.choice(("住院", "住院", "门诊慢特病")), "bill": yuan(total), "insured": "是",
        "referral": rng.choice("是否"), "illness": ILLNESS,
        **{name: yuan(fen) for name, fen in zip(PARTS, parts, strict=True)},
        **{name: str(day) for name, day in days.items()},
    }  # fmt: skip


# What is done to a row, and what the hospital is told of it. How often each stands in a file: see `spoiled`.
ERRORS = {
    "another's slip": ({}, "已由"),
    "twice in the file": ({}, "重复"),
    "no number": ({"number": ""}, "没有填写"),
    "wrong digits": ({"id_number": "42058119800517123"}, "身份证号码有误"),
    "wrong name": ({"name": "错名字"}, "姓名与登记的不一致"),
    "more than the bill": ({"bill": "100.00", "basic": "100.01"}, "超过总费用"),
    "nothing": ({"bill": "0.00", **dict.fromkeys(PARTS, "0.00")}, "总费用应大于零"),
    "not settled by the insurance": ({"basic": ""}, "先结算医保"),
    "laid out too much": ({"bill": "900.00", **dict.fromkeys(PARTS, "0.00"), "laid_out": "900.01"}, "医院垫付的救助"),
    "left before it came": ({"admitted": "2026-05-09", "discharged": "2026-05-08"}, "早于入院日期"),
    "settled before it left": ({"discharged": "2026-05-09", "settled": "2026-05-08"}, "早于出院日期"),
    "not yet": ({"settled": "2027-05-08"}, "晚于今天"),
    "no amount": ({"bill": "一万元整"}, "不是金额"),
    "no day": ({"admitted": "去年冬天"}, "不是日期"),
    "no such kind": ({"kind": "体检"}, "不是约定的类别"),
    "neither yes nor no": ({"insured": "也许"}, "应填“是”或“否”"),
    "before the agreement": ({"admitted": "2025-12-20", "discharged": "2026-01-20"}, "定点协议期"),
    "stranger": ({"id_number": ""}, "没有登记这个人"),
    "not recognised": ({"admitted": "2026-06-01", "discharged": "2026-06-08"}, "不是医疗救助对象"),
    "not born yet": ({"admitted": "2026-01-02", "discharged": "2026-01-03"}, "早于登记的出生日期"),
    "recognised while there": ({"admitted": "2026-08-25", "discharged": "2026-09-08"}, "入院日2026-08-25还不是"),
}


def spoiled(file: File, rng, *, late: list[Patient], newborn: Patient, taken: list[str], stranger: str) -> None:
    """Spoil rows of a file: the n-th kind stands there n % 4 + 2 times, never in the first ten rows."""
    kinds = [kind for n, kind in enumerate(ERRORS) for _each in range(n % 4 + 2) if taken or kind != "another's slip"]
    for place, kind in zip(rng.sample(range(10, len(file.rows)), len(kinds)), kinds, strict=True):
        row = file.rows[place] = file.rows[place] | {"admitted": "2026-05-08"} | ERRORS[kind][0]
        row["discharged"] = ERRORS[kind][0].get("discharged", "2026-05-09")
        row["settled"] = ERRORS[kind][0].get("settled", row["discharged"])
        if kind == "another's slip":
            row["number"] = rng.choice(taken)
        if kind == "twice in the file":
            row["number"] = file.rows[rng.randrange(10)]["number"]
        if kind == "stranger":
            row["id_number"] = stranger
        if kind in {"not recognised", "recognised while there", "not born yet"}:
            one = newborn if kind == "not born yet" else rng.choice(late)
            row |= {"id_number": one.id_number, "name": one.name}
        file.bad[place + file.first] = kind


def killed_in_between(county: County, number: str) -> int:
    """Let a worker settle a file and kill it when some lines are done; return how many. Then its silence is noticed."""
    worker = subprocess.Popen([MINZHENG, "work"], env=county.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    before = done_of(county, number)
    until = time.monotonic() + 300
    while (done := done_of(county, number)) == before:
        assert worker.poll() is None
        assert time.monotonic() < until, "the worker has done nothing"
        time.sleep(0.05)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    done = done_of(county, number)
    # The three minutes after which a silent worker is taken for dead have passed.
    county.execute("UPDATE jobs_jobrun SET heartbeat_at = '2026-11-26 00:00:00+00:00' WHERE state = 'running'")
    return done


def done_of(county: County, number: str) -> int:
    """Return how many lines of a file are done."""
    query = f"SELECT done_count AS n FROM claims_settlementfile WHERE number = '{number}'"  # noqa: S608 - our own
    return county.rows(query)[0]["n"]
