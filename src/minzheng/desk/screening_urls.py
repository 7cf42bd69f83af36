"""The addresses of screening."""

from django.urls import path

from minzheng.desk.views import screening

SCREENING = [
    path("screening/", screening.overview, name="screening"),
    path("screening/snapshots/new/", screening.snapshot_new, name="screening_snapshot_new"),
    path("screening/snapshots/<str:number>/", screening.snapshot, name="screening_snapshot"),
    path("screening/new/", screening.screen_new, name="screening_new"),
    path("screening/straight/new/", screening.straight_new, name="screening_straight_new"),
    path("screening/what-if/new/", screening.what_if_new, name="screening_what_if_new"),
    path("screening/line/new/", screening.line_new, name="screening_line_new"),
    path("screening/compare/", screening.compare, name="screening_compare"),
    path("screening/visits/", screening.visit_list, name="screening_visits"),
    path("screening/visits/<int:pk>/", screening.visit, name="screening_visit"),
    path("screening/visits/<int:pk>/<slug:verb>/", screening.visit_action, name="screening_visit_action"),
    path("screening/screens/<str:number>/", screening.screen, name="screening_screen"),
    path("screening/screens/<str:number>/export/", screening.screen_export, name="screening_export"),
    path("screening/screens/<str:number>/<slug:verb>/", screening.screen_action, name="screening_action"),
]
