"""All texts of a draft beside their translations into one language: written, saved, reviewed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from accounts.guards import current_user, requires
from accounts.permissions import Action
from accounts.services import record
from foundation.db import db
from foundation.errors import DomainError, NotFound
from foundation.web.display import explain, num
from foundation.web.pages import page
from research.models.study import Study
from research.services import studies
from surveys.building.languages import Line, State
from surveys.models.questionnaire import Questionnaire
from surveys.services import designing
from surveys.services.translating import exchange, reviews
from surveys.services.translating.reviews import ChangedMeanwhile, Written

blueprint = Blueprint(
    "translations", __name__, url_prefix="/studies/<slug>/questionnaires/<key>/translations"
)

Answer = str | tuple[str, int] | Response
#: Texts on one page: a browser sends three fields for each.
PAGE = 100
_UNREVIEWED = {State.OUTDATED, State.MACHINE, State.DRAFT}
FILTERS: Mapping[str, Callable[[Line], bool]] = {
    "all": lambda _line: True,
    "missing": lambda line: line.state is State.MISSING,
    "outdated": lambda line: line.state is State.OUTDATED,
    "unreviewed": lambda line: line.state in _UNREVIEWED,
}


@dataclass(frozen=True)
class Table:
    """What the page is about: the questionnaire, the language, and which texts it shows."""

    study: Study
    questionnaire: Questionnaire
    languages: Sequence[str]
    language: str
    show: str
    number: int

    @property
    def own(self) -> dict[str, Any]:
        """The parts of the page's address."""
        show = None if self.show == "all" else self.show
        number = self.number if self.number > 1 else None
        return {**self.whole, "language": self.language, "show": show, "page": number}

    @property
    def whole(self) -> dict[str, str]:
        """The parts of the questionnaire's address."""
        return {"slug": self.study.slug, "key": self.questionnaire.key}


def _load(slug: str, key: str) -> Table:
    study = studies.find(db.session, slug)
    questionnaire = designing.find(db.session, study, key)
    known = exchange.targets(study, designing.draft_of(questionnaire))
    language, show = request.args.get("language", ""), request.args.get("show", "all")
    if language and language not in known:
        raise NotFound("The questionnaire is not translated into “%(code)s”.", code=language[:20])
    number = request.args.get("page", "1")
    return Table(
        study,
        questionnaire,
        known,
        language or next(iter(known), ""),
        show if show in FILTERS else "all",
        max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )


@blueprint.get("/")
@requires(Action.EDIT_QUESTIONNAIRES)
def index(slug: str, key: str) -> str:
    """The texts of one language: all, or those with something left to do."""
    return _show(_load(slug, key))


def _show(
    table: Table,
    posted: Sequence[Written] = (),
    said: str = "",
    late: frozenset[str] = frozenset(),
) -> str:
    """The page; `posted` is what was not taken, `said` says why.

    Where nothing was written the stored words are shown: a colleague may have changed them.
    """
    found = reviews.lines(db.session, table.questionnaire, table.language)
    if posted:
        shown = [line for line in found if line.key in {each.key for each in posted}]
    else:
        fitting = [line for line in found if FILTERS[table.show](line)]
        shown = fitting[(table.number - 1) * PAGE : table.number * PAGE]
    return page(
        "surveys/translations/index.html",
        study=table.study,
        questionnaire=table.questionnaire,
        draft=designing.draft_of(table.questionnaire),
        table=table,
        lines=shown,
        counts={name: sum(map(fits, found)) for name, fits in FILTERS.items()},
        tally=reviews.tally(found),
        seen=reviews.seen(found),
        pages=-(-sum(map(FILTERS[table.show], found)) // PAGE),
        posted={each.key: each.text for each in posted if each.is_edited},
        said=said,
        late=late,
    )


@blueprint.post("/")
@requires(Action.EDIT_QUESTIONNAIRES)
def save(slug: str, key: str) -> Answer:
    """Keep what was written; then note the one translation that is found right, if any."""
    table, written = _load(slug, key), _written()
    right = request.form.get("right", "")
    try:
        changed = reviews.save(db.session, table.questionnaire, table.language, written, by=_who())
        if right:
            _find_right(table, right)
    except DomainError as error:
        return _refused(slug, key, written, error)
    if changed:
        record(db.session, current_user(), "translate", table.questionnaire)
    db.session.commit()
    shown = num(changed)
    if not right:
        message = ngettext("%(count)s text is saved.", "%(count)s texts are saved.", changed,
                           count=shown)  # fmt: skip
        flash(message if changed else gettext("Nothing was changed."))
    return redirect(url_for("translations.index", **table.own), 303)


def _find_right(table: Table, key: str) -> None:
    """Note that the translation is right as it stands on the page, which is saved by now."""
    present = {
        line.key: line.base
        for line in reviews.lines(db.session, table.questionnaire, table.language)
    }
    if key not in present:
        raise NotFound("The questionnaire has no text “%(key)s”.", key=key[:80])
    number = request.form.getlist("key").index(key) if key in request.form.getlist("key") else -1
    posted = _written()[number] if number >= 0 else None
    base = posted.base if posted and not posted.is_edited else present[key]
    reviews.review(db.session, table.questionnaire, table.language, {key: base}, _who())
    record(db.session, current_user(), "review_translations", table.questionnaire)


def _written() -> list[Written]:
    form = request.form
    triples = zip(form.getlist("key"), form.getlist("base"), form.getlist("text"), strict=False)
    return [
        Written(key, base, text.replace("\r\n", "\n").replace("\0", "").strip())
        for key, base, text in triples
    ]


def _refused(slug: str, key: str, written: list[Written], error: DomainError) -> Answer:
    db.session.rollback()
    late = error.keys if isinstance(error, ChangedMeanwhile) else frozenset()
    return _show(_load(slug, key), written, explain(error), late), 409 if late else 422


@blueprint.post("/review")
@requires(Action.EDIT_QUESTIONNAIRES)
def review(slug: str, key: str) -> Response:
    """Note that a person finds the whole language right, as they saw it."""
    table = _load(slug, key)
    found = reviews.lines(db.session, table.questionnaire, table.language)
    if request.form.get("seen") != reviews.seen(found):
        flash(gettext("Texts were changed meanwhile: read them again, then mark them."), "pain")
        return redirect(url_for("translations.index", **table.own), 303)
    open_ones = {line.key: line.base for line in found if line.state in _UNREVIEWED}
    count = reviews.review(db.session, table.questionnaire, table.language, open_ones, _who())
    record(db.session, current_user(), "review_translations", table.questionnaire)
    db.session.commit()
    flash(
        ngettext(
            "%(count)s translation is marked as reviewed.",
            "%(count)s translations are marked as reviewed.",
            count,
            count=num(count),
        )
    )
    return redirect(url_for("translations.index", **table.own), 303)


def _who() -> str:
    user = current_user()
    return user.name if user else ""
