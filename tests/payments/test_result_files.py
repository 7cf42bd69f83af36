"""Real bad files: what is wrong, in which row and column, and what to do. Nothing of such a file is taken."""

import binascii
import io

import openpyxl
import pytest

from minzheng.payments.formats.answer import NoHeader, Outcome
from minzheng.payments.formats.encoding import UnreadableFile
from minzheng.payments.formats.reading import read_answers
from tests.payments.raw_workbook import raw_workbook

RUN = "FF202611-01"
ONE, TWO = f"{RUN}-00001", f"{RUN}-00002"


def csv_of(*rows, encoding="gb18030"):
    return "\r\n".join(["流水号,金额(元),实付金额,结果,原因码,原因", *(",".join(row) for row in rows)]).encode(encoding)


def record(serial=ONE, amount=40010, paid=40010, outcome="S", code="", *, reason=""):
    words = reason.encode("gbk")
    start = f"D{serial:<32}{amount:014d}{paid:014d}{outcome}{code:<4}".encode()
    return start + words + b" " * (40 - len(words)) + b"\r\n"


def fixed_of(*records, run=RUN, count=None, total=None, paid=None, crc=None):
    body = b"".join(records)
    whole = [one for one in records if len(one) > 60]
    count = len(records) if count is None else count
    total = sum(int(one[33:47]) for one in whole) if total is None else total
    paid = sum(int(one[47:61]) for one in whole) if paid is None else paid
    crc = crc or f"{binascii.crc32(body):08X}"
    tail = f"T{count:08d}{total:016d}{paid:016d}{crc}\r\n"
    return f"H{run:<24}20261126\r\n".encode() + body + tail.encode()


def book_of(*rows, titles=("明细流水号", "补贴金额", "实发金额", "发放结果", "失败代码", "失败原因"), more=()):
    book = openpyxl.Workbook()
    book.active.append(titles)
    for row in rows:
        book.active.append(row)
    for title, extra in more:
        sheet = book.create_sheet(title)
        for row in extra:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fixed(content):
    return read_answers(content, "回盘.txt", "rural_credit_fixed")


def card(content):
    return read_answers(content, "回盘.xlsx", "unified_card_xlsx")


def said(answers):
    return [(one.outcome, one.amount_fen, one.paid_fen, one.code, one.reason) for one in answers.found]


# amounts


@pytest.mark.parametrize("text", ["400.10", " 400.1 ", "４００．１０", "￥400.10", "400.10元"])
def test_one_amount_in_many_spellings(text):
    assert said(read_answers(csv_of((ONE, text, "", "成功", "", "")), "x.csv"))[0][1] == 400_10


def test_thousands_separators_are_read_where_they_stand_right():
    good = read_answers(csv_of((ONE, '"1,400.10"', "", "成功", "", "")), "x.csv")
    bad = read_answers(csv_of((ONE, '"14,00.10"', "", "成功", "", "")), "x.csv")

    assert (good.found[0].amount_fen, good.problems) == (1400_10, [])
    assert bad.problems == ["第 2 行：“14,00.10”不是金额。请填写以元为单位的数字，例如 1280.50。"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("-400.10", "金额“-400.10”是负数，此处不能为负数。"),
        ("400.101", "金额“400.101”的小数超过两位。金额精确到分，请改为两位小数。"),
        ("4.001E+02", "“4.001E+02”不是金额。请填写以元为单位的数字，例如 1280.50。"),
        ("", "没有填写金额。请填写以元为单位的数字，例如 1280.50。"),
    ],
)
def test_what_is_no_amount(text, problem):
    assert read_answers(csv_of((ONE, text, "", "成功", "", "")), "x.csv").problems == [f"第 2 行：{problem}"]


def test_a_binary_number_of_excel_is_refused_or_taken_as_the_format_declares():
    row = (ONE, 400.09999999999997, 400.10, "成功")
    nearest = raw_workbook(("明细流水号", "补贴金额", "实发金额", "发放结果"), row)
    exact = raw_workbook(("流水号", "金额", "实付金额", "结果"), row)

    assert said(card(nearest)) == [(Outcome.PAID, 400_10, 400_10, "", "")]
    assert read_answers(exact, "x.xlsx").problems == [
        "第 2 行：金额“400.09999999999997”的小数超过两位。金额精确到分，请改为两位小数。"
    ]


def test_half_a_fen_is_never_rounded():
    found = card(book_of((ONE, 400.105, "", "成功", "", "")))

    assert found.problems == [
        "第 2 行：金额“400.105”不是整分，也不是 Excel 的二进制误差，没有四舍五入。请银行按两位小数重发。"
    ]


# outcomes and reasons


def test_reason_codes_have_words_and_an_unknown_code_is_shown_as_it_is():
    found = card(
        book_of(
            (ONE, "400.10", "0", "发放失败", "A03", ""),
            (TWO, "400.10", "", "退汇", "X77", ""),
            (f"{RUN}-00003", "1.00", "", "发放失败", "", ""),
            (f"{RUN}-00004", "1.00", "", "发放失败", "A03", "柜面销户"),
        )
    )

    assert [(one.code, one.reason) for one in found.found] == [
        ("A03", "卡已注销"),
        ("X77", "银行原因码 X77"),
        ("", "银行未说明原因"),
        ("A03", "卡已注销、柜面销户"),
    ]
    assert found.problems == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ((ONE, "400.10", "", "部分成功", "", ""), "部分成功，却没有写实付金额，请向银行索取"),
        ((ONE, "400.10", "300", "成功", "", ""), "结果与实付金额矛盾：应发 400.10 元，实付 300.00 元，请与银行核实"),
        ((ONE, "400.10", "300", "失败", "", ""), "结果与实付金额矛盾：应发 400.10 元，实付 300.00 元，请与银行核实"),
        ((ONE, "400.10", "", "待处理", "", ""), "结果“待处理”看不懂，应为成功或失败"),
        (("", "400.10", "", "成功", "", ""), "没有流水号"),
    ],
)
def test_a_row_that_contradicts_itself(row, problem):
    assert read_answers(csv_of(row), "x.csv").problems == [f"第 2 行：{problem}"]


# totals


def test_a_total_row_is_checked_and_subtotals_too():
    rows = [
        (ONE, "400.10", "400.10", "成功", "", ""),
        ("小计", "400.10", "400.10", "", "", ""),
        (TWO, "600.00", "", "失败", "", ""),
        ("小计", "600.00", "", "", "", ""),
    ]

    good = read_answers(csv_of(*rows, ("合计", "1000.10", "400.10", "2笔", "", "")), "x.csv")
    bad = read_answers(csv_of(*rows, ("合计", "1000.11", "400.10", "3笔", "", "")), "x.csv")

    assert (good.problems, len(good.found)) == ([], 2)
    assert bad.problems == [
        "第 6 行：合计笔数为 3，明细为 2 笔，文件不完整或被改动",
        "第 6 行：合计为 1000.11 元，明细合计 1,000.10 元，文件不完整或被改动".replace("1000", "1,000"),
    ]


def test_a_total_out_of_its_column_is_checked_as_well():
    found = read_answers(csv_of((ONE, "400.10", "", "成功", "", ""), ("合计", "", "", "", "", "400.11")), "x.csv")

    assert len(found.problems) == 1


# encodings


def test_two_encodings_in_one_file():
    content = csv_of((ONE, "400.10", "", "成功", "", "")) + f"\r\n{TWO},600.00,,成功,,".encode()

    with pytest.raises(UnreadableFile, match="第 3 行与其他行的编码不同（GBK 与 UTF-8 混用）"):
        read_answers(content, "x.csv")


def test_gbk_in_a_utf8_file():
    content = csv_of((ONE, "400.10", "", "成功", "", ""), encoding="utf-8-sig") + f"\r\n{TWO},6,,失败,,户名".encode(
        "gbk"
    )

    with pytest.raises(UnreadableFile, match=r"编码不同（GBK 与 UTF-8 混用）"):
        read_answers(content, "x.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_mark_in_the_middle_is_two_files_joined(encoding):
    content = (
        csv_of((ONE, "400.10", "", "成功", "", ""), encoding=encoding) + b"\r\n\xef\xbb\xbf" + csv_of(encoding=encoding)
    )

    with pytest.raises(UnreadableFile, match="第 3 行开头有 UTF-8 标记，像是两份文件接在一起，请分开后逐份登记"):
        read_answers(content, "x.csv")


def test_a_nul_is_no_text():
    with pytest.raises(UnreadableFile, match="第 2 行有不应出现的字符"):
        read_answers(csv_of((ONE, "400.10\0", "", "成功", "", "")), "x.csv")


# records of fixed width


def test_good_records_are_read():
    found = fixed(fixed_of(record(), record(TWO, 60000, 0, "F", "0103"), record(f"{RUN}-00003", 500, 200, "P", "0105")))

    assert (found.run, found.problems) == (RUN, [])
    assert said(found) == [
        (Outcome.PAID, 400_10, 400_10, "", ""),
        (Outcome.FAILED, 600_00, 0, "0103", "账户已销户"),
        (Outcome.PARTLY, 5_00, 2_00, "0105", "超过账户入账限额"),
    ]


def test_lf_alone_and_an_old_end_of_file_are_no_problem():
    body = record().replace(b"\r\n", b"\n")
    content = fixed_of(record(), crc=f"{binascii.crc32(body):08X}").replace(b"\r\n", b"\n") + b"\x1a"

    assert fixed(content).problems == []


def test_a_truncated_record_is_named_with_its_length():
    found = fixed(fixed_of(record(), record(TWO)[:60] + b"\r\n"))

    assert found.problems[0] == "第 3 行：长 60 字节，应为 106 字节，可能被截断或另存时改动，请向银行索取原始文件"


def test_a_file_that_stops_has_no_trailer():
    found = fixed(fixed_of(record(), record(TWO)).rpartition(b"T")[0])

    assert found.problems == ["文件没有尾记录，可能在传输中被截断，请向银行索取完整文件"]


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"count": 3}, "尾记录笔数为 3，明细为 1，文件不完整或被改动"),
        ({"total": 40011}, "尾记录金额为 400.11 元，明细合计 400.10 元，文件不完整或被改动"),
        ({"paid": 0}, "尾记录实付金额为 0.00 元，明细合计 400.10 元，文件不完整或被改动"),
    ],
)
def test_a_wrong_trailer(wrong, problem):
    assert fixed(fixed_of(record(), **wrong)).problems == [f"第 3 行：{problem}"]


def test_a_byte_that_was_changed_on_the_way_shows_in_the_checksum():
    content = fixed_of(record(reason="正常")).replace("正常".encode("gbk"), "异常".encode("gbk"))

    assert fixed(content).problems[0].startswith("第 3 行：尾记录校验值为 ")


def test_other_encodings_inside_a_record():
    bad = record()[:66] + "户名不符".encode().ljust(40) + b"\r\n"

    found = fixed(fixed_of(bad.replace(b"\xe6\x88\xb7", b"\xff\xff\xff")))

    assert found.problems[0].startswith("第 2 行：第 67 至 106 字节不是 GBK 编码，文件可能混有其他编码")


def test_two_files_joined():
    found = fixed(fixed_of(record()) + fixed_of(record(TWO)))

    assert "第 4 行：在尾记录（第 3 行）之后，可能是两份文件接在一起" in found.problems
    assert "第 4 行：首记录不在第一行，可能是两份文件接在一起" in found.problems


def test_a_file_saved_by_an_editor_is_told_so():
    with pytest.raises(NoHeader, match="像是用记事本另存过"):
        fixed(b"\xef\xbb\xbf" + fixed_of(record()))
    with pytest.raises(NoHeader, match="是 Excel 工作簿；格式“农信社代发（定长文本，GBK）”的回盘是定长文本"):
        fixed(book_of())


def test_a_line_that_is_no_record():
    found = fixed(fixed_of(record()).replace(b"\r\nT", b"\r\nXYZ\r\nT"))

    assert found.problems == ["第 3 行：不是首记录、明细或尾记录，开头是“XYZ”"]


@pytest.mark.parametrize(
    ("amount", "problem"),
    [("-0000000040010", "“-0000000040010”不是以分为单位的金额"), ("        400.10", "“400.10”不是以分为单位的金额")],
)
def test_amounts_of_records_are_whole_fen(amount, problem):
    found = fixed(fixed_of(record().replace(b"00000000040010", amount.encode()[:14], 1), total=0, paid=0))

    assert problem.removeprefix("“").partition("”")[0][:14] in found.problems[0]


# workbooks


def test_a_formula_in_a_row_is_refused_and_in_the_total_allowed():
    rows = [(ONE, "=400+0.1", "", "发放成功", "", ""), (TWO, 600, "", "发放成功", "", "")]
    found = card(book_of(*rows))
    total = card(book_of((ONE, 400.1, "", "发放成功", "", ""), ("合计", "=SUM(B2:B2)", "", "", "", "")))

    assert found.problems == [
        "第 2 行：B2 格（补贴金额）是公式，其中的数是别的程序算的，不是银行写的；请银行按数值重发"
    ]
    assert (total.problems, len(total.found)) == ([], 1)


def test_two_sheets_that_both_answer():
    titles = ("明细流水号", "补贴金额", "发放结果")
    content = book_of((ONE, 400.1, "", "发放成功", "", ""), more=[("第二张", [titles, (TWO, 600, "发放成功")])])

    with pytest.raises(UnreadableFile, match="有 2 张工作表都像回盘（Sheet、第二张）"):
        card(content)


def test_a_sheet_of_notes_beside_the_answer_is_no_problem():
    assert card(book_of((ONE, 400.1, "", "发放成功", "", ""), more=[("说明", [("代发结果说明",)])])).problems == []


# the whole file


@pytest.mark.parametrize("code", ["standard", "rural_credit_fixed", "unified_card_xlsx"])
def test_an_empty_file_and_one_of_fifty_megabytes_are_not_opened(code):
    with pytest.raises(UnreadableFile, match="是空的，请重新向银行索取"):
        read_answers(b" \r\n", "x", code)
    with pytest.raises(UnreadableFile, match="有 50 MB，超过 20 MB，不像回盘文件，没有打开"):
        read_answers(b"D" * (50 * 2**20), "x", code)


def test_a_file_without_a_single_answer():
    assert read_answers(csv_of(), "x.csv").problems == ["文件中没有一笔回盘"]
    assert fixed(fixed_of(total=0, paid=0)).problems == ["文件中没有一笔回盘"]


def test_the_run_is_read_from_the_head_of_a_workbook_or_a_column():
    book = openpyxl.load_workbook(io.BytesIO(book_of((ONE, 1, "", "成功", "", ""))))
    book.active.insert_rows(1)
    book.active["A1"], book.active["B1"] = "批次号", "FF202610-01"
    out = io.BytesIO()
    book.save(out)
    rows = "批次号,流水号,金额,结果\nFF202611-01,a,1,成功\nFF202610-01,b,1,成功\n"

    assert card(out.getvalue()).run == "FF202610-01"
    assert read_answers(rows.encode(), "x.csv").problems == ["第 3 行：批次号 FF202610-01 与前面的 FF202611-01 不同"]
