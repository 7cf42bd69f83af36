"""The addresses of support at home."""

from django.urls import path

from minzheng.desk.views import support

SUPPORT = [
    path("support/", support.visit_list, name="support"),
    path("support/burials/", support.burial_list, name="support_burials"),
    path("support/burials/<int:pk>/", support.burial, name="support_burial"),
    path("support/burials/<int:pk>/<slug:verb>/", support.burial_action, name="support_burial_action"),
    path("support/<int:pk>/", support.person, name="support_person"),
    path("support/<int:pk>/<slug:verb>/", support.person_action, name="support_action"),
]
