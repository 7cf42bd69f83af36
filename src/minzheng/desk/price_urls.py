"""The addresses of prices and of the subsidy they start."""

from django.urls import path

from minzheng.desk.views import prices

PRICES = [
    path("prices/", prices.weekly, name="prices"),
    path("prices/new/", prices.week_new, name="price_week_new"),
    path("prices/rows/", prices.price_list, name="price_rows"),
    path("prices/rows/<int:number>/", prices.price, name="price"),
    path("prices/rows/<int:number>/<slug:verb>/", prices.price_action, name="price_action"),
    path("prices/indices/", prices.index_list, name="price_indices"),
    path("prices/indices/new/", prices.index_new, name="price_index_new"),
    path("prices/indices/import/", prices.index_import, name="price_index_import"),
    path("prices/indices/<int:number>/", prices.index, name="price_index"),
    path("prices/indices/<int:number>/<slug:verb>/", prices.index_action, name="price_index_action"),
    path("prices/months/", prices.month_list, name="price_months"),
    path("prices/months/<str:number>/", prices.month, name="price_month"),
    path("prices/months/<str:number>/<slug:verb>/", prices.month_action, name="price_month_action"),
    path("prices/replay/", prices.replayed, name="price_replay"),
]
