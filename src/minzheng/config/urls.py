"""The one list of addresses."""

from django.urls import include, path

urlpatterns = [
    path("", include("minzheng.desk.urls")),
]

handler404 = "minzheng.desk.views.errors.not_found"
handler403 = "minzheng.desk.views.errors.forbidden"
handler500 = "minzheng.desk.views.errors.server_error"
