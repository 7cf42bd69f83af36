"""Old .xls files are compound files (MS-CFB), a file system inside a file. Enough of it to fetch streams."""

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END_OF_CHAIN = 0xFFFFFFFE
LARGEST_SECTOR = 0xFFFFFFFA
STREAM, ROOT = 2, 5


class OleError(Exception):
    """The compound file's own tables do not hold together."""


class CompoundFile:
    """Sectors are followed through the allocation table; a chain longer than the file is a loop and refused."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MAGIC):
            raise OleError("header")
        self._data = data
        (self._shift, self._mini_shift) = struct.unpack_from("<HH", data, 30)
        if self._shift not in (9, 12) or self._mini_shift != 6:
            raise OleError("sector size")
        fat_count, directory_start = struct.unpack_from("<II", data, 44)
        self._cutoff, mini_start, _mini_count, difat_start, _difat_count = struct.unpack_from("<5I", data, 56)
        self._fat = self._table(self._fat_sectors(fat_count, difat_start))
        self._mini_fat = self._table(self._chain(mini_start, self._fat)) if mini_start < LARGEST_SECTOR else []
        self._streams: dict[str, tuple[int, int]] = {}
        self._mini_stream = b""
        self._read_directory(b"".join(self._sector(number) for number in self._chain(directory_start, self._fat)))

    @property
    def names(self) -> set[str]:
        """Return the names of all streams."""
        return set(self._streams)

    def read(self, name: str) -> bytes:
        """Return a stream's bytes."""
        start, size = self._streams[name]
        if size < self._cutoff:
            sectors = self._chain(start, self._mini_fat) if size else []
            return b"".join(self._mini_stream[n << 6 : (n + 1) << 6] for n in sectors)[:size]
        return b"".join(self._sector(number) for number in self._chain(start, self._fat))[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) << self._shift
        if start >= len(self._data):
            raise OleError("sector outside the file")
        return self._data[start : start + (1 << self._shift)]

    def _fat_sectors(self, count: int, difat_start: int) -> list[int]:
        numbers = list(struct.unpack_from("<109I", self._data, 76))
        seen = 0
        while difat_start < LARGEST_SECTOR:
            block = self._sector(difat_start)
            entries = struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])
            numbers.extend(entries[:-1])
            difat_start = entries[-1]
            seen += 1
            if seen > len(self._data) >> self._shift:
                raise OleError("loop")
        return [number for number in numbers if number < LARGEST_SECTOR][:count]

    def _table(self, sectors: list[int]) -> list[int]:
        raw = b"".join(self._sector(number) for number in sectors)
        return list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))

    def _chain(self, number: int, table: list[int]) -> list[int]:
        chain: list[int] = []
        while number < LARGEST_SECTOR:
            if number >= len(table) or len(chain) > len(table):
                raise OleError("chain")
            chain.append(number)
            number = table[number]
        return chain

    def _read_directory(self, raw: bytes) -> None:
        for at in range(0, len(raw) - 127, 128):
            entry = raw[at : at + 128]
            name_length, kind = struct.unpack_from("<HB", entry, 64)
            start, size = struct.unpack_from("<II", entry, 116)
            if kind == ROOT:
                root = self._chain(start, self._fat) if start < LARGEST_SECTOR else []
                self._mini_stream = b"".join(self._sector(number) for number in root)
            elif kind == STREAM and 2 <= name_length <= 64:
                self._streams[entry[: name_length - 2].decode("utf-16-le", "replace")] = (start, size)
