"""The first page: what to do, not a menu."""

from django.http import HttpResponse
from django.shortcuts import render

from minzheng.desk.request import DeskRequest


def todo(request: DeskRequest) -> HttpResponse:
    """List the work of the person who signed in: today, this week, waiting for others."""
    return render(request, "desk/todo.html", {"groups": []})
