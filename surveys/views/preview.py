"""A draft as respondents will see it: the same templates, nothing kept.

Conditional questions are all shown, each with its condition, since a preview has no answers; what
is repeated is shown for as many items as there can be.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext
from werkzeug.wrappers import Response

from accounts.guards import requires
from accounts.permissions import Action
from foundation.db import db
from foundation.errors import NotFound
from foundation.languages import LANGUAGES, language_name
from foundation.web.display import explain, listed
from foundation.web.locale import current_locale, speak
from foundation.web.pages import page
from foundation.web.security import FRAMED
from research.models.organisation import Contact, Organisation
from research.models.study import Study
from research.services import studies
from research.words import Segment
from surveys.answer_form import AnswerForm, answer_form
from surveys.building import pseudo
from surveys.building.telling.rules import Teller
from surveys.definition import PSEUDO_LANGUAGES, Definition, Section, question_texts
from surveys.models.invitation import Invitation
from surveys.models.questionnaire import Questionnaire, QuestionnaireVersion
from surveys.question_types import Question
from surveys.services import designing
from surveys.services.answering import Kept, Visit, languages
from surveys.views.respond_pages import Addresses, frame, question_page

blueprint = Blueprint(
    "preview", __name__, url_prefix="/studies/<slug>/questionnaires/<key>/preview"
)

#: Which language the words round a made-up one are in: one that is read the same way.
_FRAMES = {pseudo.LEFT_TO_RIGHT: "en", pseudo.RIGHT_TO_LEFT: "fa"}

Page = str | tuple[str, int] | Response


@blueprint.after_request
def _let_the_builder_frame_it(response: FlaskResponse) -> FlaskResponse:
    response.headers["Content-Security-Policy"] = FRAMED
    return response


@dataclass(frozen=True)
class Preview:
    """A draft on show: a visit of nobody, and the draft with the rules that were taken off."""

    visit: Visit
    draft: Definition
    wish: str = ""

    @property
    def order(self) -> list[str]:
        """Ids of the questions for the segment on show."""
        return self.visit.way.ids

    def question(self, question_id: str) -> Question:
        """The question in the language on show, the first of its repetitions; raises NotFound."""
        named = (each for each in self.order if question_id in {each, each.partition("@")[0]})
        wanted = next(named, "")
        found = self.visit.definition.localised(current_locale()).question(wanted)
        if found is None:
            raise NotFound("The questionnaire has no question “%(id)s”.", id=question_id[:80])
        return found

    def remarks(self, asked: Question) -> Iterator[str]:
        """What decides whether and how often the question is asked, and where it leads."""
        own = self.draft.question(asked.id) or asked
        section = self.draft.section_of(own)
        tell = Teller(self.draft.localised(current_locale()))
        if section.loop:
            driver = explain(tell.question(section.loop))
            yield gettext("Asked once for each item of %(question)s", question=driver)
        for rule in filter(None, (section.show_if, own.show_if)):
            yield gettext("Asked only if %(rule)s", rule=explain(tell.rule(rule)))
        for jump in own.go_to:
            yield explain(tell.jump(jump))

    def untranslated(self, asked: Question | None) -> Iterator[str]:
        """What of the page stands in the source, though another language is wished for."""
        if self.wish in LANGUAGES and self.wish not in self.draft.languages:
            yield gettext(
                "Nothing is translated into %(language)s yet: this is in %(source)s.",
                language=language_name(self.wish),
                source=language_name(current_locale()),
            )
        words = self.draft.translations.get(self.wish)
        keys = [key for key, _ in question_texts(asked)] if asked else ["title", "intro"]
        texts = {key: self.draft.texts[key] for key in keys if key in self.draft.texts}
        bare = [text for key, text in texts.items() if not (words or {}).get(key, "").strip()]
        if words and bare:
            yield gettext(
                "Not translated yet, so still in %(source)s: %(texts)s",
                source=language_name(self.draft.language),
                texts=listed(*(f"“{text[:60]}”" for text in bare[:3])),
            )

    def note(self, asked: Question | None = None) -> str:
        """What the bar above the page says."""
        remarks = self.remarks(asked) if asked else ()
        said = gettext("A preview: nothing is saved.")
        own = self.draft.question(asked.id.partition("@")[0]) if asked else None
        return " ".join([str(said), *self.untranslated(own), *remarks])


@blueprint.get("/")
@requires(Action.SEE_QUESTIONNAIRES)
def start(slug: str, key: str) -> str:
    """The start page, as a person of the segment sees it."""
    shown = _load(slug, key)
    context = frame(shown.visit, _addresses(shown))
    return page("surveys/respond/start.html", preview=shown.note(), **context)


@blueprint.post("/")
@requires(Action.SEE_QUESTIONNAIRES)
def begin(slug: str, key: str) -> Response:
    """Go to the first question, or speak another language."""
    shown = _load(slug, key)
    if wish := request.form.get("language"):
        return redirect(_address("start", language=wish), 303)
    return redirect(_addresses(shown).first, 303)


@blueprint.get("/<question_id>")
@requires(Action.SEE_QUESTIONNAIRES)
def question(slug: str, key: str, question_id: str) -> str:
    """One question."""
    shown = _load(slug, key)
    return _page(shown, answer_form(shown.question(question_id), None, 0))


@blueprint.post("/<question_id>")
@requires(Action.SEE_QUESTIONNAIRES)
def answer(slug: str, key: str, question_id: str) -> Page:
    """Judge the answer as for a respondent, then forget it."""
    shown = _load(slug, key)
    asked = shown.question(question_id)
    if wish := request.form.get("language"):
        return redirect(_address("question", question_id=asked.id, language=wish), 303)
    if request.form.get("go") == "back":
        return redirect(_addresses(shown, asked).back, 303)
    form = answer_form(asked, None, 0)
    if not form.validate_on_submit():
        return _page(shown, form), 422
    following = [*shown.order, ""][shown.order.index(asked.id) + 1]
    if not following:
        return redirect(_address("start"), 303)
    return redirect(_address("question", question_id=following), 303)


def _page(shown: Preview, form: AnswerForm) -> str:
    asked = form.answer.question
    return question_page(shown.visit, _addresses(shown, asked), form, preview=shown.note(asked))


def _load(slug: str, key: str) -> Preview:
    study = studies.find(db.session, slug)
    questionnaire = designing.find(db.session, study, key)
    draft, wish = designing.draft_of(questionnaire), request.args.get("language", "")
    if wish in PSEUDO_LANGUAGES:
        draft = pseudo.pretended(draft, wish)
    visit = _visit(study, _segment(study, questionnaire), _unconditional(draft))
    spoken = languages(visit)
    speak(wish if wish in spoken else _FRAMES.get(wish, spoken[0]))
    return Preview(visit, draft, wish)


def _visit(study: Study, segment: str, draft: Definition) -> Visit:
    """A visit of nobody: rows that no session knows."""
    person = Contact(
        name="", segment=segment, organisation=Organisation(name=gettext("Example company"))
    )
    version = QuestionnaireVersion(definition=draft.plain(), content_hash=draft.content_hash)
    return Visit(Invitation(contact=person), study, version, None, dict(_examples(draft)))


def _examples(draft: Definition) -> Iterator[tuple[str, Kept]]:
    """Answers that make every repetition come, and nothing else."""
    for section in draft.sections:
        driver = draft.question(section.loop)
        if driver is None:
            continue
        items = draft.items(section)[: draft.most_items(section)]
        names = {item: gettext("Name %(n)s", n=item) for item in items}
        if driver.rows:
            yield driver.id, Kept({item: {"": name} for item, name in names.items()}, "", "", 0)
        elif driver.choices:
            yield driver.id, Kept(list(items), "", "", 0)
        else:
            yield driver.id, Kept(None, "\n".join(names.values()), "", 0)


def _segment(study: Study, questionnaire: Questionnaire) -> str:
    choices = [*questionnaire.audience, *study.segments, *Segment]
    wish = request.args.get("segment", "")
    return wish if wish in choices else str(choices[0])


def _unconditional(definition: Definition) -> Definition:
    def shown(section: Section) -> Section:
        asked = tuple(replace(each, show_if=None, go_to=()) for each in section.questions)
        return replace(section, questions=asked, show_if=None)

    return replace(definition, sections=tuple(shown(each) for each in definition.sections))


def _address(endpoint: str, **values: Any) -> str:
    kept = {name: request.args[name] for name in ("language", "segment") if name in request.args}
    own = {name: request.view_args[name] for name in ("slug", "key")} if request.view_args else {}
    return url_for(f"preview.{endpoint}", **(own | kept | values))


def _addresses(shown: Preview, asked: Question | None = None) -> Addresses:
    start = _address("start")
    pages = [_address("question", question_id=each) for each in shown.order]
    place = shown.order.index(asked.id) if asked else 0
    first = next(iter(pages), start)
    back = pages[place - 1] if place else start
    slug = (request.view_args or {})["slug"]
    picture = url_for("pictures.show", slug=slug, content_hash="-").removesuffix("-")
    return Addresses(start, first, start, back=back, picture=f"{picture}%s")
