"""What the pages of stores show: goods by township, and one store with its acts."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.desk.file_acts import FileAct, offered
from minzheng.desk.forms import stores as forms
from minzheng.desk.relief_page import OFFICERS, tabs_of
from minzheng.desk.request import DeskRequest
from minzheng.ledger.domain import good as goods
from minzheng.ledger.models import WriteOff
from minzheng.registry.models import Division
from minzheng.registry.queries.divisions import TOWNSHIP, divisions_in
from minzheng.relief.domain import storing
from minzheng.relief.queries.stores import StockLine, losses, stock


@dataclass(frozen=True)
class StoreView:
    """A store as its acts look at it."""

    division_code: str
    place: str
    lines: list[StockLine]
    losses: list[WriteOff]
    is_county: bool

    @property
    def number(self) -> str:
        """Return what its acts are addressed by."""
        return self.division_code

    @property
    def waiting(self) -> list[WriteOff]:
        """Return the losses that wait for a second person."""
        return [one for one in self.losses if one.confirmed_at is None]


ACTS = (
    FileAct(
        verb="receive", title=_("物资入库"), button=_("入库"), form=forms.ReceiveForm, run=storing.receive,
        done=_("已入库。"), consequence=_("同一单据的同一种物资只入库一次；入库后只能发放、退回或者报损。"),
    ),
    FileAct(
        verb="confirm-loss", title=_("批准报损"), button=_("批准报损"), form=forms.ConfirmLossForm,
        run=goods.confirm_write_off, done=_("已核销。"), consequence=_("批准人与提出人不能是同一人；核销后不能撤回。"),
        is_grave=True, makes_sense=lambda view: view.is_county and bool(view.waiting),
    ),
    FileAct(
        verb="loss", title=_("提出报损"), button=_("提出报损"), form=forms.LossForm, run=goods.propose_write_off,
        done=_("已提出，等待县级批准。"), consequence=_("批准以前库存不变。"),
        makes_sense=lambda view: any(line.in_store for line in view.lines),
    ),
    FileAct(
        verb="name", title=_("登记物资种类"), button=_("登记种类"), form=forms.NameForm, run=goods.name_good,
        done=_("物资种类已登记，全县通用。"),
        consequence=_("登记后不能修改。"), makes_sense=lambda view: view.is_county,
    ),
)  # fmt: skip


def store_list(request: DeskRequest) -> dict[str, Any]:
    """Return the stores of the area: every township, with what lies there."""
    places = list(divisions_in(request.user.area, level=TOWNSHIP))
    found = stock({one.code for one in places})
    return {
        "tabs": tabs_of("desk:relief_stores"),
        "lines": [{"place": one, "goods": found.get(one.code, [])} for one in places],
        "n": sum(any(line.in_store for line in found.get(one.code, [])) for one in places),
    }


def store(request: DeskRequest, place: Division) -> dict[str, Any]:
    """Return one store."""
    view = StoreView(
        place.code, place.name, stock({place.code}).get(place.code, []), losses(place.code),
        is_county=request.user.role == Role.COUNTY_OFFICER,
    )  # fmt: skip
    found = [act for act in ACTS if act.makes_sense(view)] if request.user.role in OFFICERS else []
    return {
        "tabs": tabs_of("desk:relief_stores"), "view": view,
        "acts": offered(request, found, file=view, page="desk:relief_store_action", words={}),
    }  # fmt: skip
