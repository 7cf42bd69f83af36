"""Papers: exact texts, inert data, same bytes, and no paper with a hole where a name should be."""

import datetime as dt
import hashlib
import json
import subprocess

import pytest

from minzheng.services.papers import PapersError, compile_many, compile_pdf, unsupported_characters
from minzheng.services.papers.characters import FONTS

MOMENT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
IMPORT = '#import "/services/papers/typst/official.typ": *\n'
REMEDIES = {"review_body": "枝江市人民政府", "review_days": 60, "court": "枝江市人民法院", "court_months": 6}
LETTER = (
    IMPORT
    + '#show: letter.with(issuer: "枝江市民政局", title: "告知书", number: "枝民〔2026〕1号", date: "2026-11-24",'
    + " remedies: data.remedies)\n#to-person(data.name)\n"
)


def text_of(pdf, *options):
    command = ["pdftotext", "-enc", "UTF-8", *options, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def paper(body, data=None):
    return compile_pdf(
        IMPORT + '#show: paper.with(issuer: "枝江市民政局", title: "名册")\n' + body + "\n", data or {}, at=MOMENT
    )


def body_lines(pdf):
    return [line for line in text_of(pdf).splitlines() if line.strip()][2:-1]


@pytest.mark.parametrize(
    "name",
    ["#(panic())", "*粗* _斜_ `码`", "$x^2$ @ref <label>", "\\ #show: none // 注", '"; #import "x.typ"', "]) #{ 1/0 }"],
)
def test_data_is_printed_as_it_is(name):
    assert body_lines(paper("#data.name", {"name": name})) == [name]


def test_markup_of_a_hostile_key_is_not_read_either():
    assert body_lines(paper('#data.at("#(panic())")', {"#(panic())": "好"})) == ["好"]


@pytest.mark.parametrize(
    ("fen", "printed"),
    [
        (0, "0.00"),
        (1, "0.01"),
        (100, "1.00"),
        (99_999, "999.99"),
        (100_000, "1,000.00"),
        (123_456_789_012, "1,234,567,890.12"),
        (-5, "-0.05"),
    ],
)
def test_money_is_printed_to_the_fen(fen, printed):
    assert body_lines(paper("#yuan(data.fen)", {"fen": fen})) == [printed]


def test_days_and_months_are_chinese():
    assert body_lines(paper('#long-date("2026-03-05")、#long-month("2026-11")')) == ["2026年3月5日、2026年11月"]


def test_same_data_and_moment_give_the_same_bytes():
    data = {"name": "王喆", "remedies": REMEDIES}

    assert compile_pdf(LETTER, data, at=MOMENT) == compile_pdf(LETTER, data, at=MOMENT)
    assert compile_pdf(LETTER, data, at=MOMENT) != compile_pdf(LETTER, data, at=MOMENT + dt.timedelta(seconds=1))


def test_paper_is_an_archivable_pdf_with_embedded_fonts():
    pdf = compile_pdf(LETTER, {"name": "王喆", "remedies": REMEDIES}, at=MOMENT)

    fonts = (
        subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode().splitlines()[2:]
    )
    assert b"pdfaid:part>2<" in pdf
    assert {line.split()[0].split("+")[1] for line in fonts} == {"NotoSerifSC-Regular", "NotoSerifSC-Bold"}


def test_letter_ends_with_remedies_seal_and_record_of_service():
    pdf = compile_pdf(LETTER, {"name": "王喆", "remedies": REMEDIES}, at=MOMENT)

    text = "".join(text_of(pdf, "-raw").split())
    assert text == (
        "枝江市民政局告知书枝民〔2026〕1号王喆：不服本决定怎么办"
        "如您不服本决定，可以自知道本决定之日起60日内向枝江市人民政府申请行政复议，"
        "也可以自知道本决定之日起6个月内直接向枝江市人民法院提起行政诉讼。"
        "行政复议、行政诉讼期间，本决定不停止执行，依法决定停止执行的除外。"
        "枝江市民政局（盖章）2026年11月24日"
        "送达记录受送达人签名：送达日期：年月日送达方式：送达人签名（两人）：第1页，共1页"
    )


@pytest.mark.parametrize("left_out", ["issuer", "number", "date", "remedies"])
def test_letter_without_a_part_of_the_law_cannot_be_printed(left_out):
    parts = {
        "issuer": '"局"',
        "title": '"告知书"',
        "number": '"1号"',
        "date": '"2026-11-24"',
        "remedies": "data.remedies",
    }
    given = ", ".join(f"{key}: {value}" for key, value in parts.items() if key != left_out)

    with pytest.raises(PapersError, match="文书模板有误"):
        compile_pdf(f'{IMPORT}#show: letter.with(title: "告知书", {given})\n正文\n', {"remedies": REMEDIES}, at=MOMENT)


@pytest.mark.parametrize("key", ["review_body", "review_days", "court", "court_months"])
def test_remedies_with_a_hole_cannot_be_printed(key):
    remedies = {name: value for name, value in REMEDIES.items() if name != key}

    with pytest.raises(PapersError, match=key):
        compile_pdf(LETTER, {"name": "王喆", "remedies": remedies}, at=MOMENT)


def test_demo_papers_say_so_on_every_page(settings):
    settings.DEMO = True

    pages = text_of(paper("一#pagebreak()二")).split("\f")[:-1]

    assert [page.count("演示数据") for page in pages] == [2, 2]


def test_service_papers_do_not_say_demo(settings):
    settings.DEMO = False

    assert "演示" not in text_of(paper("一"))


VERDICTS = ("符合", "不符合", "不清楚", "不涉及")


def test_conditions_show_met_not_met_unknown_and_not_concerned():
    row = {"label": "收入", "needs": "低于800.00元", "has": "550.00元", "differs": "低250.00元", "law": "第十八条"}
    rows = [row | {"passed": passed, "arises": True} for passed in (True, False, None)]
    rows.append(row | {"passed": True, "arises": False})

    words = text_of(paper("#conditions-table(data.rows)", {"rows": rows})).split()

    assert [word for word in words if word in VERDICTS] == list(VERDICTS)


def test_missing_glyph_is_refused_with_place_and_code_point():
    with pytest.raises(PapersError) as refused:
        paper("#data.members.at(1).name", {"members": [{"name": "王喆"}, {"name": "李\U00020bb7"}]})

    assert str(refused.value) == (
        "文书字体中没有“\U00020bb7”（U+20BB7），打印出来会缺字，因此没有生成。出现在：members.1.name（李\U00020bb7）。"
        "请核对是否录错；确为生僻字的，请登记通用写法并附说明。"
    )


def test_missing_glyph_in_one_of_many_papers_is_named():
    source = IMPORT + "#set text(font: serif)\n#data.name"
    papers = [({"name": name}, MOMENT) for name in ("王喆", "李\U00020bb7")]

    made = compile_many(source, papers)

    assert next(made).startswith(b"%PDF")
    with pytest.raises(PapersError, match="U\\+20BB7"):
        next(made)


def test_missing_glyph_of_a_template_is_refused():
    with pytest.raises(PapersError, match="文书模板有误"):
        paper("\U00020bb7")


@pytest.mark.parametrize("text", ["王喆䶮㛃\U0002b5af", "·—〔2026〕①㎡", "abc 123\n\t"])
def test_rare_names_and_signs_are_printable(text):
    assert unsupported_characters(text) == set()


@pytest.mark.parametrize("char", ["\U00020bb7", "\x00", "\u202e", "\ue000", "\U0001f600"])
def test_characters_without_a_glyph_are_named(char):
    assert unsupported_characters(f"王{char}") == {char}


def test_rare_character_in_bold_falls_back_to_regular():
    assert body_lines(paper("#strong(data.name)", {"name": "王䶮"})) == ["王䶮"]


def test_missing_font_is_refused():
    with pytest.raises(PapersError, match="unknown font family"):
        paper('#text(font: "No Such Font")[字]')


def test_unknown_template_is_refused():
    with pytest.raises(PapersError) as refused:
        compile_pdf("services/papers/typst/none.typ", {}, at=MOMENT)

    assert str(refused.value) == "找不到文书模板“services/papers/typst/none.typ”。请联系系统管理员。"


@pytest.mark.parametrize("path", ["../../pyproject.typ", "/etc/hostname.typ"])
def test_template_outside_the_package_is_refused(path):
    with pytest.raises(PapersError, match="找不到文书模板"):
        compile_pdf(path, {}, at=MOMENT)


def test_template_cannot_read_files_outside_the_package():
    with pytest.raises(PapersError, match="文书模板有误"):
        paper('#read("/../../pyproject.toml")')


def test_vendored_fonts_are_those_of_the_manifest():
    manifest = json.loads((FONTS / "MANIFEST.json").read_text(encoding="utf-8"))

    sums = {entry["file"]: entry["sha256"] for entry in manifest}
    assert sums == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.ttf")}
