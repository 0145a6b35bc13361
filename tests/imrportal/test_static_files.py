"""Static files as the site serves them: whatever a page or a script names is there."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from imrportal import settings as of_the_site

IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']""")
NAMED = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """All static files as set-up collects them."""
    place = tmp_path_factory.mktemp("static")
    site = {"BACKEND": "imrportal.staticfiles.SiteStaticFilesStorage"}
    changed = {
        "STORAGES": settings.STORAGES | {"staticfiles": site},
        "STATIC_ROOT": place,
    }
    with override_settings(**changed):
        call_command("collectstatic", interactive=False, verbosity=0)
    return place


def test_every_import_of_a_script_is_a_file_that_is_served(collected):
    scripts = list((collected / "js").rglob("*.js"))
    imports = [(path, name) for path in scripts for name in IMPORT.findall(path.read_text())]
    assert imports
    missing = [
        f"{path.name}: {name}" for path, name in imports if not (path.parent / name).exists()
    ]
    assert missing == []


def test_every_file_that_a_page_names_is_served(collected):
    served = json.loads((collected / "staticfiles.json").read_text())["paths"]
    pages = Path(of_the_site.BASE_DIR, "templates").rglob("*.html")
    named = {name for page in pages for name in NAMED.findall(page.read_text())}
    assert "pdfjs/pdf.worker.min.mjs" in named
    assert {*named, "django_htmx/htmx-2.min.js"} - set(served) == set()


def test_the_site_stores_its_files_so():
    text = (Path(of_the_site.BASE_DIR) / "imrportal" / "settings.py").read_text()
    assert '"imrportal.staticfiles.SiteStaticFilesStorage"' in text
