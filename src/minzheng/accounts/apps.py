from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People who work here."""

    name = "minzheng.accounts"
    label = "accounts"
    verbose_name = _("工作人员")

    def ready(self) -> None:
        """Name what is done to accounts, for pages that show the audit rows."""
        from minzheng.services.audit.actions import name_actions  # noqa: PLC0415 - app ready

        name_actions(
            {
                "staff.created": _("开通账号"),
                "staff.areas_changed": _("调整管辖区域"),
                "staff.role_changed": _("调整角色"),
                "staff.activity_changed": _("启用或停用账号"),
                "staff.password_changed": _("设置密码"),
                "staff.language_chosen": _("选择界面语言"),
                "staff.identity_recorded": _("登记工作人员身份号码"),
            },
        )
        # The lowest room that sees both the timetable and the chains.
        import datetime as dt  # noqa: PLC0415 - app ready

        from minzheng.accounts.chores import drop_old_files, seal_chains  # noqa: PLC0415 - app ready
        from minzheng.services.jobs.timetable import Repeated, repeat  # noqa: PLC0415 - app ready

        repeat(Repeated("audit.seal", _("封存审计链"), seal_chains, every=dt.timedelta(minutes=1)))
        repeat(Repeated("jobs.drop_files", _("清理任务文件"), drop_old_files, daily_at=dt.time(3, 0)))
