"""Papers of a case in English, for reading only. Never kept and never served: the Chinese paper alone counts."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from minzheng.casework.domain.calculation_sheet import sheet_data
from minzheng.casework.models import Determination, Letter
from minzheng.kernel.language import ENGLISH, speaking
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import day_words
from minzheng.services.papers import compile_pdf

TEMPLATE = "/services/papers/typst/reading_aid.typ"
Row = Mapping[str, Any]


def letter_in_english(letter: Letter, *, at: datetime) -> bytes:
    """Return what a letter says in English, with the note that the Chinese text counts."""
    data = letter.data
    with speaking(ENGLISH):
        remedies = data["remedies"]
        sections = [
            {"head": data["person"], "lines": _told([data["opening"]])},
            {"head": _("决定"), "lines": _told(data["decision"])},
            {"head": _("查明的事实"), "lines": _told(data["facts"])},
            _conditions(data["conditions"]),
            _calculation(data["calculation"]),
            {"head": _("法律依据"), "lines": _told([*data["law"], data["closing"]])},
            {
                "head": _("不服本决定怎么办"),
                "lines": [
                    _("可以自知道本决定之日起%(days)s日内向%(body)s申请行政复议。")
                    % {"days": remedies["review_days"], "body": retell(remedies["review_body"])},
                    _("也可以自知道本决定之日起%(months)s个月内直接向%(court)s提起行政诉讼。")
                    % {"months": remedies["court_months"], "court": retell(remedies["court"])},
                ],
            },
        ]
        issued = _("制发日期：%(day)s") % {"day": day_words(date.fromisoformat(data["date"]))}
        sections[-1]["lines"].append(issued)
        return _compiled(data, sections, at)


def sheet_in_english(determination: Determination, *, at: datetime) -> bytes:
    """Return a calculation sheet in English, with the same note."""
    data = sheet_data(determination)
    with speaking(ENGLISH):
        figures = {
            "head": _("所用标准"),
            "heads": [_("标准"), _("数值"), _("自何日起"), _("依据"), _("性质")],
            "rows": [
                _told(row[key] for key in ("name", "value", "from", "reference", "status")) for row in data["figures"]
            ],
        }
        sections = [
            {"head": data["number"], "lines": _told([*data["facts"], *data["warnings"]])},
            _conditions(data["conditions"]),
            _calculation(data["calculation"]),
            figures,
        ]
        return _compiled(data, sections, at)


def _conditions(rows: Iterable[Row]) -> dict[str, Any]:
    words = {True: _("符合"), False: _("不符合"), None: _("不清楚")}
    return {
        "head": _("逐项条件"),
        "heads": [_("条件"), _("要求"), _("现状"), _("相差"), _("结论"), _("依据")],
        "rows": [
            [
                *_told(row[key] for key in ("label", "needs", "has", "differs")),
                words[row["passed"]] if row.get("arises", True) else _("不涉及"),
                retell(row["law"]),
            ]
            for row in rows
        ],
    }


def _calculation(rows: Iterable[Row]) -> dict[str, Any]:
    return {
        "head": _("计算过程"),
        "heads": [_("项目"), _("数值"), _("来源"), _("依据")],
        "rows": [_told(row[key] for key in ("label", "value", "source", "law")) for row in rows],
    }


def _told(texts: Iterable[object]) -> list[str]:
    return [retell(str(text)) for text in texts if text is not None]


def _compiled(data: Row, sections: list[dict[str, Any]], at: datetime) -> bytes:
    told = {
        "issuer": retell(data["issuer"]),
        "title": retell(data["title"]),
        "number": data["number"],
        "note": _("译文仅供阅读，以中文原件为准。"),
        "demo": _("演示数据：本件由演示系统生成，不是真实的公文"),
        "page": _("页"),
        "sections": sections,
    }
    return compile_pdf(TEMPLATE, told, at=at)
