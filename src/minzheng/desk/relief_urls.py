"""The addresses of urgent help."""

from django.urls import path

from minzheng.desk.doors import Door
from minzheng.desk.views import relief, social, stores

DOOR = Door("relief_report", relief.REPORTERS)

RELIEF = [
    path("relief/", relief.request_list, name="relief"),
    path("relief/new/", relief.report, name="relief_report"),
    path("relief/funds/", relief.fund_list, name="relief_funds"),
    path("relief/funds/new/", relief.fund_new, name="relief_fund_new"),
    path("relief/funds/<str:number>/", relief.fund, name="relief_fund"),
    path("relief/funds/<str:number>/<slug:verb>/", relief.fund_action, name="relief_fund_action"),
    path("relief/social/", social.offer_list, name="social"),
    path("relief/social/new/", social.offer_new, name="social_new"),
    path("relief/social/<str:number>/", social.offer, name="social_offer"),
    path("relief/social/<str:number>/<slug:verb>/", social.offer_action, name="social_action"),
    path("relief/stores/", stores.store_list, name="relief_stores"),
    path("relief/stores/<str:number>/", stores.store, name="relief_store"),
    path("relief/stores/<str:number>/<slug:verb>/", stores.store_action, name="relief_store_action"),
    path("relief/households/<str:number>/", stores.household, name="relief_household"),
    path("relief/numbers/", relief.numbers, name="relief_numbers"),
    path("relief/events/<str:number>/", relief.event, name="relief_event"),
    path("relief/events/<str:number>/<slug:verb>/", relief.event_action, name="relief_event_action"),
    path("relief/vouchers/<int:pk>/<slug:which>/", relief.voucher_file, name="relief_voucher"),
    path("relief/<str:number>/", relief.relief_request, name="relief_request"),
    path("relief/<str:number>/<slug:verb>/", relief.request_action, name="relief_action"),
]
