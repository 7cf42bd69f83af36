"""The room of screening."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    """Names the app, its kinds of work, and which of its tables nobody may rewrite."""

    name = "minzheng.screening"
    label = "screening"
    verbose_name = _("筛查")

    def ready(self) -> None:
        """What was found stays; only how far it is, and what came of it, is written later."""
        import datetime as dt  # noqa: PLC0415 - app ready

        from minzheng.screening.domain import proposing, screen, snapshot, straight  # noqa: PLC0415 - app ready
        from minzheng.screening.sentences import ACTIONS  # noqa: PLC0415 - app ready
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready
        from minzheng.services.jobs import kinds  # noqa: PLC0415 - app ready
        from minzheng.services.jobs.timetable import Repeated, repeat  # noqa: PLC0415 - app ready

        guards.protect(
            "screening", "Snapshot",
            allow_update_columns=(
                "state", "households", "people", "programs", "left_out", "digest", "size", "finished_at", "removed_at",
            ),
        )  # fmt: skip
        guards.protect(
            "screening", "Screen", allow_update_columns=("state", "cursor", "total", "summary", "finished_at")
        )
        guards.protect("screening", "Finding", allow_update_columns=("proposal_id",))
        guards.protect(
            "screening", "GapVisit",
            allow_update_columns=("visited_on", "result", "words", "visited_by_id", "visited_at"),
        )  # fmt: skip
        name_actions(ACTIONS)
        kinds.register(snapshot.TAKING)
        kinds.register(screen.SCREENING)
        kinds.register(proposing.PROPOSING)
        kinds.register(straight.STRAIGHT)
        repeat(Repeated("screening.remove", _("删除到期的人口快照"), snapshot.remove_old, daily_at=dt.time(3, 30)))
