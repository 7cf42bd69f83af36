"""Comments of an xlsx sheet: the words (comments part) and the yellow boxes they stand in (a VML drawing)."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from minzheng.integrations.roster.domain.marking.marks import Marks
from minzheng.integrations.roster.domain.reading.book import column_letters

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Excel counts boxes in blocks of 1,024, the first of which begins at 1,025; a drawing names its blocks.
BLOCK = 1024
WIDTH_POINTS, LINE_POINTS, CHARACTERS_A_LINE = 220, 14, 22

EMPTY_COMMENTS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{MAIN}">'
    "<authors/><commentList/></comments>"
)
EMPTY_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def clean(text: str) -> str:
    """Return a text as it may stand in XML."""
    return escape(UNPRINTABLE.sub("", text))


def with_comments(content: str, marks: Marks, *, author: str) -> str:
    """Return a comments part with one comment per mark; a comment that is there already is added to, not replaced."""
    prefix = _prefix(content, "comments")
    content = _opened(content, f"{prefix}authors")
    content = _opened(content, f"{prefix}commentList")
    number = len(re.findall(rf"<{prefix}author(?:\s[^>]*)?/?>", content))
    content = content.replace(
        f"</{prefix}authors>", f"<{prefix}author>{clean(author)}</{prefix}author></{prefix}authors>"
    )
    fresh = []
    for position, mark in marks.items():
        reference = f"{column_letters(position[1])}{position[0] + 1}"
        run = f'<{prefix}r><{prefix}t xml:space="preserve">{clean(mark.comment)}</{prefix}t></{prefix}r>'
        said = re.search(rf'<{prefix}comment\s[^>]*ref="{reference}"[^>]*>.*?(?=</{prefix}text>)', content, re.DOTALL)
        if said:
            line = f'<{prefix}r><{prefix}t xml:space="preserve">\n{clean(mark.comment)}</{prefix}t></{prefix}r>'
            content = content[: said.end()] + line + content[said.end() :]
        else:
            text = f"<{prefix}text>{run}</{prefix}text>"
            fresh.append(f'<{prefix}comment ref="{reference}" authorId="{number}">{text}</{prefix}comment>')
    return content.replace(f"</{prefix}commentList>", "".join(fresh) + f"</{prefix}commentList>")


def commented(content: str) -> set[str]:
    """Return the references of the cells that have a comment."""
    return set(re.findall(r'<(?:\w+:)?comment\s[^>]*?\bref="([A-Z]+[0-9]+)"', content))


def with_boxes(content: str, marks: Marks, *, leave_out: set[str]) -> str:
    """Return a drawing with a hidden box per mark; cells in `leave_out` have one already."""
    if "urn:schemas-microsoft-com:vml" not in content or "</xml>" not in content:
        raise ValueError("not a drawing of comments")
    boxes = [] if 'id="_x0000_t202"' in content else [SHAPE_TYPE]
    last = max((int(each) for each in re.findall(r'\bid="_x0000_s(\d+)"', content)), default=BLOCK)
    blocks = range(1, (last + len(marks)) // BLOCK + 1)
    content = content.replace('data="1"/>', f'data="{",".join(map(str, blocks))}"/>', 1)
    for order, (position, mark) in enumerate(marks.items()):
        row, column = position
        if f"{column_letters(column)}{row + 1}" in leave_out:
            continue
        lines = sum(1 + len(line) // CHARACTERS_A_LINE for line in mark.comment.split("\n"))
        height = LINE_POINTS * (lines + 1)
        boxes.append(
            f'<v:shape id="_x0000_s{last + 1 + order}" type="#_x0000_t202" style="position:absolute;'
            f"margin-left:60pt;margin-top:2pt;width:{WIDTH_POINTS}pt;height:{height}pt;z-index:{order + 1};"
            'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
            '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
            '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
            '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
            f"<x:Anchor>{column + 1}, 15, {row}, 10, {column + 5}, 15, {row + max(3, lines)}, 4</x:Anchor>"
            f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        )
    namespaces: Mapping[str, str] = {
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "x": "urn:schemas-microsoft-com:office:excel",
    }
    for short, long in namespaces.items():
        if f'xmlns:{short}="{long}"' not in content:
            raise ValueError("a drawing with other names than ours")
    at = content.rindex("</xml>")
    return content[:at] + "".join(boxes) + content[at:]


def _prefix(content: str, root: str) -> str:
    found = re.search(rf"<(\w+:)?{root}[\s>]", content)
    if found is None:
        raise ValueError(f"no {root}")
    return found[1] or ""


def _opened(content: str, name: str) -> str:
    """Return the part with an element that was closed at once opened."""
    return re.sub(rf"<{name}\s*/>", f"<{name}></{name}>", content)
