"""The clause is one click away: every citation leads to its place in the list of instruments."""

import datetime as dt
import re

import pytest
from django.template import Context, Template

from minzheng.casework.queries.law import law
from minzheng.statute.instrument import anchor, instruments, known
from minzheng.ui.templatetags.ui import cite, with_law
from tests.desk.addresses import Made, rich_household

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def ids(page) -> set[str]:
    return set(re.findall(r' id="([^"]+)"', page.content.decode()))


def links(page) -> set[str]:
    return set(re.findall(r'href="/law/#([^"]+)"', page.content.decode()))


def test_every_link_of_a_calculation_sheet_leads_to_a_place(sign_in):
    made = Made()
    case = made.walk("proposed", home=rich_household())
    client = sign_in(made.offices.county)

    found = links(client.get(f"/cases/{case.number}/?tab=calculation"))

    assert len(found) > 5
    assert found - ids(client.get("/law/")) == set()


def test_deadlines_lead_to_their_clause(sign_in):
    made = Made()
    case = made.walk("accepted")
    client = sign_in(made.offices.township)

    found = links(client.get(f"/cases/{case.number}/?tab=history"))

    assert any(one.startswith("最低生活保障审核确认办法") for one in found)
    assert found - ids(client.get("/law/")) == set()


def test_a_refusal_leads_to_the_law_it_names(sign_in):
    made = Made()
    case = made.walk("submitted")

    page = sign_in(made.offices.township).post(f"/cases/{case.number}/ask-supplement/", {"missing": "户口簿"})

    assert "社会救助法-第六十二条" in links(page)


def test_the_page_says_when_each_instrument_is_in_force(sign_in, township):
    page = sign_in(township).get("/law/")
    standing = {one["instrument"].name: one["is_in_force"] for one in page.context["listed"]}

    assert standing["社会救助法"]
    assert not standing["最低生活保障审核审批办法（试行）"]
    assert "2012年12月12日至2021年6月30日" in page.content.decode()


def test_every_instrument_that_has_an_end_names_what_follows_it():
    names = {name for row in instruments().values() for name in (row.name, *row.also)}

    assert [row.name for row in instruments().values() if row.until and row.superseded not in names] == []
    assert all(row.from_ > dt.date(1989, 1, 1) for row in instruments().values())


def test_what_is_cited_as_an_instrument_is_known_with_its_days():
    unknown = [one.name for one in law() if one.instrument is None and one.places and any(p.place for p in one.places)]

    assert unknown == []


def test_a_citation_is_escaped_and_only_law_is_linked():
    assert cite("<b>社会救助法 第十八条") == "&lt;b&gt;社会救助法 第十八条" or "<b>" not in cite(
        "<b>社会救助法 第十八条"
    )
    assert cite("示例：最多一套住房") == "示例：最多一套住房"
    assert with_law("<i>不行</i>（社会救助法第六十二条）。") == (
        '&lt;i&gt;不行&lt;/i&gt;（<a href="/law/#社会救助法-第六十二条">社会救助法第六十二条</a>）。'
    )


def test_other_names_of_an_instrument_lead_to_the_same_place():
    assert known("民发〔2021〕57号") is known("最低生活保障审核确认办法")
    assert anchor("民发〔2021〕57号 第十四条") == anchor("最低生活保障审核确认办法 第十四条")
    assert anchor("国务院令第649号 第十条") == "社会救助暂行办法-第十条"


def test_the_tag_stands_in_every_template():
    shown = Template("{% cite law %}").render(Context({"law": "民发〔2021〕57号 第八条；社会救助法 第二十三条"}))

    assert shown.count("<a ") == 2
