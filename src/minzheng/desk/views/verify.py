"""Anybody may ask whether a paper is genuine; the answer names nobody."""

from django.http import HttpResponse
from django.shortcuts import render

from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.paperwork.domain import verifying


@read_only
def verify(request: DeskRequest, code: str = "") -> HttpResponse:
    """Say whether the paper of this code was issued: kind, number, day, issuer. No sign-in; bounded per visitor."""
    code = (code or request.GET.get("code", "")).strip()
    if not code:
        return render(request, "desk/papers/verify.html", {})
    visitor = request.META.get("REMOTE_ADDR", "")
    try:
        answer = verifying.verify(code=code, visitor=visitor, at=request.at)
    except verifying.AskedTooOften as refused:
        return render(request, "desk/papers/verify.html", {"code": code, "refusal": str(refused)}, status=429)
    context = {"code": code, "answer": answer, "was_asked": True}
    return render(request, "desk/papers/verify.html", context, status=200 if answer else 404)
