"""A bank of our own making: it knows the three layouts by heart and shares no code with the product.

It takes files, keeps what it would pay, and answers in the words and records of the format. Fixed places are written
here as numbers, not read from the description of the format.
"""

import binascii
import csv
import hashlib
import io
from dataclasses import dataclass
from decimal import Decimal

import openpyxl

from tests.payments.raw_workbook import raw_workbook

PAID, PARTLY, FAILED = "paid", "partly", "failed"


@dataclass
class Order:
    """One payment as the bank understood it."""

    serial: str
    name: str
    account: str
    cents: int


@dataclass
class Said:
    """What the bank answers of one order: outcome, what it paid, its code and words."""

    order: Order
    outcome: str
    paid: int
    code: str = ""
    words: str = ""


def cents(yuan: str) -> int:
    whole = Decimal(yuan) * 100
    assert whole == whole.to_integral_value(), yuan
    return int(whole)


def yuan(amount: int) -> str:
    return str(Decimal(amount) / 100)


class CsvBank:
    """Comma separated text in GB 18030; a last row with number and sum."""

    code = "standard"
    name = "回盘.csv"

    def take(self, content: bytes) -> list[Order]:
        rows = list(csv.reader(io.StringIO(content.decode("gb18030"), newline="")))
        assert rows[0] == ["序号", "户名", "账号", "开户行", "金额(元)", "用途", "流水号"]
        orders = [Order(row[6], row[1], row[2], cents(row[4])) for row in rows[1:-1]]
        assert rows[-1][:2] == ["合计", f"{len(orders)}笔"]
        assert cents(rows[-1][4]) == sum(order.cents for order in orders)
        return orders

    def answer(self, run: str, said: list[Said]) -> bytes:
        words = {PAID: "成功", PARTLY: "部分成功", FAILED: "失败"}
        lines = ["流水号,金额(元),实付金额,结果,原因码,原因"]
        for one in said:
            row = (one.order.serial, yuan(one.order.cents), yuan(one.paid), words[one.outcome], one.code, one.words)
            lines.append(",".join(row))
        total, paid = sum(one.order.cents for one in said), sum(one.paid for one in said)
        lines.append(f"合计,{yuan(total)},{yuan(paid)},{len(said)}笔,,")
        return "\r\n".join(lines).encode("gb18030") + b"\r\n"


class FixedBank:
    """Records of fixed width in GBK between a first and a last one; CRC-32 over the records between."""

    code = "rural_credit_fixed"
    name = "回盘.txt"

    def take(self, content: bytes) -> list[Order]:
        first, *records, last, rest = content.split(b"\r\n")
        assert (rest, first[:1], last[:1]) == (b"", b"H", b"T")
        assert {len(record) for record in records} == {227}
        orders = [
            Order(
                record[9:41].decode("ascii").rstrip(),
                record[73:113].decode("gbk").rstrip(),
                record[41:73].decode("ascii").rstrip(),
                int(record[173:187]),
            )
            for record in records
        ]
        assert int(first[39:47]) == int(last[1:9]) == len(orders)
        assert int(first[47:63]) == int(last[9:25]) == sum(order.cents for order in orders)
        assert int(last[25:33], 16) == binascii.crc32(b"".join(record + b"\r\n" for record in records))
        return orders

    def answer(self, run: str, said: list[Said]) -> bytes:
        marks = {PAID: b"S", PARTLY: b"P", FAILED: b"F"}
        records = b""
        for one in said:
            words = one.words.encode("gbk")
            records += (
                b"D" + one.order.serial.encode().ljust(32) + b"%014d%014d" % (one.order.cents, one.paid)
                + marks[one.outcome] + one.code.encode().ljust(4) + words + b" " * (40 - len(words)) + b"\r\n"
            )  # fmt: skip
        total, paid = sum(one.order.cents for one in said), sum(one.paid for one in said)
        head = b"H" + run.encode().ljust(24) + b"20261126\r\n"
        tail = b"T%08d%016d%016d%08X\r\n" % (len(said), total, paid, binascii.crc32(records))
        return head + records + tail


class CardBank:
    """A workbook; SM3 over serial, account and amount of every row. It answers with numbers, as Excel keeps them."""

    code = "unified_card_xlsx"
    name = "回盘.xlsx"

    def take(self, content: bytes) -> list[Order]:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        head, titles, *rows, last = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert (head[0], titles[6], titles[7]) == ("批次号", "补贴金额", "明细流水号")
        orders = [Order(row[7], row[1], row[2], cents(row[6])) for row in rows]
        body = "\n".join(f"{row[7]}|{row[2]}|{row[6]}" for row in rows)
        assert last[3] == hashlib.new("sm3", body.encode()).hexdigest().upper()
        assert (last[1], cents(last[6])) == (f"{len(orders)}笔", sum(order.cents for order in orders))
        return orders

    def answer(self, run: str, said: list[Said]) -> bytes:
        words = {PAID: "发放成功", PARTLY: "部分发放", FAILED: "发放失败"}
        rows = [["批次号", run], ["明细流水号", "补贴金额", "实发金额", "发放结果", "失败代码", "失败原因"]]
        for one in said:
            # What arithmetic in binary leaves behind, for every second row.
            noise = 1 + 2**-52 if one.order.cents % 2 else 1
            amounts = [one.order.cents / 100 * noise, one.paid / 100]
            rows.append([one.order.serial, *amounts, words[one.outcome], one.code, one.words])
        rows.append(["合计", sum(one.order.cents for one in said) / 100, sum(one.paid for one in said) / 100])
        return raw_workbook(*rows)


BANKS = {bank.code: bank for bank in (CsvBank(), FixedBank(), CardBank())}
