"""Own pages for what went wrong: what happened and what to do next, in words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404: the same page for what does not exist and for what lies outside the reader's area."""
    return render(request, "desk/errors/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: who may do it, if the refusal says so."""
    return render(request, "desk/errors/403.html", {"reason": str(exception or "")}, status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403: the page was open too long, or the browser keeps no cookies."""
    words = _("页面打开太久，或浏览器没有保存 Cookie，提交没有被接受，也没有写入任何内容。请返回上一页，刷新后再提交。")
    return render(request, "desk/errors/403.html", {"reason": words}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """500: stands alone and asks nothing of the database, because anything may be broken."""
    return HttpResponse(loader.get_template("desk/errors/500.html").render(), status=500)


def machine_trouble(told: str) -> HttpResponse:
    """503: the disk is full or the database gone; stands alone like the page of 500."""
    return HttpResponse(loader.get_template("desk/errors/machine.html").render({"told": told}), status=503)
