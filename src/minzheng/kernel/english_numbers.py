"""Whole numbers in English words, for sums that are written out: 1280 is "one thousand two hundred and eighty"."""

UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
GROUPS = ("", " thousand", " million", " billion", " trillion", " quadrillion")


def in_words(number: int) -> str:
    """Return the number in words; negative numbers begin with "minus"."""
    if number < 0:
        return f"minus {in_words(-number)}"
    if number < 1000:
        return _below_thousand(number)
    parts: list[str] = []
    rest = number
    for name in GROUPS:
        rest, group = divmod(rest, 1000)
        if group:
            parts.append(_below_thousand(group) + name)
    last_is_small = 0 < number % 1000 < 100
    words = " ".join(reversed(parts))
    return words if not last_is_small else " ".join([*reversed(parts[1:]), "and", parts[0]])


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if hundreds and rest:
        return f"{UNITS[hundreds]} hundred and {_below_hundred(rest)}"
    return f"{UNITS[hundreds]} hundred" if hundreds else _below_hundred(rest)


def _below_hundred(number: int) -> str:
    if number < len(UNITS):
        return UNITS[number]
    tens, rest = divmod(number, 10)
    return TENS[tens] + (f"-{UNITS[rest]}" if rest else "")
