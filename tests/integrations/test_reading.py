"""Files as they are: sniffed by content, refused before they are opened, read into plain values."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from minzheng.integrations.roster.domain.reading import archive, workbook
from minzheng.integrations.roster.domain.reading.book import column_letters
from minzheng.integrations.roster.domain.reading.extent import SheetTooLarge
from minzheng.integrations.roster.domain.reading.gate import FileRefused, Source
from minzheng.kernel.refusal import Refused
from tests.factories.roster import workbook as make

LIMIT = 20 * 2**20
XLS = Path(__file__).parent / "data" / "roster.xls"
ROWS = [["姓名", "金额"], ["王大一", 640.5]]


def read(content: bytes, name: str = "名册.xlsx"):
    return workbook.read(Source.of_bytes(name, content), limit_bytes=LIMIT)


def message(content: bytes, name: str = "名册.xlsx") -> str:
    with pytest.raises(Refused) as caught:
        read(content, name)
    return str(caught.value)


def test_xlsx_gives_values_and_its_digest():
    book = read(make(("11月", ROWS)))

    assert (book.kind, [sheet.name for sheet in book.sheets]) == ("xlsx", ["11月"])
    assert book.sheets[0].rows == [["姓名", "金额"], ["王大一", 640.5]]
    assert len(book.sha256) == 64


def test_xls_gives_values_merged_cells_and_errors_by_position():
    sheet = read(XLS.read_bytes(), "名册.xls").sheets[0]

    assert sheet.rows[2][0] == "420581101209001"
    assert sorted(sheet.merged) == [((0, 0), (0, 12)), ((2, 1), (4, 1))]
    assert sheet.errors == {(3, 9): "#REF!"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_encoding_offices_have(encoding):
    book = read("户主姓名,证号\n王大一,429999198001010011\n".encode(encoding), "名册.csv")

    assert book.sheets[0].rows == [["户主姓名", "证号"], ["王大一", "429999198001010011"]]


def test_csv_with_tabs_and_the_trick_that_keeps_digits():
    book = read('户主姓名\t证号\n王大一\t="0042"\n'.encode(), "名册.csv")

    assert book.sheets[0].rows[1] == ["王大一", "0042"]


def test_csv_of_no_known_encoding():
    assert message(b"\xff\xff\xff\x80name,\x81\n", "名册.csv").startswith("文件“名册.csv”的文字编码认不出来")


def test_csv_with_an_open_quote():
    broken = '户主,"金额\n' + "王大一,640\n" * 20000
    assert "不是完整的 CSV" in message(broken.encode(), "名册.csv")


def test_empty_file():
    assert message(b"") == "文件“名册.xlsx”是空的（0 字节）。请重新导出或重新保存后再导入。"


def test_workbook_without_a_single_value():
    assert message(make(("Sheet1", []))) == "文件“名册.xlsx”里没有任何内容。请检查是否选错了文件。"


def test_too_large_is_refused_from_its_size_without_a_byte_read():
    class Untouchable(io.BytesIO):
        def read(self, *_args):
            raise AssertionError

    source = Source("名册.xlsx", 50 * 2**20, Untouchable())
    with pytest.raises(FileRefused) as caught:
        workbook.read(source, limit_bytes=LIMIT)
    assert str(caught.value).startswith("文件“名册.xlsx”有 50.0 MB，超过上限 20 MB，没有打开。")


def test_exactly_at_the_limit_is_opened():
    content = make(("11月", ROWS))
    source = Source.of_bytes("名册.xlsx", content)

    assert workbook.read(source, limit_bytes=len(content)).kind == "xlsx"
    with pytest.raises(FileRefused):
        workbook.read(source, limit_bytes=len(content) - 1)


def test_xls_renamed_xlsx():
    assert message(XLS.read_bytes()) == (
        "文件内容是旧版 .xls，扩展名却是 .xlsx；请用 Excel 另存为 .xlsx，或把扩展名改回 .xls"
    )


def test_xlsx_renamed_xls():
    assert message(make(("11月", ROWS)), "名册.xls") == "文件内容是新版 .xlsx，扩展名却是 .xls；请把扩展名改回 .xlsx"


@pytest.mark.parametrize(
    ("content", "name", "start"),
    [
        (b"<html><table><tr><td>1</td></tr></table>", "名册.xls", "文件“名册.xls”的内容是网页"),
        (b"%PDF-1.7 ...", "名册.xlsx", "文件“名册.xlsx”的内容是PDF，不是表格"),
        (b"some text", "名册.xlsx", "文件内容是文本，不是 Excel 工作簿，扩展名却是 .xlsx"),
        (b"PK\x03\x04 cut off", "名册.xlsx", "文件“名册.xlsx”已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", "名册.xls", "文件“名册.xls”已损坏"),
        (b"\x09\x04\x06\x00 biff4", "名册.xls", "文件“名册.xls”是 Excel 95 以前的旧格式"),
        (b"text\x00binary", "名册.csv", "文件“名册.csv”已损坏"),
        (b"anything", "名册.docx", "文件“名册.docx”的扩展名不是 .xlsx、.xls 或 .csv"),
    ],
)
def test_other_files_are_named_for_what_they_are(content, name, start):
    assert message(content, name).startswith(start)


def test_a_locked_xlsx_is_a_compound_file_and_says_so():
    locked = XLS.read_bytes().replace("Workbook".encode("utf-16-le"), "EncryptedPackage"[:8].encode("utf-16-le"))
    directory = locked.find("Encrypte".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    locked = locked[:directory] + name + locked[directory + len(name) :]
    locked = locked[: directory + 64] + struct.pack("<H", len(name) + 2) + locked[directory + 66 :]

    assert message(locked) == "文件“名册.xlsx”设有打开密码，无法读取。请在 Excel 中取消密码后另存，再导入。"


def outcome(content: bytes, name: str) -> str:
    """Return what was refused, or that it was read; anything else that is raised fails the test."""
    try:
        return read(content, name).kind
    except Refused as refusal:
        return str(refusal)


def test_a_damaged_xls_never_escapes_as_a_surprise():
    content = XLS.read_bytes()
    assert all(outcome(content[:cut], "名册.xls") for cut in range(512, len(content), 97))


def test_a_flipped_byte_never_escapes_as_a_surprise():
    for content, name in ((make(("11月", ROWS)), "名册.xlsx"), (XLS.read_bytes(), "名册.xls")):
        for at in range(0, len(content), 61):
            assert outcome(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :], name)


def test_formula_errors_are_kept_by_position_and_values_of_formulas_read():
    sheet = read(make(("11月", [["合计", "=#REF!"], ["x", "=#VALUE!"]]))).sheets[0]

    assert sheet.errors == {(0, 1): "#REF!", (1, 1): "#VALUE!"}


def test_a_stray_cell_far_away_is_refused_before_the_rectangle_is_laid_out():
    rows: list = [["姓名"]]
    content = make(("11月", rows))
    far = _with_sheet(content, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')

    with pytest.raises(SheetTooLarge) as caught:
        read(far)
    assert str(caught.value).startswith("工作表“11月”一直用到单元格 XFD1048576，范围过大，没有读取。")


def test_entities_are_refused():
    bomb = _with_sheet(make(("11月", ROWS)), "", head='<!DOCTYPE x [<!ENTITY a "aaaa">]>')

    assert message(bomb).startswith("文件内部含有不应有的实体声明")


def test_columns_have_excels_letters():
    assert [column_letters(n) for n in (0, 25, 26, 51, 52, 701, 702, 16383)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD",
    ]  # fmt: skip


class TestZipBombs:
    """Refused from the archive's own directory; a directory that lies is caught while a piece at a time is unpacked."""

    def test_four_gigabytes_of_nothing(self):
        assert "解开后有 4095 MB" in message(bomb(4095 * 2**20))

    def test_the_ratio(self):
        assert "压缩比高达" in message(bomb(100 * 2**20))

    def test_many_entries(self):
        content = zipped({f"xl/{n}.xml": b"" for n in range(archive.MOST_ENTRIES + 1)})
        assert "内部文件过多" in message(content)

    def test_an_archive_in_the_archive(self):
        content = zipped({"xl/workbook.xml": b"<x/>", "xl/embeddings/inner.zip": b"PK"})
        assert "里面还套着别的压缩文件（xl/embeddings/inner.zip）" in message(content)

    def test_nothing_is_unpacked_to_find_out(self, monkeypatch):
        monkeypatch.setattr(zlib, "decompressobj", None)
        assert "没有解压" in message(bomb(4095 * 2**20))

    def test_a_directory_that_lies_about_the_size(self):
        content = bomb(4095 * 2**20, promised=1000)
        assert "比目录写明的大" in message(content)

    def test_a_zip_that_is_no_workbook(self):
        assert "里面不是 Excel 工作簿" in message(zipped({"a.txt": b"a"}))


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in members.items():
            book.writestr(name, content)
    return buffer.getvalue()


def bomb(size: int, promised: int | None = None) -> bytes:
    """Return a workbook whose sheet unpacks to `size` zeros; the directory says so, or says what is `promised`."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    unit = machine.compress(bytes(2**20)) + machine.flush(zlib.Z_FULL_FLUSH)
    packed = unit * (size // 2**20) + machine.flush()
    said = min(size if promised is None else promised, 2**32 - 2)
    body = b""
    directory = b""
    for name, data, length in (("xl/workbook.xml", b"<x/>", 4), ("xl/worksheets/sheet1.xml", packed, said)):
        kind = 0 if data == b"<x/>" else 8
        crc = zlib.crc32(data) if kind == 0 else 0
        head = struct.pack("<HHHHHIIIHH", 20, 0, kind, 0, 33, crc, len(data), length, len(name), 0)
        directory += (
            b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name.encode()
        )
        body += b"PK\x03\x04" + head + name.encode() + data
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 2, 2, len(directory), len(body), 0)
    return body + directory + end


def _with_sheet(content: bytes, rows: str, head: str = "") -> bytes:
    """Return the workbook with rows added to its first sheet, or a document type before it."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        members = {name: book.read(name) for name in book.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"].decode()
    declaration, _, rest = sheet.partition("?>")
    members["xl/worksheets/sheet1.xml"] = f"{declaration}?>{head}{rest}".replace(
        "</sheetData>", f"{rows}</sheetData>"
    ).encode()
    return zipped(members)
