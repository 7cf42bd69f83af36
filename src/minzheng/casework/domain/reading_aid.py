"""Papers of a case in English, for reading only. Never kept and never served: the Chinese paper alone counts."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from minzheng.casework.domain.calculation_sheet import sheet_data
from minzheng.casework.models import Determination, Letter
from minzheng.kernel.language import ENGLISH, speaking
from minzheng.kernel.wording import day_words
from minzheng.paperwork import reading_aid


def letter_in_english(letter: Letter, *, at: datetime) -> bytes:
    """Return what a letter says in English, with the note that the Chinese text counts."""
    data = letter.data
    with speaking(ENGLISH):
        sections = [
            {"head": data["person"], "lines": reading_aid.told([data["opening"]])},
            {"head": _("决定"), "lines": reading_aid.told(data["decision"])},
            {"head": _("查明的事实"), "lines": reading_aid.told(data["facts"])},
            reading_aid.conditions(data["conditions"]),
            reading_aid.calculation(data["calculation"]),
            {"head": _("法律依据"), "lines": reading_aid.told([*data["law"], data["closing"]])},
            reading_aid.remedies(data["remedies"]),
        ]
        issued = _("制发日期：%(day)s") % {"day": day_words(date.fromisoformat(data["date"]))}
        sections[-1]["lines"].append(issued)
        return reading_aid.compiled(data, sections, at=at)


def sheet_in_english(determination: Determination, *, at: datetime) -> bytes:
    """Return a calculation sheet in English, with the same note."""
    data = sheet_data(determination)
    with speaking(ENGLISH):
        figures = {
            "head": _("所用标准"),
            "heads": [_("标准"), _("数值"), _("自何日起"), _("依据"), _("性质")],
            "rows": [
                reading_aid.told(row[key] for key in ("name", "value", "from", "reference", "status"))
                for row in data["figures"]
            ],
        }
        sections = [
            {"head": data["number"], "lines": reading_aid.told([*data["facts"], *data["warnings"]])},
            reading_aid.conditions(data["conditions"]),
            reading_aid.calculation(data["calculation"]),
            figures,
        ]
        return reading_aid.compiled(data, sections, at=at)
