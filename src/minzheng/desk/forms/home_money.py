"""The forms of a home's money: vouchers of residents and of the home itself."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minzheng.desk.forms.files import MonthField
from minzheng.desk.forms.homes import HomeForm, RowsForm
from minzheng.institutions.enums import HOME_PURPOSES, MATTERS_OF, Direction, Matter, Purpose
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.month import Month
from minzheng.kernel.wording import bracketed
from minzheng.ui.forms import YuanField


class VoucherForm(RowsForm):
    """Money in or out."""

    matter = forms.ChoiceField(label=_("事项"))
    amount_fen = YuanField(label=_("金额（元）"))
    receipt = forms.CharField(label=_("收据、发票号"), max_length=60)
    signed_by = forms.CharField(label=_("领款人（交款人）签字"), max_length=64)
    words = forms.CharField(label=_("说明"), max_length=200, required=False)

    def offer_matters(self, purposes: Iterable[Purpose]) -> None:
        """Offer what belongs to the pots, each with its way."""
        found = [
            (f"{purpose}:{way}:{matter}", f"{Direction(way).label}{bracketed(Matter(matter).label)}", purpose)
            for purpose in purposes
            for way, matters in MATTERS_OF[purpose].items()
            for matter in matters
        ]
        named = [(code, words if purpose == Purpose.TRUST else f"{purpose.label} · {words}")
                 for code, words, purpose in found]  # fmt: skip
        self.fields["matter"].choices = named  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """The pot, the way and the matter."""
        given = super().arguments()
        purpose, way, matter = given["matter"].split(":")
        return {**given, "matter": matter, "direction": way, "pot": self.file.data["pots"][purpose]}


class BookForm(VoucherForm):
    """The home's own money."""

    def prepare(self) -> None:
        """The three purposes."""
        self.offer_matters(HOME_PURPOSES)


class ConfirmForm(RowsForm):
    """A voucher that waits."""

    voucher = forms.ChoiceField(label=_("收支凭证"))

    def prepare(self) -> None:
        """Offer those drawn up by others."""
        waits = [one for one in self.file.data["vouchers"] if one.drawn_by_id != self.by.pk]
        self.offer("voucher", waits, voucher_words)


class CancelForm(RowsForm):
    """A voucher that was wrong."""

    voucher = forms.ChoiceField(label=_("收支凭证"))
    reason = forms.CharField(label=_("作废原因"), max_length=200)

    def prepare(self) -> None:
        """Offer all that wait."""
        self.offer("voucher", self.file.data["vouchers"], voucher_words)


class PocketForm(HomeForm):
    """A month's pocket money."""

    month = MonthField(label=_("月份"))
    receipt = forms.CharField(label=_("发放表编号"), max_length=60)

    def prepare(self) -> None:
        """The present month, usually."""
        self.fields["month"].initial = str(Month.of(self.today))


class TrustForm(VoucherForm):
    """A resident's money."""

    def prepare(self) -> None:
        """The trust alone."""
        self.offer_matters([Purpose.TRUST])
        self.fields["signed_by"].initial = self.file.residence.person.name


def voucher_words(voucher: Any) -> str:
    """Number, matter and sum."""
    who = voucher.pot.residence.person.name if voucher.pot.residence_id else voucher.pot.get_purpose_display()
    return f"{voucher.number} {who} {voucher.get_matter_display()} {format_yuan(voucher.amount_fen)}"
