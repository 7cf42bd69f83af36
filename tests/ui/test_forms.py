"""Fields parse exactly what people type and say in words what is wrong."""

import datetime as dt

import pytest
from django import forms
from django.template import Context, Template

from minzheng.rules.fact import AskWhen, FactSpec
from minzheng.ui.fact_fields import field_for
from minzheng.ui.forms import DayField, PlainForm, YuanField, yes_no


class Sample(PlainForm):
    """One field of each kind."""

    name = forms.CharField(label="姓名", help_text="按身份证")
    amount_fen = YuanField(label="金额", required=False)
    on = DayField(label="日期", required=False)
    answer = yes_no("是否？", required=False)


def drawn(form, name):
    return Template("{% field bound %}").render(Context({"bound": form[name]}))


@pytest.mark.parametrize(
    ("typed", "fen"), [("1280", 128000), ("１，２８０．５", 128050), ("￥0.01", 1), ("", None), ("0", 0)]
)
def test_yuan_field_gives_fen(typed, fen):
    form = Sample({"name": "王", "amount_fen": typed})

    assert form.is_valid()
    assert form.cleaned_data["amount_fen"] == fen


@pytest.mark.parametrize("typed", ["1.234", "-5", "一千", "1,28"])
def test_yuan_field_refuses_in_words_and_keeps_what_was_typed(typed):
    form = Sample({"name": "王", "amount_fen": typed})

    assert not form.is_valid()
    assert f'value="{typed}"' in drawn(form, "amount_fen")
    assert 'class="mz-error"' in drawn(form, "amount_fen")


@pytest.mark.parametrize(("typed", "answer"), [("1", True), ("0", False), ("", None)])
def test_unanswered_question_is_unknown_not_no(typed, answer):
    form = Sample({"name": "王", "answer": typed})

    assert form.is_valid()
    assert form.cleaned_data["answer"] is answer


@pytest.mark.parametrize("typed", ["2026-11-23", "2026年11月23日", "20261123", "2026.11.23", "2026/11/23"])
def test_day_as_offices_write_it(typed):
    form = Sample({"name": "王", "on": typed})

    assert form.is_valid()
    assert form.cleaned_data["on"] == dt.date(2026, 11, 23)


def test_field_shows_label_help_source_and_error():
    form = Sample({"name": ""}, origins={"name": "户口簿"})

    shown = drawn(form, "name")

    assert [word in shown for word in ("姓名", "按身份证", "户口簿", "请填写此项", 'aria-invalid="true"')] == [True] * 5


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("fen", "12.5", 1250),
        ("int", "2", 2),
        ("bool", "1", True),
        ("choice", "1", 1),
        ("fen", "", None),
        ("choice", "", None),
    ],
)
def test_field_of_a_fact(kind, typed, value):
    spec = FactSpec(
        "x", "某事", "person", kind, "fen" if kind == "fen" else "number", 0, 10, "说明", (AskWhen("age_years", 16),),
        choices=((0, "无"), (1, "有")) if kind == "choice" else (),
    )  # fmt: skip
    form = type("Asked", (forms.Form,), {"fact": field_for(spec)})({"fact": typed})

    assert form.is_valid()
    assert form.cleaned_data["fact"] == value


def test_lines_typed_in_a_browser_end_as_paper_can_print_them():
    form = Sample({"name": "第一行\r\n第二行"})

    assert form.is_valid()
    assert form.cleaned_data["name"] == "第一行\n第二行"
