"""Say which texts of the English catalogue are missing or wrong; exit 1 if there are any.

Every text has an English one with the same blanks, none is a guess (fuzzy), and no English text holds Chinese.
tests/house/test_translations.py runs the same check.
"""

import json
import pathlib
import re
import sys
from collections.abc import Iterator

CATALOGUE = pathlib.Path(__file__).resolve().parent.parent / "src/minzheng/locale/en/LC_MESSAGES/django.po"
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
BLANK = re.compile(r"%\(\w+\)[.\d]*[sdf]|\{[\w.]*(?::\d+)?\}|%%")
QUOTED = re.compile(r'^(msgid|msgstr)? ?"(.*)"$')


def entries(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each text, its English, and whether that is a guess."""
    for block in text.split("\n\n"):
        found = {"msgid": "", "msgstr": ""}
        key = ""
        for line in block.splitlines():
            part = QUOTED.match(line)
            if part is None:
                continue
            key = part[1] or key
            found[key] += json.loads(f'"{part[2]}"')
        if found["msgid"]:
            yield found["msgid"], found["msgstr"], "#, fuzzy" in block or ", fuzzy" in block


def problems(text: str) -> list[str]:
    """Return a sentence for every text that is missing or wrong."""
    found = []
    for chinese, english, is_guess in entries(text):
        if not english:
            found.append(f"no English: {chinese}")
        elif is_guess:
            found.append(f"a guess, please check and remove the fuzzy mark: {chinese}")
        elif set(BLANK.findall(chinese)) - {"%%"} != set(BLANK.findall(english)) - {"%%"}:
            found.append(f"other blanks in English: {chinese} -> {english}")
        elif CHINESE.search(english):
            found.append(f"Chinese in English: {chinese} -> {english}")
    return found


if __name__ == "__main__":
    wrong = problems(CATALOGUE.read_text(encoding="utf-8"))
    print("\n".join(wrong) if wrong else "every text has its English")
    sys.exit(1 if wrong else 0)
