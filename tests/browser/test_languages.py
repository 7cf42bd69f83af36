"""Every page in both languages: in English nothing Chinese but data, in Chinese nothing English.

The pages are those of test_pages; each is opened once in Chinese and its address once more in English.
"""

import pathlib
import sqlite3
from contextlib import closing

import pytest
from python_calamine import CalamineWorkbook

from tests.browser.test_journey import ROSTER
from tests.browser.test_pages import LAYOUTS, PAGES
from tests.two_languages import chinese_in, data_of_file, english_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def texts_of(workbook: pathlib.Path) -> set[str]:
    """Return what stands in the cells of a workbook the pictures' visitors upload: the office's own words."""
    sheets = CalamineWorkbook.from_path(str(workbook))
    rows = [row for name in sheets.sheet_names for row in sheets.get_sheet_by_name(name).to_python()]
    return {str(cell).strip() for row in rows for cell in row if cell}


UPLOADED = set().union(*map(texts_of, [ROSTER, *LAYOUTS.glob("*.xlsx")]))


def database(county) -> pathlib.Path:
    return pathlib.Path(county.env["MINZHENG_VAR"]) / "minzheng.sqlite3"


def accounts(county) -> set[str]:
    with closing(sqlite3.connect(f"file:{database(county)}?mode=ro", uri=True)) as connection:
        return {name for (name,) in connection.execute("SELECT username FROM accounts_staff")}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_speaks_one_language_at_a_time(name, county, known, visit_unknown, in_english):
    found = {}
    for suffix, username, open_it in PAGES[name]:
        chinese = known(username) if username else visit_unknown()
        open_it(chinese)
        address = chinese.page.url.removeprefix(county.url)
        english = in_english(username).go(address)
        aside = sorted([*data_of_file(database(county)), *UPLOADED], key=len, reverse=True)
        wrong = {
            "Chinese in English": chinese_in(english.page.content(), aside),
            "English in Chinese": english_in(chinese.page.content(), accounts(county)),
        }
        if any(wrong.values()):
            found[suffix] = wrong

    assert found == {}


def test_the_switch_keeps_the_page_and_works_without_scripts(chromium, county):
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{county.url}/sign-in/?next=/households/")

    page.click(".mz-language button:has-text('English')")

    assert page.url == f"{county.url}/sign-in/?next=/households/"
    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("main button[type=submit]:not([name])") == "Sign in"
    page.click(".mz-language button:has-text('中文')")
    assert page.get_attribute("html", "lang") == "zh-Hans"
    context.close()
