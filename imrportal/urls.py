"""The addresses of the site: three includes, the public pages and the error handlers."""

from django.urls import include, path

from imrportal import views
from reviews.views import verification

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("imrportal.accounts.urls")),
    path("cases/", include("cases.urls")),
    path("reviews/", include("reviews.urls")),
    path("verify/", verification.verify, name="verify"),
    path("health/", views.health, name="health"),
]

handler400 = "imrportal.views.bad_request"
handler403 = "imrportal.views.permission_denied"
handler404 = "imrportal.views.not_found"
handler500 = "imrportal.views.server_error"
