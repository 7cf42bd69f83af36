"""Which village a text means. Names repeat inside a county and are shortened in every way; a guess is never made."""

import difflib
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain.cells import CellProblem, plain
from minzheng.kernel.wording import listed
from minzheng.registry.models import Division

TOWNSHIP, VILLAGE = 4, 5
SEPARATORS = re.compile(r"[/\\\-—_,，、>·]+")


class Places:
    """The townships and villages of one county, and the names above them that people write in front."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        found = list(divisions)
        self._by_code = {place.code: place for place in found}
        self._above = sorted((place.name for place in found if place.level < TOWNSHIP), key=len, reverse=True)
        self._townships = [place for place in found if place.level == TOWNSHIP]
        self._villages = [place for place in found if place.level == VILLAGE]

    def full_name(self, code: str) -> str:
        """Return township and village: 枝城镇白水港村委会."""
        place = self._by_code[code]
        parent = self._by_code.get(place.parent_code)
        return (parent.name if parent and parent.level == TOWNSHIP else "") + place.name

    def village(self, *, township: str, division: str, hint: str) -> Division:
        """Return the village meant; raise CellProblem with near names. `hint` only decides between namesakes."""
        text = SEPARATORS.sub("", plain(division))
        if re.fullmatch(r"\d{12}", text):
            return self._coded(text)
        for above in self._above:
            text = text.removeprefix(above)
        town = self._township(plain(township)) if plain(township) else None
        town, text = self._split(town, text)
        if not text:
            raise CellProblem(
                "division_too_wide",
                _("只写到%(name)s，没有写村（社区）") % {"name": town.name if town else _("县（市）")},
            )
        found = self._named(text)
        inside = [place for place in found if town is None or place.parent_code == town.code]
        if len(inside) > 1 and town is None:
            inside = [place for place in inside if self._by_code[place.parent_code].name in hint] or inside
        if len(inside) == 1:
            return inside[0]
        raise self._problem(text, town, found, inside)

    def any_place(self, text: str) -> Division:
        """Return the township or village of a table's row; raise CellProblem if it is none of them, or several."""
        try:
            return self._township(plain(text))
        except CellProblem:
            return self.village(township="", division=text, hint="")

    def count_townships(self, endings: tuple[str, ...]) -> int:
        """Return how many divisions of the level below the county end so."""
        return sum(place.name.endswith(endings) for place in self._townships)

    def _coded(self, code: str) -> Division:
        place = self._by_code.get(code)
        if place is None:
            raise CellProblem("division_unknown", _("区划代码 %(code)s 不在本县区划表中") % {"code": code})
        if place.level != VILLAGE:
            raise CellProblem("division_too_wide", _("只写到%(name)s，没有写村（社区）") % {"name": place.name})
        return place

    def _township(self, text: str) -> Division:
        for above in self._above:
            text = text.removeprefix(above)
        text = text.removesuffix("人民政府").removesuffix("办事处")
        found = [place for place in self._townships if text in (place.name, place.code, _bare_township(place.name))]
        if len(found) != 1:
            raise CellProblem(
                "division_unknown",
                _("没有“%(text)s”这个乡镇（街道）%(near)s")
                % {"text": text[:20], "near": _near(text, [place.name for place in self._townships])},
            )
        return found[0]

    def _split(self, town: Division | None, text: str) -> tuple[Division | None, str]:
        """Take a township's whole name off the front of the text."""
        for place in sorted(self._townships, key=lambda place: len(place.name), reverse=True):
            if text.startswith(place.name) and (town is None or town == place):
                return place, text.removeprefix(place.name).removeprefix("办事处")
        return town, text

    def _named(self, text: str) -> list[Division]:
        wanted = _village_name(text)
        found = [place for place in self._villages if wanted == _village_name(place.name)]
        return found or [place for place in self._villages if wanted == _bare_village(place.name)]

    def _problem(self, text: str, town: Division | None, found: list[Division], inside: list[Division]) -> CellProblem:
        if inside:
            names = listed(self.full_name(place.code) for place in inside)
            return CellProblem(
                "division_ambiguous",
                _("“%(text)s”有几个：%(names)s；请写全称或补写乡镇") % {"text": text[:20], "names": names},
            )
        if found and town:
            names = listed(self.full_name(place.code) for place in found)
            return CellProblem(
                "division_unknown",
                _("%(town)s没有“%(text)s”，别处有：%(names)s") % {"town": town.name, "text": text[:20], "names": names},
            )
        pool = [place for place in self._villages if town is None or place.parent_code == town.code]
        near = _near(_village_name(text), [_village_name(place.name) for place in pool])
        return CellProblem("division_unknown", _("区划表中没有“%(text)s”%(near)s") % {"text": text[:20], "near": near})


def _near(text: str, names: list[str]) -> str:
    close = difflib.get_close_matches(text, names, n=3, cutoff=0.5)
    return _("；相近的有：%(names)s") % {"names": listed(close)} if close else _("；请核对，或改填 12 位区划代码")


def _village_name(name: str) -> str:
    """Return 某某村 or 某某社区, however the committee is written behind it."""
    name = re.sub(r"(居民委员会|居委会|居民委)$", "社区", name).replace("社区社区", "社区")
    return re.sub(r"(村民委员会|村委会|村民委)$", "村", name).replace("村村", "村")


def _bare_village(name: str) -> str:
    return re.sub(r"(社区|村)$", "", _village_name(name))


def _bare_township(name: str) -> str:
    return re.sub(r"(街道|镇|土家族乡|乡)$", "", name)
