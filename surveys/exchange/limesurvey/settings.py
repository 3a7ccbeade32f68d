"""Settings of a LimeSurvey survey that have no place here: told in few sentences."""

from collections.abc import Iterable, Mapping

from surveys.exchange.limesurvey.survey import LsSurvey
from surveys.exchange.report import NOWHERE, Losses, shown
from surveys.question_types import Problem

LONGEST = 600
_MAILS = ("surveyls_email_", "email_admin_")
#: Settings that are told in other words, or that say nothing about the questions.
_QUIET = {
    "sid", "gsid", "owner_id", "language", "additional_languages", "admin", "adminemail", "active",
    "datecreated", "lastmodified", "faxto", "bounce_email", "format", "assessments",
    "surveyls_survey_id", "surveyls_language", "surveyls_dateformat", "surveyls_numberformat",
    "tokenencryptionoptions", "tokenlength", "surveyls_policy_notice_label", "access_mode",
    "template", "allowprev",
}  # fmt: skip
_NOTHING = {"", "0", "N", "I", "inherit", "-1", "E", "D"}
#: Settings that people or their way meet; all others are about the tool, its look and its users.
_MET: Mapping[str, Problem] = {
    "surveyls_url": Problem("At the end nobody is sent on to an address: %(value)s"),
    "surveyls_policy_notice": Problem("The notice on data protection is left out: %(value)s"),
    "expires": Problem("It is not closed by itself: there it ends on %(value)s"),
    "startdate": Problem("It is not opened by itself: there it begins on %(value)s"),
}
#: A setting of a question that only changes how it looks, or what the tool does with its answers.
_LOOKS = {
    "cssclass", "hide_tip", "printable_help", "page_break", "scale_export", "public_statistics",
    "save_as_default", "clear_default", "samechoiceheight", "samelistheight", "showpopups",
    "reverse", "use_dropdown", "rank_title", "choice_title", "repeat_headings", "placeholder",
    "answer_width", "subquestion_width", "horizontal_scroll", "keep_aspect", "crop_or_resize",
    "fix_height", "fix_width", "label_input_columns", "input_boxes", "multiflexible_step",
    "button_size", "max_buttons_row", "nocaptcha", "assessment_value", "parent_order",
    "value_range_allows_missing", "thousands_separator", "encrypted", "exclude_all_others_auto",
}  # fmt: skip
_LOOKS_LIKE = (
    "text_input_", "input_size", "display_", "dropdown_", "statistics_", "slider_", "time_limit_",
    "location_", "other_position", "answer_width_", "commented_checkbox", "rank",
)  # fmt: skip


def says_something(name: str, value: str) -> bool:
    """Say whether a setting of the survey is one to be told of."""
    return name not in _QUIET and value not in _NOTHING


def is_look(name: str) -> bool:
    """Say whether a setting of a question is about its look."""
    return name in _LOOKS or name.startswith(_LOOKS_LIKE)


def tell_of_looks(names: Iterable[str], losses: Losses) -> None:
    """One sentence about the looks of all questions."""
    unique = sorted(set(names))
    if unique:
        losses.left_out(
            Problem(
                "How questions look there is left out: %(names)s",
                params={"names": _cut(", ".join(unique))},
            ),
            "question attributes",
            NOWHERE,
        )


def tell_of_settings(survey: LsSurvey, losses: Losses) -> None:
    """A sentence each about what people meet, one about e-mails, one about all the rest."""
    mails = [name for name, _value in survey.left if name.startswith(_MAILS)]
    rest = []
    for name, value in survey.left:
        if name in _MET:
            done = Problem(_MET[name].message, params={"value": shown(value)})
            losses.left_out(done, name, NOWHERE)
        elif not name.startswith(_MAILS):
            rest.append(f"{name} = {_short(value)}")
    if mails:
        losses.left_out(
            Problem("The words of its e-mails are left out; invitations are written here"),
            "emails",
            NOWHERE,
        )
    if rest:
        losses.left_out(
            Problem(
                "Settings of the tool are left out: %(names)s",
                params={"names": _cut(", ".join(dict.fromkeys(rest)))},
            ),
            "settings",
            NOWHERE,
        )


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
