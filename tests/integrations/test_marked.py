"""The office gets its file back: problem cells coloured and explained, everything else as it was.

Judged by two readers that are not ours: openpyxl for colours, comments and links, calamine for values.
"""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.cli import importing
from minzheng.integrations.roster.domain.check import check
from minzheng.integrations.roster.domain.kept_files import FileNotKept, marked_file, may_have
from minzheng.integrations.roster.domain.marking.give_back import marked_workbook
from minzheng.integrations.roster.domain.reading.gate import Source
from minzheng.integrations.roster.domain.submit import submit
from minzheng.integrations.roster.models import ImportFile
from minzheng.kernel.refusal import Refused
from minzheng.services.audit.queries import reads_of
from tests.factories.accounts import AT, TOWNSHIP, auditor, county_officer, finance_officer, staff, township_officer
from tests.factories.registry import id_number
from tests.factories.roster import PAYMENT_TITLES, payment_row, payment_sheet, workbook

pytestmark = pytest.mark.usefixtures("county")

RED, AMBER = "FFF4B6B0", "FFFBE3A6"
XLS = Path(__file__).parent / "data" / "roster.xls"
LIST = "问题清单"


def marked(content: bytes, name: str = "名册.xlsx") -> tuple[bytes, list]:
    found = check(source=Source.of_bytes(name, content), by=None, at=AT).problems
    return marked_workbook(source=Source.of_bytes(name, content), findings=found, heading="名册：试读"), found


def values(content: bytes) -> dict[str, list]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def marks(content: bytes) -> dict[tuple[str, str], tuple[str, str]]:
    """Colour and comment of every coloured or commented cell, the list apart."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        (sheet.title, cell.coordinate): (cell.fill.fgColor.rgb, cell.comment.text if cell.comment else "")
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment or cell.fill.fgColor.rgb in {RED, AMBER}
    }


def two_bad_rows() -> bytes:
    same = "9999000000000009"
    return workbook(
        payment_sheet(
            payment_row(1),
            payment_row(2, 身份证号码=""),
            payment_row(3, **{"发放合计（元）": 641}),
            payment_row(4, 账号=same),
            payment_row(5, 账号=same),
        )
    )


def test_each_problem_cell_has_its_colour_and_its_words():
    content, _found = marked(two_bad_rows())

    told = marks(content)
    assert {cell: colour for (_sheet, cell), (colour, _text) in told.items()} == {
        "D3": RED, "J4": RED, "M5": AMBER, "M6": AMBER,
    }  # fmt: skip
    assert told["发放名册", "D3"][1] == "错误：身份证号码为空"
    assert told["发放名册", "J4"][1].startswith("错误：保障金 600.00 + 分类施保金 40.00")
    assert told["发放名册", "M5"][1] == "提醒：与第 6 行是同一个账号；请核对是否有人代领"


def test_the_first_sheet_lists_every_finding_with_a_way_to_its_cell():
    content, found = marked(two_bad_rows())

    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    assert (page.title, book.active.title) == (LIST, LIST)
    assert [cell.value for cell in page[2]] == ["工作表", "行", "列", "轻重", "问题", "原因和更正办法"]
    assert [page.cell(row, 6).value for row in range(3, page.max_row + 1)] == [problem.reason for problem in found]
    assert page["C3"].hyperlink.location == "'发放名册'!D3"
    assert page["A1"].value == "名册：试读"


def test_what_was_in_the_file_stays_as_it_was():
    before = two_bad_rows()
    content, _found = marked(before)

    after = values(content)
    assert list(after) == [LIST, "发放名册"]
    assert after["发放名册"] == values(before)["发放名册"]
    parts = zipfile.ZipFile(io.BytesIO(before))
    kept = zipfile.ZipFile(io.BytesIO(content))
    sheet = re.sub(rb'\ss="\d+"', b"", kept.read("xl/worksheets/sheet1.xml"))
    wanted = re.sub(rb'\ss="\d+"', b"", parts.read("xl/worksheets/sheet1.xml")).replace(b' tabSelected="1"', b"")
    # Byte for byte the same but for styles, one empty cell and the anchor of the comments.
    sheet = re.sub(rb"<legacyDrawing[^>]*/>", b"", sheet)
    assert sheet == wanted or sheet.replace(b'<c r="D3"/>', b"") == wanted.replace(b'<c r="D3"/>', b"")
    assert kept.read("xl/sharedStrings.xml") == parts.read("xl/sharedStrings.xml")


def test_long_numbers_stay_text():
    before = two_bad_rows()
    content, _found = marked(before)

    page = openpyxl.load_workbook(io.BytesIO(content))["发放名册"]
    assert [type(page[cell].value) for cell in ("A2", "D2", "M2", "M5")] == [str] * 4
    assert page["M5"].value == "9999000000000009"


def office_workbook() -> bytes:
    """Formulas with cached values, merged cells, a comment, formats, a print area, a picture, a second hidden sheet."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet("11月 低保")
    money = book.add_format({"num_format": "#,##0.00", "bold": True, "font_color": "#0000FF", "border": 1})
    page.merge_range(0, 0, 0, 12, "高坝洲镇农村低保发放名册 单位：元")
    page.write_row(1, 0, PAYMENT_TITLES)
    for index, row in enumerate([payment_row(n) for n in range(1, 5)], 2):
        for column, value in enumerate(row.values()):
            page.write(index, column, value)
        page.write_formula(index, 9, f"=H{index + 1}+I{index + 1}", money, 640)
    page.merge_range(3, 1, 5, 1, "没有的村")
    page.write_blank(4, 3, None)
    page.write_formula(5, 9, "=H6+I6", money, 999)
    page.write_comment(5, 9, "这一户金额会计在核对")
    page.print_area(0, 0, 5, 12)
    page.autofilter(1, 0, 5, 12)
    page.insert_image(8, 2, "logo.png", {"image_data": io.BytesIO(PIXEL)})
    other = book.add_worksheet("10月")
    other.write(0, 0, "旧表")
    other.hide()
    book.define_name("'10月'!起点", "='10月'!$A$1")
    book.close()
    return buffer.getvalue()


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)


def test_an_office_workbook_keeps_formulas_formats_names_and_pictures():
    before = office_workbook()
    content, _found = marked(before)

    assert values(content)["11月 低保"] == values(before)["11月 低保"]
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book["11月 低保"]
    assert [page[cell].value for cell in ("J3", "J6")] == ["=H3+I3", "=H6+I6"]
    assert (page["J6"].number_format, page["J6"].font.b, page["J6"].font.color.rgb) == (
        "#,##0.00", True, "FF0000FF",
    )  # fmt: skip
    assert (page["J6"].fill.fgColor.rgb, page["J3"].fill.fgColor.rgb) == (RED, "00000000")
    assert page["J6"].border.left.style == "thin"
    assert "'11月 低保'!$A$1:$M$6" in str(page.print_area).replace("$A$1:$M$6", "'11月 低保'!$A$1:$M$6")
    assert book["10月"].defined_names["起点"].attr_text == "'10月'!$A$1"
    assert book["10月"].sheet_state == "hidden"
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [name for name in names if name.startswith("xl/media/")] == ["xl/media/image1.png"]
    assert len(names) == len(set(names))


def test_a_comment_that_was_there_keeps_its_words_and_gets_ours():
    content, _found = marked(office_workbook())

    text = openpyxl.load_workbook(io.BytesIO(content))["11月 低保"]["J6"].comment.text
    assert text.startswith("这一户金额会计在核对")
    assert "错误：保障金 600.00 + 分类施保金 40.00 = 640.00，与发放合计 999.00 不等" in text
    drawing = zipfile.ZipFile(io.BytesIO(content)).read("xl/drawings/vmlDrawing1.vml").decode()
    assert drawing.count("<x:Row>5</x:Row>") == 1
    assert len(set(re.findall(r'id="(_x0000_s\d+)"', drawing))) == drawing.count("<v:shape ")


def test_a_problem_inside_a_merged_cell_is_marked_where_it_is_seen():
    content, _found = marked(office_workbook())

    told = marks(content)["11月 低保", "B4"]
    assert told[0] == RED
    assert [line.partition("：")[2][:6] for line in told[1].split("\n")] == ["区划表中没有", "第 5 行：", "第 6 行："]
    assert ("11月 低保", "B5") not in marks(content)


def test_a_cell_that_does_not_exist_in_the_file_is_made():
    """A row of which only the first cells were ever written."""
    name, rows = payment_sheet(payment_row(1), payment_row(2))
    content, _found = marked(workbook((name, [*rows[:2], rows[2][:4]])))

    assert {cell for _sheet, cell in marks(content)} >= {"G3", "K3", "L3", "M3"}
    assert values(content)["发放名册"][2][:4] == rows[2][:4]


def test_an_xls_comes_back_as_an_xlsx_of_the_same_content():
    before = XLS.read_bytes()
    content, _found = marked(before, "名册.xls")

    was = values(before)
    now = values(content)
    assert list(now)[1:] == list(was)
    for name, rows in was.items():
        for row, line in enumerate(rows):
            # A formula error reads as empty; it comes back with its words.
            assert line == [value if said != "" else "" for value, said in zip(now[name][row], line, strict=False)]


def test_a_csv_comes_back_with_every_value_as_text():
    rows = [PAYMENT_TITLES, [*payment_row(1).values()], [*payment_row(2, 身份证号码="42999919800517").values()]]
    text = "\n".join(",".join(str(value) for value in row) for row in rows)
    content, _found = marked(text.encode("gb18030"), "名册.csv")

    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    assert [page.cell(2, column).value for column in (1, 4, 8, 13)] == [
        "420581101200001", rows[1][3], "600", "9999000000000001",
    ]  # fmt: skip
    assert page["D3"].fill.fgColor.rgb == RED
    assert "共14位" in page["D3"].comment.text


def test_a_file_without_problems_says_so_in_an_empty_list():
    content, found = marked(workbook(payment_sheet(payment_row(1))))

    assert found == []
    assert marks(content) == {}
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == [LIST, "发放名册"]


def test_a_workbook_that_has_a_sheet_of_that_name_keeps_it():
    content, _found = marked(workbook(payment_sheet(payment_row(1, 身份证号码="")), (LIST, [["上次的问题", "已更正"]])))

    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == [f"{LIST}2", "发放名册", LIST]


def test_texts_that_would_break_the_xml_do_not():
    broken = payment_row(1, 户主姓名="王<b>&\"'大", 身份证号码="<x>&")
    content, _found = marked(workbook(payment_sheet(broken, name="a'b & <c>"[:8])))

    assert marks(content)["a'b & <c", "C2"][0] == RED


def test_marking_again_what_was_marked_adds_and_breaks_nothing():
    once, found = marked(two_bad_rows())
    twice = marked_workbook(source=Source.of_bytes("名册.xlsx", once), findings=found, heading="第二次")

    book = openpyxl.load_workbook(io.BytesIO(twice))
    assert book.sheetnames[:2] == [f"{LIST}2", LIST]
    assert book["发放名册"]["D3"].comment.text.count("身份证号码为空") == 2


def batch_of(by):
    with within(by.area):
        return submit(source=Source.of_bytes("名册.xlsx", two_bad_rows()), by=by, at=AT)


def test_the_file_of_a_batch_is_kept_sealed_and_given_back_with_a_trace():
    by = township_officer()
    batch = batch_of(by)

    content = marked_file(batch=batch, by=by, at=AT)

    assert marks(content)["发放名册", "D3"][0] == RED
    assert [row.reason for row in reads_of("import_batch", batch.pk)] == ["下载标注问题的原文件"]
    assert b"PK" not in bytes(ImportFile.objects.get(batch=batch).sealed)[:4]


def test_who_may_have_the_whole_file():
    by = township_officer()
    batch = batch_of(by)
    people = {
        "submitter": by, "colleague": township_officer(), "county": county_officer(), "auditor": auditor(),
        "finance": finance_officer(), "auditor of a township": staff("auditor", areas=(TOWNSHIP,)),
    }  # fmt: skip

    assert {who: may_have(batch, person) for who, person in people.items()} == {
        "submitter": True, "colleague": False, "county": True, "auditor": True, "finance": False,
        "auditor of a township": True,
    }  # fmt: skip
    with pytest.raises(NotAllowed, match="只有提交人"):
        marked_file(batch=batch, by=people["colleague"], at=AT)


def test_a_batch_from_before_files_were_kept_says_so(monkeypatch):
    by = township_officer()
    batch = batch_of(by)
    monkeypatch.setattr(ImportFile.objects.get_queryset().__class__, "first", lambda _self: None)

    with pytest.raises(FileNotKept, match="没有留存原文件"):
        marked_file(batch=batch, by=by, at=AT)


def test_a_file_that_is_no_workbook_is_refused_as_in_reading():
    with pytest.raises(Refused):
        marked_workbook(source=Source.of_bytes("名册.xlsx", b"PK\x03\x04 broken"), findings=[], heading="")


def test_the_command_line_writes_the_marked_copy_and_never_over_the_original(tmp_path, capsys):
    path, out = tmp_path / "名册.xlsx", tmp_path / "标注.xlsx"
    path.write_bytes(two_bad_rows())

    assert importing.run([str(path), "--dry-run", "--marked", str(out)]) == 3

    assert marks(out.read_bytes())["发放名册", "D3"][0] == RED
    with pytest.raises(Refused, match="不能覆盖"):
        importing.run([str(path), "--dry-run", "--marked", str(path)])
    assert path.read_bytes()[:2] == b"PK"
    assert id_number() not in capsys.readouterr().out
