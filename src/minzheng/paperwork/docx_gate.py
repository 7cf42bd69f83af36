"""Is this file a Word document and nothing else? Walked as a zip before anything opens it."""

import io
import re
import zipfile

from django.utils.translation import gettext as _

from minzheng.kernel.refusal import Refused

BYTES_MAX, UNPACKED_MAX, ENTRIES_MAX, RATIO_MAX = 3 * 2**20, 40 * 2**20, 500, 200
MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OUTSIDE = re.compile(rb"<Relationship\b[^>]*TargetMode=\"External\"[^>]*>")
# Parts that do something when the document is opened.
_ACTIVE = ("vbaproject", "vbadata", "activex", "embeddings/", "oleobject", "customui")


class BadTemplate(Refused):
    """The file cannot serve as a template; the message says where and what to do."""


def gate(content: bytes, name: str) -> None:
    """Raise BadTemplate unless the file is a plain .docx of sensible size."""
    if len(content) > BYTES_MAX:
        raise BadTemplate(
            _("模板“%(name)s”超过%(n)d兆字节。请删去大图片后再上传。") % {"name": name, "n": BYTES_MAX // 2**20}
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadTemplate(
            _("“%(name)s”是旧格式的 Word 文档（.doc）或加了密码。请另存为 .docx 后再上传。") % {"name": name}
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _walk(archive, name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise BadTemplate(_("“%(name)s”不是 Word 文档（.docx），或文件已损坏。") % {"name": name}) from error


def _walk(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(entry.file_size > RATIO_MAX * max(entry.compress_size, 1) + 2**16 for entry in entries)
    if len(entries) > ENTRIES_MAX or unpacked > UNPACKED_MAX or swollen:
        raise BadTemplate(_("“%(name)s”解开后过大，没有打开。请确认文件来源。") % {"name": name})
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        raise BadTemplate(_("“%(name)s”不是 Word 文档（.docx）。") % {"name": name})
    active = [each for each in names if any(word in each.lower() for word in _ACTIVE)]
    if active or MAIN not in archive.read("[Content_Types].xml"):
        raise BadTemplate(_("“%(name)s”带有宏或嵌入的对象，不能作为模板。请另存为不带宏的 .docx。") % {"name": name})
    for each in names:
        if not each.endswith((".xml", ".rels")):
            continue
        text = archive.read(each)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise BadTemplate(_("“%(name)s”内部含有不允许的声明，没有打开。") % {"name": name})
        if each.endswith(".rels") and any(b"/hyperlink" not in found for found in _OUTSIDE.findall(text)):
            raise BadTemplate(
                _("“%(name)s”引用了文件以外的图片或模板，打开时会连接外部地址。请改为插入图片后再上传。")
                % {"name": name}
            )
