"""Addresses of accounts: signing in and out, passwords, and the administrator's pages."""

from django.urls import path

from imrportal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("still-here/", views.still_here, name="still_here"),
]
