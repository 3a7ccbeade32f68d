"""Every setting of the product, read once from the environment."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from foundation.errors import Invalid

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """The product's settings; each is an environment variable of the same name in capitals."""

    #: Folder for the database, the queue, the key and caches.
    instance: Path = ROOT / "instance"
    #: SQLAlchemy address of the database; empty means SQLite in `instance`.
    database_url: str = ""
    #: Where jobs queue: `thread:` (in this process), `immediate:` (at once), `sqlite:///…`,
    #: `redis://…` or `postgresql://…`. With the last three a `flask worker` must run.
    queue_url: str = "thread:"
    #: Address under which respondents reach this server; links are made from it alone.
    public_url: str = "http://127.0.0.1:5000"
    #: Host names this server answers to, comma separated; empty means those of `public_url`.
    trusted_hosts: tuple[str, ...] = ()
    #: How many proxies in front of the server may be believed about client and scheme.
    proxies: int = 0
    #: Secret that signs sessions and derives personal links; empty means a key file in `instance`.
    secret_key: str = ""
    #: `console:` prints mail, `smtp://user:password@host:port` sends it.
    mail_url: str = "console:"
    #: Sender address of mail.
    mail_from: str = "Throughline <throughline@localhost>"
    #: Minutes without a request after which a colleague is signed out.
    idle_minutes: int = 30
    #: Largest request body, in megabytes.
    max_upload_mb: int = 20
    #: Largest file a respondent may hand in, in megabytes; a whole request is bound by the above.
    max_file_mb: int = 10
    #: What turns texts into vectors: empty for the model that ships (word counts where it does not
    #: install), `words:` for word counts, the folder of a model in ONNX format, or the address of
    #: an OpenAI-compatible server (`https://…/v1`).
    embedder: str = ""
    #: The server's model.
    embedder_model: str = ""
    #: The server's key.
    embedder_key: str = field(default="", repr=False)
    #: Words the model wants before each text, for instance `query:` and a space.
    embedder_prefix: str = ""
    #: Processes that embed at the same time; 0 for what is fastest with this embedder.
    embedder_processes: int = 0
    #: Address of an OpenAI-compatible server that may read texts (`http://127.0.0.1:11434/v1`);
    #: empty for none. It reads a study only once an owner has switched it on there.
    reader_url: str = ""
    #: The model that reads.
    reader_model: str = ""
    #: The server's key.
    reader_key: str = field(default="", repr=False)
    #: Seconds one answer may take.
    reader_seconds: int = 300
    #: Requests that may be on their way to it at the same time.
    reader_at_once: int = 1
    #: The most tokens one reading may take, in and out together; 0 for no bound.
    reader_most_tokens: int = 5_000_000
    #: The most money one reading may cost, in the currency of the prices; 0 for no bound.
    reader_most_money: float = 0.0
    #: What a million tokens cost, sent and answered.
    reader_price_in: float = 0.0
    reader_price_out: float = 0.0
    #: Whether tests are running.
    testing: bool = field(default=False, metadata={"environment": False})

    @property
    def database(self) -> str:
        """Return the SQLAlchemy address in effect."""
        if not self.database_url:
            return f"sqlite:///{self.instance / 'throughline.db'}"
        for scheme in ("postgresql://", "postgres://"):
            if self.database_url.startswith(scheme):
                return "postgresql+psycopg://" + self.database_url.removeprefix(scheme)
        return self.database_url

    @property
    def is_https(self) -> bool:
        """Say whether respondents and colleagues come over HTTPS."""
        return self.public_url.startswith("https://")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from environment variables; raise `Invalid` naming the variable."""
    kinds: dict[str, Callable[[str], object]] = {
        "database_url": str, "queue_url": str, "public_url": str, "secret_key": str,
        "mail_url": str, "mail_from": str, "instance": Path, "proxies": int,
        "idle_minutes": int, "max_upload_mb": int, "max_file_mb": int,
        "trusted_hosts": _names, "embedder": str,
        "embedder_model": str, "embedder_key": str, "embedder_prefix": str,
        "embedder_processes": int,
        "reader_url": str, "reader_model": str, "reader_key": str, "reader_seconds": int,
        "reader_at_once": int,
        "reader_most_tokens": int, "reader_most_money": float, "reader_price_in": float,
        "reader_price_out": float,
    }  # fmt: skip
    values: dict[str, object] = {}
    for name, kind in kinds.items():
        text = environment.get(name.upper(), "")
        if text:
            values[name] = _convert(name, text, kind)
    return Settings(**values)  # type: ignore[arg-type]  # the table above gives each its type


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _convert(name: str, text: str, kind: Callable[[str], object]) -> object:
    try:
        return kind(text)
    except ValueError as error:
        raise Invalid(
            name.upper(),
            "The setting %(name)s must be a number, not “%(text)s”."
            if kind is float
            else "The setting %(name)s must be a whole number, not “%(text)s”.",
            name=name.upper(),
            text=text,
        ) from error
