"""Addresses of accounts: signing in and out, passwords, and the administrator's pages."""

from django.urls import path

from imrportal.accounts.views import passwords, people, sessions

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sessions.sign_in, name="sign_in"),
    path("sign-out/", sessions.sign_out, name="sign_out"),
    path("still-here/", sessions.still_here, name="still_here"),
    path("password-reset/", passwords.password_reset, name="password_reset"),
    path("choose-password/<name>/<token>/", passwords.choose_password, name="choose_password"),
    path("change-password/", passwords.change_password, name="change_password"),
    path("users/", people.users, name="users"),
    path("users/invite/", people.invite_user, name="invite_user"),
    path("users/<int:user_id>/", people.user, name="user"),
    path("users/<int:user_id>/send-link/", people.send_link, name="send_link"),
    path("users/<int:user_id>/deactivate/", people.deactivate_user, name="deactivate_user"),
    path("users/<int:user_id>/reactivate/", people.reactivate_user, name="reactivate_user"),
]
