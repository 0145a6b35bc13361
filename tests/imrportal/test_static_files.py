"""Scripts as the site serves them: every import names a file that is there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from imrportal import settings as of_the_site

IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']""")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The project's scripts as set-up collects them, without the packages of others."""
    place = tmp_path_factory.mktemp("static")
    own = Path(of_the_site.BASE_DIR) / "static"
    site = {"BACKEND": "imrportal.staticfiles.SiteStaticFilesStorage"}
    changed = {
        "STORAGES": settings.STORAGES | {"staticfiles": site},
        "STATIC_ROOT": place,
        "STATICFILES_DIRS": [own],
    }
    with override_settings(**changed):
        finders.get_finder.cache_clear()
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["*.css"])
    finders.get_finder.cache_clear()
    return place


def test_every_import_of_a_script_is_a_file_that_is_served(collected):
    scripts = list((collected / "js").rglob("*.js"))
    imports = [(path, name) for path in scripts for name in IMPORT.findall(path.read_text())]
    assert imports
    missing = [
        f"{path.name}: {name}" for path, name in imports if not (path.parent / name).exists()
    ]
    assert missing == []


def test_the_site_stores_its_files_so():
    text = (Path(of_the_site.BASE_DIR) / "imrportal" / "settings.py").read_text()
    assert '"imrportal.staticfiles.SiteStaticFilesStorage"' in text
