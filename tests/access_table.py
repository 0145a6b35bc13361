"""Who gets what from every address of the site: the table that `test_access` asks.

A page names the stage of the case that it is asked about. `get` and `post` list who is let in;
`may_not` lists who may know of it but not do it (403). Everybody else learns nothing (404), and
whoever is not signed in is sent to sign in. Without `post` the address takes no POST (405).
"""

from dataclasses import dataclass

EVERYBODY = "cora rita olga wilma otto quinn max stella ada audrey"


@dataclass(frozen=True)
class Page:
    """One address: its name, the stage of its case, and who gets in by which method."""

    name: str
    stage: str = "in_review"
    get: str | None = None
    post: str | None = None
    may_not: str = ""
    is_public: bool = False


SEES_ALL = "cora max ada audrey"
SEES_RECORDS = "cora rita quinn max"

PAGES = (
    # the site
    Page("home", get=EVERYBODY),
    Page("health", get=EVERYBODY, is_public=True),
    Page("accounts:sign_in", get=EVERYBODY, post=EVERYBODY, is_public=True),
    Page("accounts:sign_out", post=EVERYBODY),
    Page("accounts:still_here", post=EVERYBODY),
    # records
    Page("cases:records", "in_quality_check", get=SEES_RECORDS),
    Page("cases:record", "in_quality_check", get=SEES_RECORDS),
    Page("cases:record_file", "in_quality_check", get=SEES_RECORDS),
    Page(
        "cases:upload_record",
        "in_review",
        get="cora",
        post="cora",
        may_not="rita max ada audrey",
    ),
    Page("cases:attach_record_file", "in_review", post="cora", may_not="rita max ada audrey"),
    Page(
        "cases:supersede_record",
        "in_review",
        get="cora",
        post="cora",
        may_not="rita max ada audrey",
    ),
    Page("cases:request_records", "assigned", get="cora", post="cora", may_not="max ada audrey"),
    Page(
        "cases:complete_records",
        "awaiting_records",
        get="cora",
        post="cora",
        may_not="max ada audrey",
    ),
)
