"""The text of an answer: UTF-8 or GB 18030, one of them throughout."""

import re

from django.utils.translation import gettext as _

from minzheng.kernel.refusal import Refused

UTF8_MARK = b"\xef\xbb\xbf"
HAN = re.compile("[\u3400-\u9fff]")


class UnreadableFile(Refused):
    """The file is empty, too large, damaged or no table."""


def text_of(content: bytes, name: str) -> str:
    """Return the text. Raises UnreadableFile for what is no text, and where two encodings or files were joined."""
    lines = content.removeprefix(UTF8_MARK).split(b"\n")
    joined = next((row for row, line in enumerate(lines, start=1) if line.startswith(UTF8_MARK)), 0)
    if joined:
        raise UnreadableFile(
            _("文件“%(name)s”第 %(row)s 行开头有 UTF-8 标记，像是两份文件接在一起，请分开后逐份登记")
            % {"name": name, "row": joined}
        )
    text = _decoded(content, name)
    if "\ufeff" in text or "\0" in text:
        row = text[: min(place for place in (text.find("\ufeff"), text.find("\0")) if place >= 0)].count("\n") + 1
        raise UnreadableFile(
            _("文件“%(name)s”第 %(row)s 行有不应出现的字符（编码标记或空字符），文件被改动过，请向银行索取原始文件")
            % {"name": name, "row": row}
        )
    return text


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        if row > 1 or any(_is_utf8(line) for line in content.split(b"\n")):
            raise UnreadableFile(_mixed(name, row)) from error
        raise UnreadableFile(_("文件“%(name)s”既不是文本也不是 Excel 工作簿，无法读取") % {"name": name}) from error
    mixed = next((row for row, line in enumerate(content.split(b"\n"), start=1) if _is_utf8(line)), 0)
    if mixed:
        raise UnreadableFile(_mixed(name, mixed))
    return text


def _is_utf8(line: bytes) -> bool:
    """Whether a line holds Chinese in UTF-8; GBK that happens to be that as well is no Chinese anyone writes."""
    try:
        return bool(HAN.search(line.decode("utf-8")))
    except UnicodeDecodeError:
        return False


def _mixed(name: str, row: int) -> str:
    return _(
        "文件“%(name)s”第 %(row)s 行与其他行的编码不同（GBK 与 UTF-8 混用），文字会读错，没有登记；请向银行索取原始文件"
    ) % {
        "name": name,
        "row": row,
    }
