"""The addresses of the desk, one block per area."""

from django.urls import path

from minzheng.desk.views import (
    case_actions,
    cases,
    filing,
    households,
    plan,
    registration,
    reveal,
    search,
    sign_in,
    todo,
)

app_name = "desk"

SIGN_IN = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
]
HOUSEHOLDS = [
    path("households/", households.household_list, name="households"),
    path("households/new/", registration.household_new, name="household_new"),
    path("households/new/member/", registration.member_block, name="household_member_block"),
    path("households/<str:number>/", households.household, name="household"),
    path("households/<str:number>/<slug:verb>/", households.operation, name="household_operation"),
    path("people/<int:pk>/reveal/", reveal.person_reveal, name="person_reveal"),
    path("accounts/<int:pk>/reveal/", reveal.account_reveal, name="account_reveal"),
]
CASES = [
    path("cases/new/<slug:program>/<str:number>/", filing.case_new, name="case_new"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/attachments/<int:pk>/", cases.attachment, name="case_attachment"),
    path("cases/<str:number>/letters/<int:pk>/", cases.letter_pdf, name="letter_pdf"),
    path("cases/<str:number>/calculations/<int:pk>/", cases.calculation_pdf, name="calculation_pdf"),
    path("cases/<str:number>/<slug:verb>/", case_actions.case_action, name="case_action"),
]

urlpatterns = [
    path("", todo.todo, name="todo"),
    path("search/", search.search, name="search"),
    *SIGN_IN,
    *HOUSEHOLDS,
    *CASES,
    path("plan/", plan.plan, name="plan"),
]
