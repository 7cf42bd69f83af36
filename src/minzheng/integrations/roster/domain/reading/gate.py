"""The door: what may be opened at all. It looks at the size, the first bytes or a directory; nothing is parsed.

The extension is what people believe the file to be; the first bytes are what it is. Where they differ the file is
refused with both named, because a file that lies about itself has usually been renamed instead of converted.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain.reading.archive import check_directory
from minzheng.integrations.roster.domain.reading.ole import CompoundFile, OleError
from minzheng.kernel.refusal import Refused

EXTENSIONS = {".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".csv": "csv", ".txt": "csv"}
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_BIFF_MAGICS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
FOREIGN_MAGICS = {
    b"%PDF": "PDF",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
}


class FileRefused(Refused):
    """The file cannot be taken as a roster; the message says why and what to do."""


@dataclass(frozen=True)
class Source:
    """A file offered for import: its name as the person sees it, its size, its bytes on demand."""

    name: str
    size: int
    stream: BinaryIO

    @classmethod
    def of_bytes(cls, name: str, content: bytes) -> "Source":
        """Return a source for bytes already in memory."""
        return cls(name=name, size=len(content), stream=io.BytesIO(content))


def admit(source: Source, *, limit_bytes: int) -> str:
    """Return what the file truly is ("xlsx", "xls" or "csv"); raise FileRefused before anything of it is parsed."""
    if source.size == 0:
        raise FileRefused(_("文件“%(name)s”是空的（0 字节）。请重新导出或重新保存后再导入。") % {"name": source.name})
    if source.size > limit_bytes:
        raise FileRefused(
            _(
                "文件“%(name)s”有 %(size).1f MB，超过上限 %(limit)d MB，没有打开。"
                "请删去图片和无关的工作表，或按乡镇拆成几个文件再导入。"
            )
            % {"name": source.name, "size": source.size / 2**20, "limit": limit_bytes // 2**20},
        )
    extension = Path(source.name).suffix.lower()
    if extension not in EXTENSIONS:
        raise FileRefused(
            _("文件“%(name)s”的扩展名不是 .xlsx、.xls 或 .csv。请用 Excel 另存为 .xlsx 再导入。")
            % {"name": source.name},
        )
    source.stream.seek(0)
    head = source.stream.read(4096)
    source.stream.seek(0)
    content = _content_of(source, head)
    if content != EXTENSIONS[extension]:
        raise FileRefused(_mismatch(extension, content))
    return content


def _content_of(source: Source, head: bytes) -> str:
    if head.startswith(ZIP_MAGIC):
        return _zip_content(source)
    if head.startswith(OLE_MAGIC):
        return _ole_content(source)
    if head.startswith(OLD_BIFF_MAGICS):
        raise FileRefused(
            _("文件“%(name)s”是 Excel 95 以前的旧格式。请用 Excel 打开后另存为 .xlsx。") % {"name": source.name}
        )
    for magic, what in FOREIGN_MAGICS.items():
        if head.startswith(magic):
            raise FileRefused(
                _("文件“%(name)s”的内容是%(what)s，不是表格。请提供原始的 Excel 名册。")
                % {"name": source.name, "what": what},
            )
    if (
        head.lstrip(b"\xef\xbb\xbf \r\n\t")[:200]
        .lower()
        .startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta"))
    ):
        raise FileRefused(
            _("文件“%(name)s”的内容是网页（有些系统导出的“Excel”其实是网页）。请用 Excel 打开后另存为 .xlsx。")
            % {"name": source.name},
        )
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused(_broken(source.name))
    return "csv"


def _zip_content(source: Source) -> str:
    names = check_directory(source.stream, name=source.name)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise FileRefused(_("文件“%(name)s”是二进制工作簿（.xlsb）。请用 Excel 另存为 .xlsx。") % {"name": source.name})
    if "EncryptedPackage" in names:
        raise FileRefused(_locked(source.name))
    raise FileRefused(
        _("文件“%(name)s”是压缩包，里面不是 Excel 工作簿。请解压后导入其中的 .xlsx 或 .xls。") % {"name": source.name},
    )


def _ole_content(source: Source) -> str:
    try:
        streams = CompoundFile(source.stream.read()).names
    except OleError as error:
        raise FileRefused(_broken(source.name)) from error
    finally:
        source.stream.seek(0)
    if "EncryptedPackage" in streams:
        raise FileRefused(_locked(source.name))
    if "Workbook" in streams or "Book" in streams:
        return "xls"
    raise FileRefused(
        _("文件“%(name)s”不是 Excel 工作簿（可能是 Word 文档）。请提供 .xlsx 或 .xls 名册。") % {"name": source.name},
    )


def _mismatch(extension: str, content: str) -> str:
    if content == "xls":
        return _("文件内容是旧版 .xls，扩展名却是 %(extension)s；请用 Excel 另存为 .xlsx，或把扩展名改回 .xls") % {
            "extension": extension
        }
    if content == "xlsx":
        return _("文件内容是新版 .xlsx，扩展名却是 %(extension)s；请把扩展名改回 .xlsx") % {"extension": extension}
    return _(
        "文件内容是文本，不是 Excel 工作簿，扩展名却是 %(extension)s；若是 CSV 请把扩展名改为 .csv，"
        "否则文件可能已损坏，请重新导出"
    ) % {
        "extension": extension,
    }


def _locked(name: str) -> str:
    return _("文件“%(name)s”设有打开密码，无法读取。请在 Excel 中取消密码后另存，再导入。") % {"name": name}


def _broken(name: str) -> str:
    return _("文件“%(name)s”已损坏，无法读取。请用 Excel 打开检查，另存为新的 .xlsx 后再导入。") % {"name": name}
