"""The words and shapes of the design language as template tags; docs/reference/design-language.md shows each.

Built in to every template. Nothing here reads the clock: "this year" comes from the page's `today`.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from minzheng.kernel import language, wording
from minzheng.kernel.citation import cited
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.moment import SHANGHAI
from minzheng.kernel.phrasebook import retell
from minzheng.statute.instrument import anchor, instruments
from minzheng.ui.tones import SHAPES, Tone

register = template.Library()
# An instrument the product knows, named inside a sentence, with its first article.
NAMES = sorted((name for row in instruments().values() for name in (row.name, *row.also)), key=len, reverse=True)
INSIDE = re.compile(
    rf"(?:{'|'.join(map(re.escape, NAMES))})\s*第[零〇一二三四五六七八九十百]+条(?:（[一二三四五六七八九十]+）)?"
)


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """Draw one symbol of the sprite; decoration only, so there is always a word beside it."""
    return format_html(
        '<svg class="mz-icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("vendor/tabler-icons/icons.svg"),
        name,
    )


@register.filter
def yuan(fen: int | None) -> str:
    """Write fen as yuan with two decimals and thousands separators: "1,280.00". Unknown is a dash, not zero."""
    return "—" if fen is None else format_yuan(fen)


@register.simple_tag
def money(fen: int | None, size: str = "", per: str = "") -> SafeString:
    """Write an amount people read: ¥1,280.00 元. `size` "big" for what a household receives; `per` such as "月"."""
    if fen is None:
        return format_html('<span class="mz-money mz-quiet">{}</span>', _("未知"))
    style = " mz-money-big" if size == "big" else ""
    unit = _("元/%(per)s") % {"per": per} if per else _("元")
    if language.is_english():  # "¥1,280.00", and "¥1,280.00 per month"
        unit = unit if per else ""
    return format_html(
        '<span class="mz-money{}">¥{}{}</span>',
        style,
        format_yuan(fen),
        format_html(' <span class="mz-unit">{}</span>', unit) if unit else "",
    )


@register.filter
def zh_day(value: dt.date | dt.datetime | str | None) -> str:
    """Write a day in full: 2026年11月23日, 23 November 2026."""
    day = _day(value)
    return wording.day_words(day) if day else "—"


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: dt.date | dt.datetime | str | None) -> str:
    """Write a day for lists: 11-23, with the year if it is not this one."""
    when = _day(value)
    if when is None:
        return "—"
    today = context.get("today")
    return f"{when:%m-%d}" if today and when.year == today.year else f"{when:%Y-%m-%d}"


@register.filter
def zh_moment(value: dt.datetime | None) -> str:
    """Write a moment of Chinese time: 2026年11月23日 14:05."""
    return wording.moment_words(value) if value else "—"


@register.filter
def zh_month(value: Any) -> str:
    """Write a month: "2026-11" becomes 2026年11月, November 2026."""
    return wording.month_words(str(value)) if value else "—"


@register.filter
def retold(text: object) -> str:
    """Retell what was kept in Chinese in the language of the page; names and what people typed stay."""
    return retell(str(text)) if text else ""


@register.filter
def all_retold(texts: Iterable[object]) -> list[str]:
    """Retell each of a list."""
    return [retell(str(text)) for text in texts]


@register.filter
def html_lang(code: str) -> str:
    """Write a language as the `lang` attribute wants it: "zh-hans" becomes zh-Hans."""
    return {language.CHINESE: "zh-Hans"}.get(code, code)


@register.filter
def listed(words: Iterable[object]) -> str:
    """Write words one after another: 甲、乙, A, B."""
    return wording.listed(words)


@register.filter
def at(table: Mapping[Any, Any], key: Any) -> Any:
    """Look a key up in a table: {{ places|at:code }}."""
    return table.get(key, "")


@register.simple_tag
def cite(law: str) -> SafeString:
    """A citation, each part of it a link to its place in the list of instruments; retold in the page's language."""
    return _cited_once(law, in_english=language.is_english())


# A calculation cites the same few articles hundreds of times.
@lru_cache(maxsize=4096)
def _cited_once(law: str, *, in_english: bool) -> SafeString:
    parts = []
    for one in cited(law):
        where, words = anchor(one.text), retell(one.text)
        address = f"{reverse('desk:law')}#{where}"
        parts.append(format_html('<a href="{}">{}</a>', address, words) if where else escape(words))
    return mark_safe(("; " if in_english else "；").join(parts))  # noqa: S308 - every part is escaped above


@register.filter
def with_law(text: str) -> SafeString:
    """A refusal or another sentence with the citations inside it made links; everything else is escaped."""
    shown, at = [], 0
    for found in INSIDE.finditer(text):
        where = anchor(found[0])
        if where:
            shown += [
                escape(text[at : found.start()]),
                format_html('<a href="{}#{}">{}</a>', reverse("desk:law"), where, found[0]),
            ]
            at = found.end()
    return mark_safe("".join([*shown, escape(text[at:])]))  # noqa: S308 - every part is escaped above


@register.simple_tag
def tag(word: str, tone: str = Tone.PLAIN) -> SafeString:
    """A status: word, shape and colour together, so that none of them stands alone."""
    return format_html('<span class="mz-tag mz-tag-{}">{}{}</span>', tone, icon(SHAPES[Tone(tone)]), word)


@register.simple_tag(takes_context=True)
def due(context: template.Context, value: dt.date | None, days_left: int | None, unit: str = "") -> SafeString:
    """A deadline with the days left in words; late in red, within two days in amber."""
    if value is None:
        return format_html('<span class="mz-quiet">{}</span>', _("无办理时限"))
    left = days_left or 0
    unit = unit or _("工作日")
    if left < 0:
        style, words = "late", _("已逾期 %(n)s 个%(unit)s") % {"n": -left, "unit": unit}
    elif left == 0:
        style, words = "soon", _("今天到期")
    else:
        style, words = ("soon" if left <= 2 else "calm"), _("还剩 %(n)s 个%(unit)s") % {"n": left, "unit": unit}
    return format_html('<span class="mz-due mz-due-{}">{} {}</span>', style, day(context, value), words)


@register.inclusion_tag("ui/field.html")
def field(bound: Any, source: str = "") -> dict[str, Any]:
    """One field: label above, help under it, the control, where a prefilled value comes from, the error in words."""
    origins = getattr(bound.form, "origins", {})
    return {
        "bound": bound,
        "kind": getattr(bound.field, "look", ""),
        "source": source or origins.get(bound.name, ""),
    }


@register.inclusion_tag("ui/pages.html", takes_context=True)
def pages(context: template.Context, page: Any, name: str = "page") -> dict[str, Any]:
    """Earlier / later with the place in the list; nothing if all fits on one page.

    `name` is the word in the address that turns this list, where a screen has several.
    """
    if not page:
        return {}
    asked = context["request"].GET
    turned = {
        f"{way}_url": "?" + _with(asked, name, number)
        for way, number in (("earlier", page.number - 1), ("later", page.number + 1))
        if 1 <= number <= page.paginator.num_pages
    }
    return {"page": page, **turned}


def _with(asked: QueryDict, name: str, number: int) -> str:
    """Return the address's words with another page of one list."""
    words = asked.copy()
    words[name] = str(number)
    return words.urlencode()


def _day(value: dt.date | dt.datetime | str | None) -> dt.date | None:
    if isinstance(value, str):
        return dt.date.fromisoformat(value[:10]) if value else None
    return value.astimezone(SHANGHAI).date() if isinstance(value, dt.datetime) else value
