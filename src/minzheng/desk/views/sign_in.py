"""Signing in and out."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.views import LoginView, LogoutView
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff

MOST_ACCOUNTS = 12


class SignInForm(AuthenticationForm):
    """User name and password, in Chinese words."""

    error_messages = {
        "invalid_login": _("用户名或密码不对，请核对后再试。连续错 6 次，这个用户名要等 15 分钟才能再试。"),
        "inactive": _("这个账号已停用。请联系局领导启用。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Labels above the boxes."""
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, label in (("username", _("用户名")), ("password", _("密码"))):
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = _("请填写此项")
        self.fields["username"].widget = forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"})


class SignIn(LoginView):
    """The only page open to everybody."""

    template_name = "desk/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """In a demo, name the accounts a visitor may try; their password is printed where the demo was started."""
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            closed = {"password__startswith": UNUSABLE_PASSWORD_PREFIX}
            context["accounts"] = Staff.objects.filter(is_active=True).exclude(**closed).order_by("pk")[:MOST_ACCOUNTS]
        return context


class SignOut(LogoutView):
    """By POST only."""
