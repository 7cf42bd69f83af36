"""What a fine in this file may be, and why, in sentences: both days' law and the lighter of the two."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.honesty.enums import Wrong
from minzheng.honesty.models import HonestyFile, Investigation
from minzheng.kernel.fen import Fen, format_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.wording import day_words
from minzheng.statute import penalty
from minzheng.statute.penalty import Lawful, Range
from minzheng.statute.period import is_barred, period

WHY = {
    "same_law": gettext_lazy("行为时与决定时是同一规定，没有轻重之分。"),
    "new_is_lighter": gettext_lazy(
        "决定时的规定较轻（最高%(new)d倍，行为时最高%(old)d倍），按较轻的新规定（行政处罚法第三十七条）。"
    ),
    "old_is_lighter": gettext_lazy("决定时的规定不比行为时轻，按行为时的规定（行政处罚法第三十七条）。"),
    "equal": gettext_lazy("两个规定轻重相同，按行为时的规定（行政处罚法第三十七条）。"),
    "no_fine_then": gettext_lazy("行为时没有规定对这种情形可以罚款，以后的规定不能追溯。只能追回多领的救助款。"),
    "before_lighter_rule": gettext_lazy("决定作出时尚无从轻适用新法的规定，按行为时的规定。"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The range that holds on a day for what was found. `is_barred`: two years passed before anybody discovered it."""

    lawful: Lawful | None
    is_barred: bool
    act_on: date
    decided_on: date
    sentences: tuple[str, ...]

    def admits(self, fine_fen: Fen) -> bool:
        """Whether the fine, or 0 for none, is lawful."""
        if self.lawful is None or self.is_barred:
            return fine_fen == 0
        return self.lawful.holds.admits(fine_fen)

    @property
    def high_fen(self) -> Fen:
        """Return the most that may be laid; 0 where no fine is possible."""
        return 0 if self.lawful is None or self.is_barred else self.lawful.holds.high_fen

    def as_dict(self) -> dict[str, Any]:
        """Return it as a notice and a decision freeze it."""
        return {
            "act_on": self.act_on.isoformat(),
            "decided_on": self.decided_on.isoformat(),
            "is_barred": self.is_barred,
            "act": _frozen(self.lawful.act) if self.lawful else None,
            "decision": _frozen(self.lawful.decision) if self.lawful else None,
            "holds": _frozen(self.lawful.holds) if self.lawful else None,
            "why": self.lawful.why if self.lawful else "",
            "sentences": list(self.sentences),
        }


def lawful_of(file: HonestyFile, found: Investigation, on: date) -> Answer:
    """Return what the law of the act and of `on` allow for what the investigation found."""
    if found.finding not in penalty.WRONGS:
        words = (
            _("认定为“%(finding)s”，当事人没有过错，只追回本金，不罚款。") % {"finding": found.get_finding_display()}
            if found.finding == Wrong.INNOCENT
            else _("查无问题，不追回、不罚款。")
        )
        return Answer(None, False, found.ended_on, on, (words,))
    both = penalty.lawful(
        matter=file.matter, area=found.area_kind, wrong=found.finding, is_grave=found.is_grave,
        obtained_fen=found.obtained_fen, act_on=found.ended_on, decided_on=on,
    )  # fmt: skip
    barred = is_barred(ended_on=found.ended_on, discovered_on=file.discovered_on)
    return Answer(both, barred, found.ended_on, on, tuple(_sentences(both, file, found, on, barred=barred)))


def range_words(found: Range) -> str:
    """Say a range in words: what may or must be fined, between which sums."""
    if not found.reference:
        return _("当时没有规定")
    if not found.has_fine:
        return _("没有罚款")
    words = {"low": format_yuan(found.low_fen), "high": format_yuan(found.high_fen)}
    if found.must:
        return _("应当罚款¥%(low)s元至¥%(high)s元") % words
    if found.low_fen == 0:
        return _("可以罚款，不超过¥%(high)s元") % words
    return _("可以不罚；罚款的，¥%(low)s元至¥%(high)s元") % words


def _sentences(both: Lawful, file: HonestyFile, found: Investigation, on: date, *, barred: bool) -> list[str]:
    lines = [
        _("行为终了之日%(day)s，依据%(law)s：%(words)s。")
        % {"day": day_words(found.ended_on), "law": retell(both.act.reference) or "—", "words": range_words(both.act)},
        _("决定之日%(day)s，依据%(law)s：%(words)s。")
        % {"day": day_words(on), "law": retell(both.decision.reference) or "—", "words": range_words(both.decision)},
        str(WHY[both.why]) % {"old": both.act.high_times, "new": both.decision.high_times},
    ]
    if barred:
        lines.append(
            _("违法行为终了超过两年才被发现（%(day)s），不再罚款（%(law)s）；多领的救助款仍应追回。")
            % {
                "day": day_words(file.discovered_on),
                "law": retell(period("penalty_limitation", file.discovered_on).reference),
            }
        )
    return lines


def _frozen(found: Range) -> dict[str, Any]:
    return {
        "reference": found.reference, "measures": found.measures, "has_fine": found.has_fine, "must": found.must,
        "low_fen": found.low_fen, "high_fen": found.high_fen, "words": range_words(found),
    }  # fmt: skip


def _limitation(day: date) -> str:
    return period("penalty_limitation", day).reference
