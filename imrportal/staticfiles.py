"""How static files are stored for the site: compressed, under names with their digest."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_, IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Files under names with their digest; our own scripts import each other by these names.

    Packages of others stay as they came: some name files in comments that they do not ship.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", IMPORTS))
