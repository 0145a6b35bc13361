"""Addresses of the judgement: a case is named by its number, a reviewer by the pseudonym."""

from django.urls import URLPattern, URLResolver

app_name = "reviews"

urlpatterns: list[URLPattern | URLResolver] = []
