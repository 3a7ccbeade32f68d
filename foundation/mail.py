"""Sends mail: to the console, to an SMTP server, or into memory for tests."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Protocol
from urllib.parse import unquote, urlsplit

import click

from foundation.errors import Invalid, Unavailable


class Mailer(Protocol):
    """Sends one message, or raises `Unavailable`."""

    def send(self, message: EmailMessage) -> None:
        """Send it."""
        ...


class ConsoleMailer:
    """Prints messages; for trying the product out."""

    def send(self, message: EmailMessage) -> None:
        """Print it."""
        click.echo(message.as_string())


class MemoryMailer:
    """Keeps messages; for tests."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        """Keep it."""
        self.sent.append(message)


class SmtpMailer:
    """Sends through a server; `smtps://` for TLS from the start, else STARTTLS where offered."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.host = parts.hostname or "localhost"
        self.port = parts.port or (465 if parts.scheme == "smtps" else 25)
        self.over_tls = parts.scheme == "smtps"
        self.user = unquote(parts.username or "")
        self.password = unquote(parts.password or "")

    def send(self, message: EmailMessage) -> None:
        """Send it."""
        try:
            with self._connect() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable(
                "The mail server %(host)s did not take the message: %(reason)s",
                host=self.host,
                reason=str(error),
            ) from error

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.over_tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=30, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=30)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        return server


def make_mailer(url: str) -> Mailer:
    """Return the mailer of this address."""
    if url == "console:":
        return ConsoleMailer()
    if url == "memory:":
        return MemoryMailer()
    if url.startswith(("smtp://", "smtps://")):
        return SmtpMailer(url)
    raise Invalid(
        "MAIL_URL",
        "MAIL_URL must start with console:, smtp:// or smtps://, not “%(url)s”.",
        url=url,
    )


def compose(*, sender: str, to: str, name: str, subject: str, text: str) -> EmailMessage:
    """Return a message; a line break in a name or address raises ValueError, as it must."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = Address(name, addr_spec=to)
    message["Subject"] = subject
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> "))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message
