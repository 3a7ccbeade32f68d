"""Where texts go to be embedded; loads nothing of the analysis, so that pages may ask."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from foundation.settings import Settings


@dataclass(frozen=True)
class Destination:
    """Another machine that embeds: its name and port, and the model."""

    host: str
    model: str


def destination(settings: Settings) -> Destination | None:
    """Return where an analysis sends its texts as they are; None where they stay on this machine.

    A cluster is no such place: whoever starts one names it then and there.
    """
    url = settings.embedder
    if not url.startswith(("http://", "https://")) or stays_here(url):
        return None
    return Destination(host_of(url), settings.embedder_model)


def host_of(url: str) -> str:
    """Return the server's name and port, without a key that may stand before them."""
    return urlsplit(url).netloc.rpartition("@")[2]


def stays_here(url: str) -> bool:
    """Say whether the server is this very machine."""
    name = urlsplit(url).hostname or ""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
