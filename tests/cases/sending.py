"""What a page's script sends: a file announced, its parts, and the end."""

import hashlib

from django.urls import reverse

SAID = {"kind": "progress_report", "source": "claims_administrator", "author": "P. Physician"}
JSON = {"Accept": "application/json"}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def announce(client, case, content, name="report.pdf", **more):
    data = {**SAID, "name": name, "size": len(content), "sha256": digest(content)} | more
    return client.post(reverse("cases:begin_transfer", args=[case.case_number]), data, headers=JSON)


def send(client, state, start, part, sha256=""):
    return client.post(
        state["address"],
        part,
        content_type="application/octet-stream",
        headers={**JSON, "Part-Start": str(start), "Part-Sha256": sha256 or digest(part)},
    )


def finish(client, state, **said):
    return client.post(state["finish"], {**SAID, **said}, headers=JSON)


def halves(content):
    middle = len(content) // 2
    return content[:middle], content[middle:]
