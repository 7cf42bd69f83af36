"""The addresses of claims."""

from django.urls import path

from minzheng.desk.claim_places import OFFICERS
from minzheng.desk.doors import Door
from minzheng.desk.views import claims

DOOR = Door("claim_application_new", OFFICERS, field="")

CLAIMS = [
    path("claims/", claims.claim_files, name="claims"),
    path("claims/new/", claims.claim_file_new, name="claim_file_new"),
    path("claims/files/<str:number>/", claims.claim_file, name="claim_file"),
    path("claims/files/<str:number>/answer", claims.claim_file_answer, name="claim_file_answer"),
    path("claims/files/<str:number>/<slug:verb>/", claims.claim_file_action, name="claim_file_action"),
    path("claims/bills/<int:number>/", claims.claim_bill, name="claim_bill"),
    path("claims/bills/<int:number>/reveal/", claims.claim_bill_reveal, name="claim_bill_reveal"),
    path("claims/bills/<int:number>/<slug:verb>/", claims.claim_bill_action, name="claim_bill_action"),
    path("claims/years/<int:number>/<int:year>/", claims.claim_year, name="claim_year"),
    path("claims/hospitals/", claims.claim_hospitals, name="claim_hospitals"),
    path("claims/hospitals/new/", claims.claim_hospital_new, name="claim_hospital_new"),
    path("claims/hospitals/<str:number>/", claims.claim_hospital, name="claim_hospital"),
    path("claims/hospitals/<str:number>/<slug:verb>/", claims.claim_hospital_action, name="claim_hospital_action"),
    path("claims/statements/", claims.claim_statements, name="claim_statements"),
    path("claims/statements/<str:number>/", claims.claim_statement, name="claim_statement"),
    path("claims/statements/<str:number>/<slug:verb>/", claims.claim_statement_action, name="claim_statement_action"),
    path("claims/fund/", claims.claim_fund, name="claim_fund"),
    path("claims/people/", claims.claim_applications, name="claim_applications"),
    path("claims/people/new/", claims.claim_application_new, name="claim_application_new"),
    path("claims/people/fixed/", claims.claim_fixed_new, name="claim_fixed_new"),
    path("claims/people/<int:number>/", claims.claim_application, name="claim_application"),
    path("claims/people/<int:number>/<slug:verb>/", claims.claim_application_action, name="claim_application_action"),
    path("claims/urgent/", claims.claim_urgent, name="claim_urgent"),
    path("claims/urgent/waiver/", claims.claim_waiver_new, name="claim_waiver_new"),
    path("claims/urgent/referral/", claims.claim_referral_new, name="claim_referral_new"),
    path("claims/waivers/<int:number>/", claims.claim_waiver, name="claim_waiver"),
    path("claims/waivers/<int:number>/<slug:verb>/", claims.claim_waiver_action, name="claim_waiver_action"),
    path("claims/referrals/<int:number>/", claims.claim_referral, name="claim_referral"),
    path("claims/referrals/<int:number>/<slug:verb>/", claims.claim_referral_action, name="claim_referral_action"),
    path("claims/rolls/", claims.claim_rolls, name="claim_rolls"),
    path("claims/rolls/new/", claims.claim_roll_new, name="claim_roll_new"),
    path("claims/rolls/<str:number>/", claims.claim_roll, name="claim_roll"),
    path("claims/rolls/<str:number>/<slug:verb>/", claims.claim_roll_action, name="claim_roll_action"),
    path("claims/campaigns/", claims.claim_campaigns, name="claim_campaigns"),
    path("claims/campaigns/new/", claims.claim_campaign_new, name="claim_campaign_new"),
    path("claims/campaigns/<int:number>/", claims.claim_campaign, name="claim_campaign"),
    path("claims/campaigns/<int:number>/<slug:verb>/", claims.claim_campaign_action, name="claim_campaign_action"),
    path("claims/gaps/<int:number>/", claims.claim_gap, name="claim_gap"),
    path("claims/gaps/<int:number>/<slug:verb>/", claims.claim_gap_action, name="claim_gap_action"),
    path("claims/published/", claims.claim_published, name="claim_published"),
]
