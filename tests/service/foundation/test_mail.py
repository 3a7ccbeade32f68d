"""Mail goes through a real SMTP server, and nothing can be slipped into its headers."""

import pytest
from aiosmtpd.controller import Controller

from foundation.errors import Invalid, Unavailable
from foundation.mail import SmtpMailer, compose, make_mailer


class Sink:
    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802  aiosmtpd's signature
        self.received.append(envelope)
        return "250 OK"


@pytest.fixture
def sink():
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=2526)
    controller.start()
    yield handler
    controller.stop()


def message(**changes):
    values = {
        "sender": "Throughline <research@firm.example>",
        "to": "narges@client.example",
        "name": "نرگس",
        "subject": "یک پرسش",
        "text": "سلام",
    }
    return compose(**values | changes)


def test_a_message_arrives_as_it_was_written(sink):
    make_mailer("smtp://127.0.0.1:2526").send(message())
    assert sink.received[0].rcpt_tos == ["narges@client.example"]


@pytest.mark.parametrize("field", ["subject", "name", "to"])
def test_a_line_break_in_a_header_is_refused(field):
    with pytest.raises(ValueError, match=r"."):
        message(**{field: "a\r\nBcc: x@evil.example"})


def test_a_server_out_of_reach_gives_one_sentence():
    with pytest.raises(Unavailable, match="did not take the message"):
        SmtpMailer("smtp://127.0.0.1:9").send(message())


def test_an_unknown_address_is_refused_in_one_sentence():
    with pytest.raises(Invalid, match="MAIL_URL must start with"):
        make_mailer("pigeon://")
