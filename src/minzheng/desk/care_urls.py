"""The addresses of linked help."""

from django.urls import path

from minzheng.desk.views import care

CARE = [
    path("care/referrals/", care.referral_list, name="care_referrals"),
    path("care/referrals/<str:number>/", care.referral, name="care_referral"),
    path("care/referrals/<str:number>/<slug:verb>/", care.referral_action, name="care_referral_action"),
    path("care/courses/", care.course_list, name="care_courses"),
    path("care/courses/new/", care.course_new, name="care_course_new"),
    path("care/courses/<str:number>/", care.course, name="care_course"),
    path("care/courses/<str:number>/<slug:verb>/", care.course_action, name="care_course_action"),
    path("care/jobs/", care.job_list, name="care_jobs"),
    path("care/jobs/new/", care.vacancy_new, name="care_vacancy_new"),
    path("care/jobs/<str:number>/", care.vacancy, name="care_vacancy"),
    path("care/jobs/<str:number>/<slug:verb>/", care.vacancy_action, name="care_vacancy_action"),
    path("care/placements/<str:number>/", care.placement, name="care_placement"),
    path("care/placements/<str:number>/<slug:verb>/", care.placement_action, name="care_placement_action"),
    path("care/households/<str:number>/", care.household, name="care_household"),
    path("care/households/<str:number>/<slug:verb>/", care.household_action, name="care_household_action"),
    path("care/papers/<str:number>/", care.care_paper, name="care_paper"),
]
