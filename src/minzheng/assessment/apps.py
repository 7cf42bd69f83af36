"""The assessment room: how well a unit keeps the rules, by its own records, and what it must mend."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    """Names the app; every one of its tables is append-only."""

    name = "minzheng.assessment"
    label = "assessment"
    verbose_name = _("规范化建设自评")

    def ready(self) -> None:
        """Nothing is rewritten: a later answer stands beside the earlier, a reopened assessment is a new version."""
        from minzheng.assessment.sentences import ACTIONS  # noqa: PLC0415 - app ready
        from minzheng.services.audit import guards  # noqa: PLC0415 - app ready
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready

        for model in (
            "Assessment", "ItemAnswer", "Evidence", "Submission", "FrozenFigure", "ItemReview", "Closing",
        ):  # fmt: skip
            guards.protect("assessment", model)
        name_actions(ACTIONS)
