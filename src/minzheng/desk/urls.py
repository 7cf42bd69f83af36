"""The addresses of the desk, one block per area."""

from django.urls import path

from minzheng.desk.views import plan, sign_in, todo

app_name = "desk"

urlpatterns = [
    path("", todo.todo, name="todo"),
    path("plan/", plan.plan, name="plan"),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
]
