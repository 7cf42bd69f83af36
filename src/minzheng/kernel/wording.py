"""Days, sums and lists as people write them, in the language wanted."""

from collections.abc import Iterable
from datetime import date, datetime

from minzheng.kernel.english_numbers import in_words
from minzheng.kernel.fen import Fen, amount_in_words, format_yuan
from minzheng.kernel.language import is_english
from minzheng.kernel.moment import SHANGHAI

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def day_words(day: date) -> str:
    """Write a day in full: 2026年11月26日, 26 November 2026."""
    if is_english():
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def moment_words(at: datetime) -> str:
    """Write a moment of Chinese time: 2026年11月26日 14:05."""
    local = at.astimezone(SHANGHAI)
    return f"{day_words(local.date())} {local:%H:%M}"


def month_words(month: str) -> str:
    """Write a month: "2026-11" becomes 2026年11月, November 2026."""
    year, _dash, number = month.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}" if is_english() else f"{year}年{int(number)}月"


def yuan_words(fen: Fen) -> str:
    """Write a sum as people read it: ¥1,280.00 元, ¥1,280.00."""
    return f"¥{format_yuan(fen)}" if is_english() else f"¥{format_yuan(fen)} 元"


def sum_in_words(fen: Fen) -> str:
    """Write a sum out: 壹仟贰佰捌拾元整, "one thousand two hundred and eighty yuan"."""
    if not is_english():
        return amount_in_words(fen)
    yuan, part = divmod(abs(fen), 100)
    words = f"{'minus ' if fen < 0 else ''}{in_words(yuan)} yuan"
    return f"{words} and {part} fen" if part else words


def listed(words: Iterable[object]) -> str:
    """Write words one after another: 甲、乙, A, B."""
    return (", " if is_english() else "、").join(str(word) for word in words)


def clauses(parts: Iterable[object]) -> str:
    """Write clauses one after another: 甲；乙, A; B."""
    return ("; " if is_english() else "；").join(str(part) for part in parts)


def comma() -> str:
    """Return the comma between two parts of a sentence."""
    return ", " if is_english() else "，"


def bracketed(text: object) -> str:
    """Write an aside, with the space English needs before it: （甲）, (A)."""
    return f" ({text})" if is_english() else f"（{text}）"


def labelled(label: object, value: object) -> str:
    """Write a value behind its label: 甲：乙, A: B."""
    return f"{label}: {value}" if is_english() else f"{label}：{value}"
