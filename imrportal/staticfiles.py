"""How static files are stored for the site: compressed, under names with their digest."""

import brotli
from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

_, IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns
ADDRESSES_IN_STYLES = r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))"""
# What packages ship and no page of ours names.
NAMED_NOWHERE = [
    *("*.map", "*.json", "*.scss", "*.ts"),
    *("bootstrap-[gru]*.css", "bootstrap.css", "*.rtl*.css", "bootstrap-icons.css"),
    *("htmx-4*", "htmax-4*", "ext"),
    *("pdf.mjs", "pdf.worker.mjs", "pdf.sandbox*", "*_fallback.js"),
    *("source-serif*.woff", "source-serif-4-[!l]*", "source-serif-4-latin-[!46]*"),
]
QUALITY = 9  # a twentieth of the time of the finest one, for a tenth more bytes


class QuickCompressor(Compressor):
    """Compresses so that whoever changes a script does not wait for it."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return brotli.compress(data, quality=QUALITY)


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Files under names with their digest; our own scripts import each other by these names.

    Packages of others stay as they came: some name files in comments that they do not ship, and
    the maps of their sources, which the site leaves out.
    """

    patterns = (("*.css", (ADDRESSES_IN_STYLES,)), ("js/*.js", IMPORTS))

    def create_compressor(self, **options: object) -> Compressor:
        return QuickCompressor(**options)
