"""Addresses of the file of a case: a case is named by its number, never by a primary key."""

from django.urls import URLPattern, URLResolver

app_name = "cases"

urlpatterns: list[URLPattern | URLResolver] = []
