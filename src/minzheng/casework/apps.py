"""The casework room: one case from application to decision, whatever the program."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """Names the app and says which of its tables nobody may rewrite."""

    name = "minzheng.casework"
    label = "casework"
    verbose_name = _("业务办理")

    def ready(self) -> None:
        """What was decided stays as it was decided; a correction is a new row."""
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready

        guards.protect("casework", "Determination")
        guards.protect("casework", "Decision")
        guards.protect("casework", "CaseFact")
        guards.protect("casework", "Publication")
        guards.protect("casework", "OpinionHearing")
        guards.protect("casework", "HearingNotice")
        guards.protect("casework", "EndRequest")
        guards.protect(
            "casework", "ChangeReport",
            allow_update_columns=("handled_by_id", "handled_at", "finding", "determination_id", "proposal_id"),
        )  # fmt: skip
        guards.protect(
            "casework", "JobOffer",
            allow_update_columns=(
                "answer", "answer_on", "answer_reason", "is_justified", "judgement", "answered_by_id", "answered_at",
            ),
        )  # fmt: skip
        guards.protect("casework", "OutsideBenefit", allow_update_columns=("end_source", "ended_by_id", "ended_at"))
        guards.protect("casework", "LetterPrint")
        guards.protect(
            "casework", "LocalFigure",
            allow_update_columns=(
                "approved_by_id", "approved_at", "dropped_by_id", "dropped_at", "drop_reason",
            ),
        )  # fmt: skip
        guards.protect("casework", "CasePaper")
        guards.protect(
            "casework", "Letter", allow_update_columns=("served_on", "served_by_id", "served_at", "service_method")
        )
        guards.protect(
            "casework", "CloseRelative", allow_update_columns=("cleared_by_id", "cleared_at", "clear_reason")
        )
        from minzheng.casework.sentences import ACTIONS  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready

        name_actions(ACTIONS)
        import datetime as dt  # noqa: PLC0415 - app ready

        from minzheng.casework.chores import match_relatives  # noqa: PLC0415 - app ready
        from minzheng.services.jobs.timetable import Repeated, repeat  # noqa: PLC0415 - app ready

        repeat(Repeated("relatives.match", _("比对近亲属"), match_relatives, daily_at=dt.time(2, 0)))
        from minzheng.casework.domain.batch_print import PRINTING  # noqa: PLC0415 - app ready
        from minzheng.services.jobs import kinds  # noqa: PLC0415 - app ready

        kinds.register(PRINTING)
