"""What the check says about a place in the file. The sentences never hold a whole ID or account number."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from minzheng.integrations.roster.enums import Severity


@dataclass(frozen=True)
class Problem:
    """One finding. `row` counts from 1, None for the whole sheet; `column` is the letter and the title."""

    sheet: str
    row: int | None
    column: str
    severity: str
    code: str
    reason: str

    @property
    def is_error(self) -> bool:
        """Whether the household (or, without a row, the whole file) is kept out."""
        return self.severity == Severity.ERROR

    @property
    def place(self) -> str:
        """Return where it is, for people: “名册”第 12 行 F 身份证号码."""
        parts = [
            f"“{self.sheet}”" if self.sheet else "",
            _("第 %(row)s 行") % {"row": self.row} if self.row else "",
            self.column,
        ]
        return " ".join(part for part in parts if part)

    def as_dict(self) -> dict[str, Any]:
        """Return it JSON-ready."""
        return asdict(self)
