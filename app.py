"""The front door: wires the rooms together and decides nothing."""

from importlib import import_module

from flask import Flask

from accounts import guards, navigation
from foundation.db import db, engine_options
from foundation.mail import make_mailer
from foundation.queue import install_queue
from foundation.settings import Settings, read_settings
from foundation.tokens import read_or_make_key
from foundation.web import display, locale, pages, static_files
from foundation.web.error_pages import install_error_pages
from foundation.web.security import secure

#: One blueprint each; the folder, the template folder and the address bear the same name.
PAGES = {
    "accounts": "front account colleagues audit jobs",
    "research": "studies journey clients interviews",
    "surveys": "respond preview questionnaires builder bank pictures trials languages.translations"
    " languages.translators exchange invitations answers imports",
    "findings": "themes grains strength proposals evidence reader library",
    "reports": "map reports",
}
VIEWS = tuple(f"{room}.views.{name}" for room, names in PAGES.items() for name in names.split())

#: Work done in the background.
JOBS: tuple[str, ...] = ("findings.jobs", "reports.jobs")

#: Commands of the `flask` command line.
COMMANDS = (
    "foundation.machine.cli",
    "accounts.cli",
    "research.cli",
    "surveys.cli",
    "findings.cli",
    "findings.library_cli",
    "reports.cli",
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the whole product as one WSGI application."""
    settings = settings or read_settings()
    app = Flask(__name__)
    settings.instance.mkdir(parents=True, exist_ok=True)
    app.testing = settings.testing
    app.url_map.strict_slashes = False
    app.config.update(
        SECRET_KEY=settings.secret_key or read_or_make_key(settings.instance / "secret.key"),
        SQLALCHEMY_ENGINES={"default": engine_options(settings.database)},
    )
    app.extensions["settings"] = settings
    app.extensions["mailer"] = make_mailer(settings.mail_url)
    db.init_app(app)
    secure(app, settings)
    for part in (static_files, locale, display, pages, guards, navigation):
        part.init_app(app)
    install_error_pages(app)
    install_queue(app, settings.queue_url, settings.instance)
    _open_rooms(app)
    return app


def _open_rooms(app: Flask) -> None:
    for module in JOBS:
        import_module(module)
    for module in VIEWS:
        app.register_blueprint(import_module(module).blueprint)
    for module in COMMANDS:
        for command in import_module(module).commands:
            app.cli.add_command(command)
