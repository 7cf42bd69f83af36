"""The outcome of a check: what could be imported, what could not, and every reason. It writes nothing."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minzheng.integrations.roster.domain.draft import HouseholdDraft
from minzheng.integrations.roster.domain.problem import Problem
from minzheng.integrations.roster.domain.reasons import label
from minzheng.integrations.roster.domain.statistics.lines import Comparison
from minzheng.integrations.roster.enums import BatchKind
from minzheng.kernel.wording import listed

STOPS_THE_FILE = frozenset({"column_missing"})


@dataclass(frozen=True)
class Report:
    """A checked file. `sheets` tells what each recognised sheet was taken for."""

    file_name: str
    sha256: str
    program: str
    sheets: tuple[dict[str, Any], ...]
    households: tuple[HouseholdDraft, ...]
    notes: tuple[Problem, ...]
    kind: BatchKind = BatchKind.TAKEOVER
    comparisons: tuple[Comparison, ...] = ()

    @property
    def is_stopped(self) -> bool:
        """Whether something is wrong with the whole file, so that no household can be taken."""
        return any(problem.code in STOPS_THE_FILE for problem in self.notes)

    @property
    def good(self) -> list[HouseholdDraft]:
        """Return the households that can be imported."""
        return [] if self.is_stopped else [household for household in self.households if household.is_good]

    @property
    def problems(self) -> list[Problem]:
        """Return every finding, in the order of the file."""
        found = [*self.notes, *(problem for household in self.households for problem in household.problems)]
        order = {str(sheet["name"]): number for number, sheet in enumerate(self.sheets)}
        return sorted(
            found, key=lambda problem: (order.get(problem.sheet, len(order)), problem.row or 0, problem.column)
        )

    def in_words(self) -> str:
        """Return the counts as a sentence: 共 60 户，可导入 50 户，不能导入 10 户，原因：……"""
        total, good = len(self.households), len(self.good)
        if self.kind == BatchKind.COMPARISON:
            lines = [line for comparison in self.comparisons for line in comparison.lines]
            counts = Counter(line.verdict for line in lines)
            told = listed(f"{verdict.label} {n}" for verdict, n in counts.most_common())
            return _("统计表和公示名单不导入人员，只与系统比较：%(told)s。") % {"told": told or _("没有可比较的数字")}
        if not total:
            return _("没有可导入的户：文件中没有读到任何一户。")
        text = _("共 %(total)d 户，可导入 %(good)d 户，不能导入 %(bad)d 户") % {
            "total": total,
            "good": good,
            "bad": total - good,
        }
        return text + (_("，原因：%(why)s。") % {"why": self.why()} if total > good else "。")

    def why(self) -> str:
        """Return why households stay out, each counted once by its first error, most frequent first."""
        counts: Counter[str] = Counter()
        for household in self.households:
            errors = [problem for problem in household.problems if problem.is_error]
            if errors:
                counts[label(errors[0].code)] += 1
            elif self.is_stopped:
                counts[_("文件有缺（见问题清单）")] += 1
        return listed(_("%(label)s %(n)d 户") % {"label": text, "n": n} for text, n in counts.most_common())

    def as_dict(self) -> dict[str, Any]:
        """Return it JSON-ready, without names, ID or account numbers."""
        return {
            "file_name": self.file_name,
            "sha256": self.sha256,
            "program": self.program,
            "kind": str(self.kind),
            "comparisons": [comparison.as_dict() for comparison in self.comparisons],
            "sheets": list(self.sheets),
            "households_total": len(self.households),
            "households_good": len(self.good),
            "summary": self.in_words(),
            "problems": [problem.as_dict() for problem in self.problems],
        }
