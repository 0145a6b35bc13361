"""Addresses of the judgement: a case is named by its number, a reviewer by the pseudonym."""

from django.urls import URLPattern, URLResolver, path

from reviews.views import deliveries, determination, letters, quality

app_name = "reviews"

LETTERS: list[URLPattern | URLResolver] = [
    path("to-check/", quality.to_check, name="to_check"),
    path("to-sign/", determination.to_sign, name="to_sign"),
    path("release-desk/", deliveries.release_desk, name="release_desk"),
    path("failed-letters/", letters.failed_letters, name="failed_letters"),
    path("<str:case_number>/quality-check/", quality.quality_check, name="quality_check"),
    path("<str:case_number>/return/", quality.return_review, name="return_review"),
    path("<str:case_number>/approve/", quality.approve_review, name="approve_review"),
    path("<str:case_number>/sign/", determination.sign_determination, name="sign_determination"),
    path("<str:case_number>/letters/", letters.letters, name="letters"),
    path("<str:case_number>/letters/status/", letters.letters_status, name="letters_status"),
    path("<str:case_number>/letters/download/", letters.download_letter, name="download_letter"),
    path(
        "<str:case_number>/letters/<str:form>/preview/",
        letters.letter_preview,
        name="letter_preview",
    ),
    path("<str:case_number>/letters/<str:form>/retry/", letters.retry_letter, name="retry_letter"),
    path(
        "<str:case_number>/deliveries/<int:position>/",
        deliveries.serve_letter,
        name="serve_letter",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [*LETTERS]
