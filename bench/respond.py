"""What a respondent's phone waits for: the weight and the speed of a page of every question type.

    python -m bench.respond [--rounds N]

The product is started as `make serve` starts it, on a fresh folder. Each page is opened in Chromium
with nothing in its cache, at 360 by 740 pixels, over 1.6 Mbit/s with 150 ms to and fro, on a
processor slowed down four times. Printed are kilobytes on the wire with all headers, requests,
largest contentful paint and cumulative layout shift, in English and in Persian, and the worst of
each against its aim. Of several rounds the middle one of the times counts.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from app import create_app  # noqa: TID251  it opens the front door as a respondent does
from bench.questionnaire import invite
from foundation.db import db
from foundation.machine import schema
from foundation.settings import Settings
from surveys.definition import Definition, Section
from surveys.question_types import QUESTION_TYPES, Choice, Question, Row

LANGUAGES = ("en", "fa")
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
#: 1.6 Mbit/s each way, in bytes a second.
SPEED = 1_600_000 / 8
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": SPEED, "uploadThroughput": SPEED}
SLOWER = 4
AIMS = {"kB": 30.0, "requests": 4.0, "LCP s": 1.5, "CLS": 0.0}
#: Shifts smaller than this are the browser's own rounding.
ROUNDING = 0.001
WATCH = """
  window.seen = {lcp: 0, cls: 0};
  new PerformanceObserver(list => list.getEntries().forEach(e => window.seen.lcp = e.startTime))
    .observe({type: "largest-contentful-paint", buffered: true});
  new PerformanceObserver(list => list.getEntries().forEach(e => window.seen.cls += e.value))
    .observe({type: "layout-shift", buffered: true});
"""

FIVE = ("Very poor", "Poor", "Neither good nor poor", "Good", "Very good")
SEVEN = ("Very hard", "Hard", "Rather hard", "Neither", "Rather easy", "Easy", "Very easy")
SERVICES = (
    "The yearly audit of your company", "Tax advice and tax returns", "Payroll for your staff",
    "Advice when you buy or sell", "Help with grants and loans", "Training for your team",
)  # fmt: skip
ROWS = tuple(Row(f"row{n}", text) for n, text in enumerate(SERVICES))
CHOICES = tuple(Choice(f"way{n}", text) for n, text in enumerate(SERVICES))
OTHER = Choice("other", "Something else", other=True)
COLUMNS = tuple(
    Choice(f"col{n}", text) for n, text in enumerate(("Never", "Once", "Twice", "Often"))
)
COUNTRIES = tuple(Choice(f"c{n}", f"Country number {n}") for n in range(60))
#: What a question of each type is made of: as much as a careful questionnaire would show.
MADE_OF: dict[str, dict[str, Any]] = {
    "nps": {},
    "nps_why": {"bands": ("What should we mend first?", "What is missing?", "What do you like?"),
                "theme_source": True, "quote": True, "stage": "advocacy"},
    "csat": {"scale": FIVE},
    "ces": {"scale": SEVEN},
    "rating": {"scale": FIVE, "rows": ROWS},
    "touchpoint": {"scale": FIVE, "rows": ROWS},
    "awareness": {"scale": ("Did not know it", "Knew it", "Use or used it"), "rows": ROWS},
    "single": {"choices": (*CHOICES, OTHER)},
    "multiple": {"choices": (*CHOICES, OTHER, Choice("none", "None", exclusive=True))},
    "dropdown": {"choices": (*COUNTRIES, OTHER)},
    "short_text": {},
    "long_text": {"theme_source": True, "quote": True, "stage": "usage"},
    "ranking": {"choices": CHOICES},
    "constant_sum": {"choices": CHOICES, "unit": "points"},
    "maxdiff": {"choices": CHOICES, "per_set": 4},
    "number": {"minimum": 0, "maximum": 100, "unit": "people"},
    "slider": {"minimum": 0, "maximum": 100, "step": 5, "scale": ("None", "All"), "unit": "%"},
    "date": {"precision": "month"},
    "date_range": {"precision": "day"},
    "time": {},
    "matrix_single": {"rows": ROWS, "choices": COLUMNS},
    "matrix_multiple": {"rows": ROWS, "choices": COLUMNS},
    "matrix_text": {"rows": ROWS, "choices": COLUMNS[:2]},
    "matrix_number": {"rows": ROWS, "choices": COLUMNS[:2], "minimum": 0, "maximum": 1000},
    "email": {},
    "phone": {},
    "consent": {},
    "information": {},
    "picture": {"choices": CHOICES},
    "file": {"accepts": ("image", "document")},
    "signature": {},
}  # fmt: skip
#: Persian texts as long as people write them; only their weight matters here.
PERSIAN = (
    "کیفیت کار ما را چگونه می‌بینید؟", "مشاورهٔ مالیاتی و اظهارنامه", "حسابرسی سالانهٔ شرکت شما",
    "نه خوب و نه بد", "آموزش برای گروه شما", "چه چیزی را باید زودتر درست کنیم؟",
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """What opening one page took."""

    kilobytes: float
    requests: int
    paint: float
    shift: float

    @property
    def figures(self) -> tuple[float, float, float, float]:
        """In the order of AIMS."""
        return self.kilobytes, self.requests, self.paint, self.shift


def every_type() -> Definition:
    """A questionnaire with a question of every type there is, none of them required."""
    if missing := sorted(QUESTION_TYPES.keys() - MADE_OF.keys()):
        raise SystemExit(f"Say in MADE_OF what a question is made of: {', '.join(missing)}")
    hint = "Think of the whole of the last year, not only of the last project."
    asked = tuple(
        Question(f"q_{key}", key, "How do you see what we did for you?", hint=hint, **made)
        for key, made in MADE_OF.items()
        if key in QUESTION_TYPES
    )
    whole = Definition("bench", "A bench", segments=("current",), intro="Why", thanks="Thank you",
                       sections=(Section("all", "All of it", asked),))  # fmt: skip
    words = {key: PERSIAN[n % len(PERSIAN)] for n, key in enumerate(whole.texts)}
    return replace(whole, translations={"fa": words})


def prepare(folder: Path) -> dict[str, str]:
    """Make the database with a person for each language; their tokens by language."""
    app = create_app(Settings(instance=folder, queue_url="immediate:", mail_url="memory:"))
    with app.app_context():
        schema.upgrade(db.engine)
        tokens = {each: invite(every_type(), f"bench-{each}", each) for each in LANGUAGES}
        db.engine.dispose()
    return tokens


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The product as `make serve` runs it; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        home = f"127.0.0.1:{probe.getsockname()[1]}"
    gunicorn = Path(sys.executable).with_name("gunicorn")
    command = [
        str(gunicorn),
        "--bind",
        home,
        "--workers",
        "1",
        "--threads",
        "8",
        "app:create_app()",
    ]
    environment = {**os.environ, "INSTANCE": str(folder), "PUBLIC_URL": f"http://{home}"}
    log = (folder / "server.log").open("w")
    with subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server:
        try:
            wait_for(f"http://{home}/r/x/", server)
            yield f"http://{home}"
        finally:
            server.terminate()


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait until the server answers, in whatever way."""
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("The server did not start.")
        try:
            urllib.request.urlopen(address, timeout=5)  # noqa: S310  our own server
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server does not answer.")


def begin(browser: Browser, link: str) -> None:
    """Press Start, so that the questions can be opened."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(link)
        page.locator(".go button").click()
        page.wait_for_url("**/q/*")


def open_cold(browser: Browser, address: str) -> Seen:
    """Open the page as a phone would that was never here."""
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        return watch(page, address)


def watch(page: Page, address: str) -> Seen:
    """Open the page under the conditions of the head of this file."""
    devtools = page.context.new_cdp_session(page)
    sizes: list[float] = []
    asked: list[str] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    devtools.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    devtools.send("Network.emulateNetworkConditions", NETWORK)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH)
    page.goto(address, wait_until="networkidle")
    page.locator("h1").wait_for()
    seen = page.evaluate("window.seen")
    requests = sum(url.startswith("http") for url in asked)
    return Seen(sum(sizes) / 1000, requests, seen["lcp"] / 1000, seen["cls"])


def middle(rounds: list[Seen]) -> Seen:
    """The middle of each figure."""
    columns = zip(*(each.figures for each in rounds), strict=True)
    kilobytes, requests, paint, shift = (statistics.median(column) for column in columns)
    return Seen(kilobytes, int(requests), paint, shift)


def measure(rounds: int) -> Iterator[tuple[str, str, Seen]]:
    """The figures of each question type and language."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        tokens = prepare(Path(name))
        with served(Path(name)) as home:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for language, token in tokens.items():
                begin(chromium, f"{home}/r/{token}/")
                for key in (each for each in MADE_OF if each in QUESTION_TYPES):
                    address = f"{home}/r/{token}/q/q_{key}"
                    found = [open_cold(chromium, address) for _ in range(rounds)]
                    yield key, language, middle(found)
            chromium.close()


def line(name: str, language: str, seen: Seen) -> str:
    """One line of the table."""
    kilobytes, requests, paint, shift = seen.figures
    return (
        f"{name:<16} {language:<4} {kilobytes:>6.1f} {requests:>9.0f} {paint:>7.2f} {shift:>7.3f}"
    )


def main() -> int:
    """Print the table and the worst of each; the exit code is 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=1, help="how often each page is opened")
    rounds = max(1, parser.parse_args().rounds)
    print(f"{'type':<16} {'':<4} {'kB':>6} {'requests':>9} {'LCP s':>7} {'CLS':>7}", flush=True)
    found = []
    for name, language, seen in measure(rounds):
        print(line(name, language, seen), flush=True)
        found.append((name, language, seen))
    missed = 0
    for place, (figure, aim) in enumerate(AIMS.items()):
        name, language, seen = max(found, key=lambda each: each[2].figures[place])
        worst = seen.figures[place]
        is_met = worst <= aim + (ROUNDING if figure == "CLS" else 0)
        missed += not is_met
        words = "met" if is_met else "missed"
        print(f"worst {figure}: {worst:.2f} ({name}, {language}), aim {aim:g}: {words}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
