"""The room of officials and their close relatives: who they are, so that their cases get a second look."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

KEYS = ("id_number_sealed", "id_number_index", "id_number_key_version")


class RelativesConfig(AppConfig):
    """Names the app, its acts, and the columns that may still be written."""

    name = "minzheng.relatives"
    label = "relatives"
    verbose_name = _("近亲属")

    def ready(self) -> None:
        """What was declared stays declared; an end is written beside it, and a new key may seal the number again."""
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready

        guards.protect(
            "relatives", "CommitteeMember", allow_update_columns=("until_on", "ended_by_id", "ended_at", *KEYS)
        )
        guards.protect(
            "relatives", "DeclaredRelative", allow_update_columns=("ended_by_id", "ended_at", "end_reason", *KEYS)
        )
        guards.protect(
            "relatives", "CustodyAgreement",
            allow_update_columns=("confirmed_by_id", "confirmed_at", "ended_by_id", "ended_at", "end_reason", *KEYS),
        )  # fmt: skip
        name_actions(
            {
                "committee.member_added": _("登记村（居）委会成员"),
                "committee.member_ended": _("登记村（居）委会成员离任"),
                "custody.filed": _("备案代管协议"),
                "custody.confirmed": _("核实代管协议"),
                "custody.ended": _("终止代管协议"),
                "relative.declared": _("申报近亲属"),
                "relative.ended": _("终止近亲属申报"),
            },
        )
