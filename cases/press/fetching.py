"""What a letter may fetch: the files given here by exact address, and nothing else at all."""

from collections.abc import Mapping

from weasyprint.urls import URLFetcher, URLFetcherResponse


class ClosedFetcher(URLFetcher):
    """Serves the given bytes by address; every other address, of any kind, is refused."""

    def __init__(self, bytes_by_address: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._bytes_by_address = bytes_by_address

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the bytes known by this address; ValueError for any other."""
        if url not in self._bytes_by_address:
            raise ValueError("A letter fetches nothing but its own typefaces and logo.")
        body, content_type = self._bytes_by_address[url]
        return URLFetcherResponse(url, body, {"Content-Type": content_type})
