"""Addresses of the file of a case: a case is named by its number, never by a primary key."""

from django.urls import URLPattern, URLResolver, path

from cases.views import record_files, records

app_name = "cases"

RECORDS: list[URLPattern | URLResolver] = [
    path("<str:case_number>/records/", records.records, name="records"),
    path("<str:case_number>/records/upload/", records.upload_record, name="upload_record"),
    path("<str:case_number>/records/request/", records.request_records, name="request_records"),
    path("<str:case_number>/records/complete/", records.complete_records, name="complete_records"),
    path("<str:case_number>/records/<int:record_id>/", records.record, name="record"),
    path(
        "<str:case_number>/records/<int:record_id>/file/",
        record_files.record_file,
        name="record_file",
    ),
    path(
        "<str:case_number>/records/<int:record_id>/attach/",
        records.attach_record_file,
        name="attach_record_file",
    ),
    path(
        "<str:case_number>/records/<int:record_id>/supersede/",
        records.supersede_record,
        name="supersede_record",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [*RECORDS]
