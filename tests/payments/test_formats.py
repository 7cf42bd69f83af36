"""Formats as data: checked when loaded, split by the bank's limits, refused whole before a byte is written."""

import copy
import datetime as dt
import re

import pytest
import yaml

from minzheng.payments import formats
from minzheng.payments.formats import BadFormat, NoSuchFormat, codes, load, load_text, parse
from minzheng.payments.formats.values import Batch, Payment
from minzheng.payments.formats.writing import CannotBeWritten, write

RUN = "FF202611-01"


def payment(seq=1, **fields):
    usual = {
        "serial": f"{RUN}-{seq:05d}",
        "payee_name": "王伟",
        "account": "6222000000000001",
        "bank_name": "宜都农商银行",
        "amount_fen": 400_10,
        "purpose": "2026年11月低保",
        "month": "2026-11",
    }
    return Payment(seq=seq, **(usual | fields))


def batch(*made):
    return Batch(RUN, "低保", "2026-11", dt.date(2026, 11, 24), 1, 1, made)


def described(code, **changes):
    text = (formats._folder() / f"{code}.yaml").read_text(encoding="utf-8")
    return copy.deepcopy(yaml.safe_load(text)) | changes


def test_three_formats_are_there_and_marked_as_examples():
    assert codes() == ("standard", "rural_credit_fixed", "unified_card_xlsx")
    assert [load(code).kind for code in codes()] == ["csv", "fixed", "xlsx"]
    assert all(load(code).is_illustrative and load(code).note for code in codes())


def test_an_unknown_format_is_named_with_those_there_are():
    with pytest.raises(
        NoSuchFormat, match="没有“icbc”这种银行文件格式，现有：standard、rural_credit_fixed、unified_card_xlsx"
    ):
        load("icbc")


def broken_widths():
    return described("rural_credit_fixed") | {
        "columns": [*described("rural_credit_fixed")["columns"], {"field": "month"}]
    }


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (described("standard", encoding="big5"), "“big5”不可用，可用：gbk、gb18030、utf-8、utf-8-sig"),
        (described("standard", limits={"lines": 1}), "有不认识的键 limits"),
        (described("standard", limit={"lines": -1}), "应是不小于零的整数"),
        (described("standard", columns=[{"title": "户名", "field": "payee_name"}]), "缺少字段 account、amount、serial"),
        (described("standard", trailer=[{"field": "amount"}]), "的字段 amount 不存在"),
        (described("standard", trailer=[{"field": "checksum"}]), "要么写出校验值并说明算法"),
        (described("standard", checksum={"kind": "md5"}), "“md5”不可用，可用：crc32、sm3"),
        (described("standard", delimiter=";;"), "分隔符应是一个符号"),
        (described("standard", extension="../x"), "扩展名应是一至五个小写字母或数字"),
        (described("standard", answer={"kind": "table"}), "缺少 amount、failed、outcome、paid、serial"),
        (broken_widths(), "是定长格式，month 的宽度（字节）没有写或不够"),
        (described("unified_card_xlsx", checksum={"kind": "sm3"}), "要说明按哪些字段计算"),
    ],
)  # fmt: skip
def test_a_wrong_description_is_found_when_it_is_loaded(data, message):
    with pytest.raises(BadFormat, match=re.escape(message)):
        parse(data)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("code: x\ncode: x\n", "键“code”重复出现"),
        ("code: other\nname: x\n", "里的 code 应与文件名相同"),
        ("code: x\nquoted: yes\n", "“yes”含义不清"),
    ],
)
def test_a_description_is_strict_yaml(text, message):
    with pytest.raises(BadFormat, match=message):
        load_text(text, "x")


def test_a_word_cannot_mean_two_outcomes():
    data = described("standard")
    data["answer"]["failed"] = ["失败", "成功"]

    with pytest.raises(BadFormat, match="结果用语 成功 有两种意思"):
        parse(data)


def test_records_of_fixed_width_count_bytes():
    content = write(load("rural_credit_fixed"), batch(payment(payee_name="欧阳明·A")))[0].content

    head, detail, tail, end = content.split(b"\r\n")
    assert (len(head), len(detail), len(tail), end) == (63, 227, 33, b"")
    assert detail[73:113] == "欧阳明·A".encode("gbk").ljust(40)
    assert head == b"H" + RUN.encode().ljust(24) + b"001001" + b"20261124" + b"00000001" + b"0000000000040010"


def test_the_widest_name_fits_and_one_byte_more_is_refused():
    layout = load("rural_credit_fixed")

    assert write(layout, batch(payment(payee_name="王" * 20)))[0].line_count == 1
    with pytest.raises(CannotBeWritten) as refusal:
        write(layout, batch(payment(), payment(2, payee_name="王" * 20 + "a")))

    assert str(refusal.value).splitlines()[0] == "有 1 笔不能写入“农信社代发（定长文本，GBK）”，没有生成文件："
    assert "第 2 笔" in str(refusal.value)
    assert str(refusal.value).endswith("有 41 字节，超过 40 字节，没有截断；请改选其他格式，或与银行商定加宽")


def test_an_account_that_is_too_long_is_refused_and_not_shown_whole():
    account = "6222" * 9

    with pytest.raises(CannotBeWritten, match="账号“…6222”有 36 字节，超过 32 字节") as refusal:
        write(load("rural_credit_fixed"), batch(payment(account=account)))

    assert account not in str(refusal.value)


def test_a_character_the_encoding_lacks_is_named_with_a_way_out():
    bad = payment(payee_name="王𬭛")

    with pytest.raises(CannotBeWritten, match="户名“王𬭛”中的“𬭛”在 GBK 编码中没有，请改选 GB 18030 或 UTF-8 的格式"):
        write(load("rural_credit_fixed"), batch(bad))
    assert "王𬭛".encode("gb18030") in write(load("standard"), batch(bad))[0].content


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("text", ["王\n伟", "王\x00伟", "王\u2028伟"])
def test_what_would_break_a_line_is_refused_everywhere(code, text):
    with pytest.raises(CannotBeWritten, match="王□伟”含有换行或不可见字符"):
        write(load(code), batch(payment(payee_name=text)))


def test_without_quotes_a_separator_in_a_name_is_refused():
    layout = parse(described("standard", quoted=False, delimiter="|"))

    assert "王,伟".encode("gb18030") in write(layout, batch(payment(payee_name="王,伟")))[0].content
    with pytest.raises(CannotBeWritten, match=r"含有分隔符“\|”或引号"):
        write(layout, batch(payment(payee_name="王|伟")))


def test_utf8_is_written_with_its_mark_where_the_bank_wants_it():
    layout = parse(described("standard", encoding="utf-8-sig", line_end="lf"))

    content = write(layout, batch(payment()))[0].content

    assert content.startswith(b"\xef\xbb\xbf\xe5\xba\x8f")
    assert (content.count(b"\r"), content.count(b"\n"), content.count(b"\xef\xbb\xbf")) == (0, 3, 1)


@pytest.mark.parametrize(
    ("limit", "counts"),
    [
        ({"lines": 3}, [3, 3, 1]),
        ({"amount_fen": 250}, [2, 2, 2, 1]),
        ({"lines": 2, "amount_fen": 100}, [1] * 7),
        ({"lines": 7, "amount_fen": 700}, [7]),
        ({}, [7]),
    ],
)
def test_a_run_beyond_the_limits_becomes_several_files_and_none_splits_a_line(limit, counts):
    layout = parse(described("rural_credit_fixed", limit=limit))

    parts = write(layout, batch(*(payment(seq, amount_fen=100) for seq in range(1, 8))))

    assert [part.line_count for part in parts] == counts
    assert [part.number for part in parts] == list(range(1, len(counts) + 1))
    assert sum(part.total_fen for part in parts) == 700
    serials = [line[9:41].strip() for part in parts for line in part.content.split(b"\r\n") if line[:1] == b"D"]
    assert serials == [f"{RUN}-{seq:05d}".encode() for seq in range(1, 8)]
    assert [part.content[25:31] for part in parts] == [
        b"%03d%03d" % (one, len(counts)) for one in range(1, len(counts) + 1)
    ]


def test_a_line_above_the_limit_of_a_file_is_refused():
    layout = parse(described("rural_credit_fixed", limit={"amount_fen": 100}))

    with pytest.raises(CannotBeWritten, match=r"第 2 笔.*1.01 元超过该格式每份文件 1.00 元的上限，一笔不能拆开"):
        write(layout, batch(payment(amount_fen=100), payment(2, amount_fen=101)))


@pytest.mark.parametrize("code", codes())
def test_the_same_list_makes_the_same_bytes(code):
    made = batch(payment(), payment(2))

    assert write(load(code), made)[0].content == write(load(code), made)[0].content


def test_every_problem_is_told_up_to_fifty():
    with pytest.raises(CannotBeWritten) as refusal:
        write(load("rural_credit_fixed"), batch(*(payment(seq, payee_name="𬭛") for seq in range(1, 62))))

    rows = str(refusal.value).splitlines()
    assert (len(rows), rows[0][:6], rows[-1]) == (52, "有 61 笔", "另有 11 笔")
