"""The addresses of homes."""

from django.urls import path

from minzheng.desk.views import homes

HOMES = [
    path("homes/", homes.home_list, name="homes"),
    path("homes/new/", homes.home_new, name="home_new"),
    path("homes/deaths/<int:pk>/", homes.home_death, name="home_death"),
    path("homes/<str:number>/round/", homes.home_round, name="home_round"),
    path("homes/<str:number>/round/mark/", homes.home_mark, name="home_mark"),
    path("homes/<str:number>/books/<slug:purpose>/", homes.home_books, name="home_books"),
    path("homes/<str:number>/do/<slug:verb>/", homes.home_action, name="home_action"),
    path("homes/<str:number>/<slug:tab>/", homes.home_tab, name="home_tab"),
    path("residents/<str:number>/", homes.home_resident, name="home_resident"),
    path("residents/<str:number>/statement/", homes.home_statement, name="home_statement"),
    path("residents/<str:number>/<slug:verb>/", homes.home_resident_action, name="home_resident_action"),
]
