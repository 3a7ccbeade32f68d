"""What goes wrong, told to a respondent: in the frame they know, with a way back."""

from flask import current_app, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from foundation.errors import DomainError
from foundation.web.locale import current_locale, speak
from foundation.web.pages import page
from surveys.question_types import Problem, Question, kind
from surveys.services.answering import Visit
from surveys.views.parts.respond_doors import addresses, form_of, look, on_path
from surveys.views.respond_pages import frame, question_page

TOO_LARGE = 413


def show_trouble(sentence: str, status: int) -> str:
    """The page of an error; what was too large to be sent is told on the page of its question."""
    given = request.view_args or {}
    # Where no page answers, the link still begins the address: /r/<token>/…
    token, question_id = request.path.split("/")[2], str(given.get("question_id", ""))
    try:
        visit = look(token)
    except (DomainError, SQLAlchemyError):  # then only the sentence is known
        speak(current_locale())
        return page("surveys/respond/trouble.html", sentence=sentence, back="")
    asked = on_path(visit, question_id)
    if status == TOO_LARGE and asked is not None:
        return _show_too_large(visit, token, asked)
    leads = addresses(visit, token)
    back = url_for("respond.question", token=token, question_id=asked.id) if asked else leads.start
    context = frame(visit, leads)
    return page("surveys/respond/trouble.html", sentence=sentence, back=back, **context)


def _show_too_large(visit: Visit, token: str, asked: Question) -> str:
    """The question again as it is stored, for what was sent can't be read."""
    form = form_of(visit, asked, formdata=None)
    if kind(asked).takes_file:
        most = {"most": current_app.extensions["settings"].max_file_mb}
        problem = Problem("The file is larger than %(most)s MB: choose a smaller one", params=most)
    else:
        problem = Problem("The answer is too long to be sent: shorten it")
    form.answer.problems = [problem.at(asked.id, asked.id)]
    return question_page(visit, addresses(visit, token, asked), form)
