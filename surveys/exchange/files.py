"""Any file that may be a questionnaire: recognised, read, told of; never an error.

`read_files` runs in a child process with limits, since files come from outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from surveys.definition import Definition
from surveys.exchange.drafting.building import build
from surveys.exchange.drafting.draft import Draft
from surveys.exchange.drafting.merging import merge
from surveys.exchange.limesurvey.lss import packed_survey, read_lss
from surveys.exchange.limesurvey.reading import read_limesurvey_survey
from surveys.exchange.limesurvey.tsv import has_rows_of_tsv, is_tsv, read_tsv
from surveys.exchange.ons.reading import is_ons, read_ons
from surveys.exchange.outline.lines import text_lines
from surveys.exchange.outline.qualtrics import is_qualtrics, qualtrics_lines
from surveys.exchange.outline.reading import read_outline
from surveys.exchange.outline.word import word_lines
from surveys.exchange.outside import read_json, read_text, refuse_large
from surveys.exchange.report import Losses, Report, Unreadable
from surveys.exchange.surveyjs.reading import read_surveyjs_definition, surveyjs_in
from surveys.exchange.xlsform.reading import read_xlsform
from surveys.question_types import Problem

SUFFIXES = (
    ".xlsx", ".xlsm", ".xls", ".json", ".lss", ".lsg", ".lsq", ".lsa", ".tsv", ".txt", ".md",
    ".docx",
)  # fmt: skip
FILES_MOST = 20
#: What a file meets that is well-formed, and not in the shape of its format.
_OTHER_SHAPES = (TypeError, ValueError, KeyError, AttributeError, IndexError)


@dataclass(frozen=True)
class Reading:
    """What a file became, and all that is to be said about it.

    Without a questionnaire the report's refusal says why.
    """

    definition: Definition | None
    report: Report


def read_file(data: bytes, filename: str) -> Reading:
    """Read one file."""
    return read_files([(filename, data)])


def read_files(files: Sequence[tuple[str, bytes]]) -> Reading:
    """Read one questionnaire from one file, or from one for each language; never raises."""
    losses = Losses()
    try:
        kind, draft = _together(files, losses)
        definition, names = build(draft, losses)
    except Unreadable as error:
        return Reading(None, Report("", losses.all, (), error.problem))
    except RecursionError:
        problem = Problem("The file is nested more deeply than any questionnaire")
        return Reading(None, Report("", losses.all, (), problem))
    except _OTHER_SHAPES:
        problem = Problem("The file holds something else where the format has a part of its own")
        return Reading(None, Report("", losses.all, (), problem))
    return Reading(definition, Report(kind, losses.all, names))


def _together(files: Sequence[tuple[str, bytes]], losses: Losses) -> tuple[str, Draft]:
    """The format, and one draft of all files; raises Unreadable."""
    if not 1 <= len(files) <= FILES_MOST:
        most = {"n": FILES_MOST}
        raise Unreadable(Problem("Choose one file, or at most %(n)s languages of one", params=most))
    (kind, first), *more = [_draft(data, name, losses) for name, data in files]
    for other_kind, other in more:
        if {kind, other_kind} != {"ONS"}:
            raise Unreadable(
                Problem("Only the ONS format has a file for each language: choose one file")
            )
        merge(first, other, losses)
    return kind, first


def _draft(data: bytes, filename: str, losses: Losses) -> tuple[str, Draft]:
    """What the file is, and its draft, called after the file where it has no name of its own."""
    kind, draft = _read(data, filename, losses)
    draft.name = draft.name or PurePath(filename).stem
    return kind, draft


def _read(data: bytes, filename: str, losses: Losses) -> tuple[str, Draft]:
    """What the file is, and its draft; raises Unreadable."""
    refuse_large(data)
    path = PurePath(filename)
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".xlsm", ".xls"}:
        return "XLSForm", read_xlsform(data, losses)
    if suffix == ".docx":
        return "Word", read_outline(word_lines(data, losses), losses, path.stem)
    if suffix == ".lsa":
        data = packed_survey(data, losses)
    if suffix in {".lss", ".lsg", ".lsq", ".lsa"} or data.lstrip()[:5] == b"<?xml":
        return "LimeSurvey", read_limesurvey_survey(read_lss(data), losses)
    if suffix not in SUFFIXES:
        known = {"known": ", ".join(SUFFIXES)}
        raise Unreadable(
            Problem("A questionnaire is read from a file that ends in %(known)s", params=known)
        )
    text = read_text(data)
    if suffix == ".json":
        return _json(text, losses)
    if suffix == ".tsv" or is_tsv(text) or has_rows_of_tsv(text):
        return "LimeSurvey", read_limesurvey_survey(read_tsv(text), losses)
    lines = qualtrics_lines(text, losses) if is_qualtrics(text) else text_lines(text)
    return "Text", read_outline(lines, losses, path.stem)


def _json(text: str, losses: Losses) -> tuple[str, Draft]:
    data = read_json(text)
    if is_ons(data):
        return "ONS", read_ons(data, losses)
    if (definition := surveyjs_in(data)) is not None:
        return "SurveyJS", read_surveyjs_definition(definition, losses)
    raise Unreadable(
        Problem("The JSON file is neither a SurveyJS definition nor an ONS questionnaire")
    )
