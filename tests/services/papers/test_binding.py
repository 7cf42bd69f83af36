"""Binding: every page as it was, bookmarks, fronts, and a plain word about what cannot be read."""

import base64
import datetime as dt
import subprocess

import pytest

from minzheng.services.papers import PapersError, Sheet, bind, compile_pdf, pages_of

AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
IMPORT = '#import "/services/papers/typst/official.typ": *\n'
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def paper(*pages):
    body = "#pagebreak()".join(pages)
    return compile_pdf(f'{IMPORT}#show: paper.with(issuer: "枝江市民政局", title: "件")\n{body}\n', {}, at=AT)


def pages(pdf):
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    return [page.replace("\n", "") for page in done.stdout.decode().split("\f")[:-1]]


def mark(page):
    return "".join(sign for sign in page if sign in "壹贰叁肆")


def test_every_page_stands_in_order_with_its_own_text():
    bound = bind([Sheet("甲", paper("壹", "贰")), Sheet("乙", paper("叁"))], title="合订", at=AT)

    assert [mark(page) for page in pages(bound)] == ["壹", "贰", "叁"]


def test_each_paper_begins_on_a_front_for_both_sides():
    bound = bind([Sheet("甲", paper("壹")), Sheet("乙", paper("贰", "叁")), Sheet("丙", paper("肆"))],
                 title="合订", at=AT, duplex=True)  # fmt: skip

    assert [mark(page) for page in pages(bound)] == ["壹", "", "贰", "叁", "肆"]


def test_a_bookmark_leads_to_each_paper():
    bound = bind([Sheet("都民救〔2026〕1号", paper("壹")), Sheet("乙", paper("贰"))], title="合订", at=AT)

    for title in ("都民救〔2026〕1号", "乙"):
        assert (
            b"\xfe\xff" + title.encode("utf-16-be") in bound
            or title.encode("utf-16-be").hex().upper().encode() in bound
        )


def test_pictures_get_a_page_of_their_own():
    bound = bind([Sheet("照片", PIXEL), Sheet("甲", paper("壹"))], title="合订", at=AT)

    assert len(pages(bound)) == 2
    assert pages_of(PIXEL) == 1


def test_pages_are_counted_even_where_the_number_is_hidden():
    pdf = paper("壹", "贰", "叁")

    assert pages_of(pdf) == 3
    assert pages_of(pdf.replace(b"/Type/Pages/Count", b"/Type /Pages/Kount")) in {0, 3}
    assert pages_of(b"%PDF-1.7 nothing") == 0


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7 broken", b"\x89PNG broken"])
def test_what_cannot_be_read_is_named(content):
    with pytest.raises(PapersError, match="“身份证复印件”不是能读的PDF或图片"):
        bind([Sheet("身份证复印件", content)], title="合订", at=AT)


def test_nothing_is_not_bound():
    with pytest.raises(PapersError, match="没有要合订的文书"):
        bind([], title="合订", at=AT)


def test_the_same_papers_give_the_same_bytes():
    sheets = [Sheet("甲", paper("壹"))]

    assert bind(sheets, title="合订", at=AT) == bind(sheets, title="合订", at=AT)
