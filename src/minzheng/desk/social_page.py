"""What the pages of social help show: offers with what is left, an offer with its families, and the acts on it."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from minzheng.desk.file_acts import FileAct, offered
from minzheng.desk.forms import social as forms
from minzheng.desk.history import history
from minzheng.desk.places import place_name, place_names
from minzheng.desk.relief_page import tabs_of
from minzheng.desk.request import DeskRequest
from minzheng.relief.domain import social
from minzheng.relief.domain.road import OFFICERS
from minzheng.relief.models import SocialMatch, SocialOffer
from minzheng.relief.models.social import gift_words
from minzheng.relief.queries import social as reads
from minzheng.services.audit.queries import of_object

ON_A_PAGE = 50
LISTS = (
    ("all", _("全部")), ("unmatched", _("到期没有对接")), ("unconfirmed", _("待核对")),
    ("unhanded", _("到期没有签收")), ("unanswered", _("到期没有结果")),
)  # fmt: skip


@dataclass(frozen=True)
class OfferView:
    """An offer with the families of the area it was matched to."""

    offer: SocialOffer
    left: reads.Left
    matches: list[SocialMatch]

    @property
    def number(self) -> str:
        """Return what its acts are addressed by."""
        return str(self.offer.number)

    @property
    def left_words(self) -> str:
        """Return what is left."""
        return gift_words(self.left.amount_fen, self.left.hours)

    @property
    def open(self) -> list[SocialMatch]:
        """Return what was not handed over yet."""
        return [one for one in self.matches if one.handed_at is None and one.dropped_at is None]

    @property
    def to_confirm(self) -> list[SocialMatch]:
        """Return money and goods that wait for a second person."""
        return [one for one in self.open if one.confirmed_at is None and not one.hours]

    @property
    def to_hand(self) -> list[SocialMatch]:
        """Return what may be handed over."""
        return [one for one in self.open if one.confirmed_at is not None or one.hours]

    @property
    def to_close(self) -> list[SocialMatch]:
        """Return what was handed over and whose result nobody wrote down."""
        return [one for one in self.matches if one.handed_at is not None and one.result_at is None]


ACTS = (
    FileAct(
        verb="confirm", title=_("核对对接"), button=_("核对无误"), form=forms.ConfirmForm, run=social.confirm,
        done=_("已核对，可以交付。"), consequence=_("核对人与对接人不能是同一人。"),
        makes_sense=lambda view: bool(view.to_confirm),
    ),
    FileAct(
        verb="hand", title=_("登记交付"), button=_("登记交付"), form=forms.HandForm, run=social.hand_over,
        done=_("交付已登记。"), consequence=_("由家庭签收；登记后不能修改。"),
        makes_sense=lambda view: bool(view.to_hand),
    ),
    FileAct(
        verb="result", title=_("登记结果"), button=_("登记结果"), form=forms.ResultForm, run=social.note_result,
        done=_("结果已登记。"), consequence=_("登记后不能修改。"), makes_sense=lambda view: bool(view.to_close),
    ),
    FileAct(
        verb="match", title=_("对接家庭"), button=_("对接"), form=forms.MatchForm, run=social.match,
        done=_("已对接。款物由另一人核对后交付。"),
        consequence=_("从这项帮扶里给一家分出一份；不能超过剩下的。没有征得家庭同意的不能对接。"),
        makes_sense=lambda view: bool(view.left.amount_fen or view.left.hours),
    ),
    FileAct(
        verb="drop", title=_("取消对接"), button=_("取消对接"), form=forms.DropForm, run=social.drop,
        done=_("已取消，这一份可以另外对接。"), consequence=_("没有交付的才能取消。"), is_grave=True,
        makes_sense=lambda view: bool(view.open),
    ),
)  # fmt: skip


def offer_list(request: DeskRequest) -> dict[str, Any]:
    """Return the offers of the area with what is left of each."""
    shown = request.GET.get("list", "all")
    shown = shown if shown in reads.LISTS else "all"
    page = Paginator(reads.listed(shown, request.today), ON_A_PAGE).get_page(request.GET.get("page"))
    places = place_names({row.division_code for row in page})
    rows: list[Any] = list(page)
    lines = [
        {
            "row": row, "place": places.get(row.division_code, ""),
            "left": gift_words(row.amount_fen - row.taken_fen, row.hours - row.taken_hours),
        }
        for row in rows
    ]  # fmt: skip
    return {
        "tabs": tabs_of("desk:social"), "page": page, "lines": lines, "shown": shown,
        "may_offer": request.user.role in OFFICERS,
        "lists": [{"code": code, "label": label, "is_current": code == shown} for code, label in LISTS],
    }  # fmt: skip


def offer(request: DeskRequest, row: SocialOffer) -> dict[str, Any]:
    """Return one offer."""
    view = OfferView(row, reads.left_of(row), list(reads.matches_of(row)))
    found = []
    if request.user.role in OFFICERS and request.user.area.covers(row.division_code):
        found = [act for act in ACTS if act.makes_sense(view)]
    return {
        "view": view, "row": row, "place": place_name(row.division_code),
        "acts": offered(request, found, file=view, page="desk:social_action", words={}),
        "history": history(of_object("social_offer", row.pk)),
    }  # fmt: skip
