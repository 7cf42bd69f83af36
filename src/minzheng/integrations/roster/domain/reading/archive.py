"""An xlsx file is a zip archive. Its directory says how large it will become; it is judged by that before anything is
decompressed, and held to it while it is.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from minzheng.kernel.refusal import Refused

MOST_BYTES_UNPACKED = 120 * 2**20
MOST_ENTRIES = 2_000
MOST_DIRECTORY_BYTES = 1 * 2**20
# Deflate reaches about 1,030; ordinary workbooks 5 to 30, those with a million formatted empty rows 100 to 150.
MOST_RATIO = 250
RATIO_MATTERS_ABOVE = 4 * 2**20
ARCHIVE_SUFFIXES = (".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".xlsx", ".xlsm", ".docx", ".pptx")
END_OF_DIRECTORY = b"PK\x05\x06"
PIECE = 64 * 1024


class ArchiveRefused(Refused):
    """The archive is damaged, locked, or would grow beyond what a roster can be."""


def check_directory(stream: BinaryIO, *, name: str) -> set[str]:
    """Return the names in the archive; raise ArchiveRefused if the directory promises too much. Unpacks nothing."""
    _check_end_record(stream, name)
    entries = open_archive(stream, name=name).infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        raise ArchiveRefused(_bomb(name, _("内部文件多达 %(n)d 个") % {"n": len(entries)}))
    if unpacked > MOST_BYTES_UNPACKED:
        raise ArchiveRefused(_bomb(name, _("解开后有 %(size)d MB") % {"size": unpacked // 2**20}))
    if unpacked > RATIO_MATTERS_ABOVE and unpacked > MOST_RATIO * max(packed, 1):
        raise ArchiveRefused(_bomb(name, _("压缩比高达 %(ratio)d 倍") % {"ratio": unpacked // max(packed, 1)}))
    nested = [entry.filename for entry in entries if entry.filename.lower().endswith(ARCHIVE_SUFFIXES)]
    if nested:
        raise ArchiveRefused(_bomb(name, _("里面还套着别的压缩文件（%(inner)s）") % {"inner": nested[0]}))
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ArchiveRefused(_("文件“%(name)s”设有密码，无法读取。请取消密码后另存，再导入。") % {"name": name})
    return {entry.filename for entry in entries}


def open_archive(stream: BinaryIO, *, name: str) -> zipfile.ZipFile:
    """Return the archive, its directory read."""
    stream.seek(0)
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ArchiveRefused(_damaged(name)) from error


def pieces(stream: BinaryIO, entry: zipfile.ZipInfo, *, name: str) -> Iterator[bytes]:
    """Yield one member's bytes in small pieces, never more than the directory promised.

    Python's own reader stops silently at the promised size, while the workbook reader behind us would go on: a
    directory that lies must be caught here.
    """
    left = entry.file_size
    checksum = 0
    for piece in _unpacked(stream, entry, name):
        left -= len(piece)
        if left < 0:
            raise ArchiveRefused(_bomb(name, _("内部文件 %(inner)s 比目录写明的大") % {"inner": entry.filename}))
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if left or checksum != entry.CRC:
        raise ArchiveRefused(_damaged(name))


def _unpacked(stream: BinaryIO, entry: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    stream.seek(entry.header_offset)
    header = stream.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise ArchiveRefused(_damaged(name))
    stream.seek(sum(struct.unpack("<HH", header[26:30])), 1)
    left = entry.compress_size
    if entry.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (piece := stream.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise ArchiveRefused(_damaged(name))
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    pending = b""
    try:
        while not machine.eof:
            if not pending:
                pending = stream.read(min(PIECE, left))
                left -= len(pending)
                if not pending:
                    raise ArchiveRefused(_damaged(name))
            yield machine.decompress(pending, PIECE)
            pending = machine.unconsumed_tail
    except zlib.error as error:
        raise ArchiveRefused(_damaged(name)) from error


def _check_end_record(stream: BinaryIO, name: str) -> None:
    """Bound the directory itself before Python reads it whole into objects."""
    end = stream.seek(0, 2)
    stream.seek(max(0, end - 65_557))
    tail = stream.read()
    at = tail.rfind(END_OF_DIRECTORY)
    if at < 0 or len(tail) < at + 22:
        raise ArchiveRefused(_damaged(name))
    entries, directory_bytes = struct.unpack("<HI", tail[at + 10 : at + 16])
    if entries > MOST_ENTRIES or directory_bytes > MOST_DIRECTORY_BYTES:
        raise ArchiveRefused(_bomb(name, _("内部文件过多")))


def _bomb(name: str, why: str) -> str:
    return _(
        "文件“%(name)s”%(why)s，不像正常的名册，没有解压。请用 Excel 新建工作簿，只复制名册内容后另存，再导入。"
    ) % {
        "name": name,
        "why": why,
    }


def _damaged(name: str) -> str:
    return _("文件“%(name)s”已损坏，无法读取。请用 Excel 打开检查，另存为新的 .xlsx 后再导入。") % {"name": name}
