"""Translators' files of a draft: PO of one language, or a workbook of a sheet a language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath

from sqlalchemy.orm import Session

from foundation.children import ChildFailed, run_in_child
from foundation.errors import DomainError, Invalid
from foundation.files.spreadsheets import write_sheets
from foundation.files.tables import Table, read_sheets
from foundation.languages import is_language
from foundation.texts import Said
from research.cells import Problem
from research.models.study import Study
from surveys.building import languages, translators
from surveys.building.languages import State
from surveys.building.translators import COLUMNS, Brought, Intake, Sheet
from surveys.definition import Definition
from surveys.models.questionnaire import Questionnaire
from surveys.services import designing
from surveys.services.drafts import Step
from surveys.services.translating import reviews

_REFUSED = Problem("Some texts of the file can't be taken, so nothing of it was.")
_NEEDED = ("key", "source", "translation")


class TranslationsRefused(DomainError):
    """Texts of the file can't be taken, so nothing of it was; `problems` says which and why."""

    status = 422

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(_REFUSED.message)
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Dry:
    """What importing a file would do: an intake a language, and what is refused, by row."""

    intakes: tuple[Intake, ...]
    problems: tuple[Problem, ...]

    @property
    def count(self) -> int:
        """How many texts would change or be found right."""
        return sum(len(each.words) + len(each.confirmed) for each in self.intakes)


def targets(study: Study, draft: Definition) -> list[str]:
    """The languages a draft is translated into, or should be.

    What is no language code is left out; the check names it.
    """
    # The study's order first: a database may keep the draft's in another.
    spoken = dict.fromkeys([*study.languages, *draft.languages])
    named = (each for each in spoken if each != draft.language)
    return [each for each in named if is_language(each)]


def _known_as(language: str, known: Sequence[str]) -> str:
    """The code we know a language by: tools write `TH` or `fa_IR` for `th` and `fa`."""
    names = {each.lower(): each for each in known}
    plain = language.replace("_", "-").lower()
    return names.get(plain) or names.get(plain.partition("-")[0]) or language


def export_po(session: Session, questionnaire: Questionnaire, language: str, at: datetime) -> bytes:
    """The texts in one language as a PO file, made at a time."""
    draft, found = (
        designing.draft_of(questionnaire),
        reviews.lines(session, questionnaire, language),
    )
    return translators.po_file(draft, language, found, at)


def export_xlsx(session: Session, questionnaire: Questionnaire, chosen: Iterable[str]) -> bytes:
    """The texts as a workbook of one sheet a language, named by its code."""
    return write_sheets(
        {
            language: (
                COLUMNS,
                translators.sheet_rows(reviews.lines(session, questionnaire, language)),
            )
            for language in chosen
        }
    )


def read_file(data: bytes, filename: str, language: str = "") -> list[Sheet]:
    """Read a translators' file. A PO file that names no language is in `language`.

    Raises a DomainError with one sentence where it is neither PO nor a workbook of ours.
    """
    suffix = PurePath(filename).suffix.lower()
    if suffix == ".xlsx":
        return [_from_table(table) for table in read_sheets(data, filename)]
    if suffix not in {".po", ".pot"}:
        raise Invalid("file", "Translations are read from a .po or an .xlsx file.")
    return [_from_po(data, language)]


def _from_table(table: Table) -> Sheet:
    header = [name.strip().lower() for name in table.header]
    if missing := [name for name in _NEEDED if name not in header]:
        raise Invalid(
            "file",
            "The sheet “%(sheet)s” has no column “%(name)s”; a sheet has the columns %(names)s.",
            sheet=table.sheet,
            name=missing[0],
            names=", ".join(COLUMNS),
        )
    rows = [dict(zip(header, row, strict=True)) for row in table.rows]
    return translators.read_rows(table.sheet.strip(), zip(table.numbers, rows, strict=True))


def _from_po(data: bytes, language: str) -> Sheet:
    if len(data) > translators.LONGEST_FILE:
        megabytes = translators.LONGEST_FILE // 1_000_000
        raise Invalid("file", "The file is larger than %(most)s MB.", most=megabytes)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("file", "The file is not UTF-8 text: save it as UTF-8.") from error
    try:
        reader = "surveys.building.translators:read_po_text"
        found: Sheet | None = run_in_child(reader, text, seconds=30, megabytes=512)
    except ChildFailed:
        found = None
    if found is None:
        raise Invalid("file", "The file is not a PO file with texts, or it is damaged.")
    if language and found.language and _known_as(found.language, [language]) != language:
        raise Invalid(
            "file",
            "The file is in “%(found)s”, not in “%(asked)s”: nothing of it was taken.",
            found=found.language,
            asked=language,
        )
    return Sheet(found.language or language, found.texts)


def plan(study: Study, draft: Definition, sheets: Sequence[Sheet]) -> Dry:
    """Say what importing would do, changing nothing."""
    known = targets(study, draft)
    sheets = [replace(each, language=_known_as(each.language, known)) for each in sheets]
    intakes, problems = list[Intake](), list[Problem]()
    for sheet in sheets:
        if sheet.language not in known or sheet.language in {each.language for each in intakes}:
            problems.append(_of_language(draft, sheet, known))
            continue
        found = translators.intake(draft, sheet)
        intakes.append(found)
        problems += [_placed(sheet, each, why) for each, why in found.refused]
    return Dry(tuple(intakes), tuple(problems))


def _of_language(draft: Definition, sheet: Sheet, known: Sequence[str]) -> Problem:
    params = {"code": sheet.language or "–", "known": ", ".join(known) or "–"}
    if sheet.language in known:
        return Problem("Two sheets of the file are in “%(code)s”: keep one.", params)
    if sheet.language == draft.language:
        return Problem("“%(code)s” is the language of the source, not of a translation.", params)
    return Problem(
        "The texts are in “%(code)s”, which the questionnaire is not translated into: %(known)s.",
        params,
    )


def _placed(sheet: Sheet, brought: Brought, why: Said) -> Problem:
    return Problem(why.message, why.params, brought.row, f"{sheet.language} {brought.key[:80]}")


def take_in(
    session: Session, study: Study, questionnaire: Questionnaire, sheets: Sequence[Sheet], by: str
) -> Dry:
    """Take the file in whole, as one step that can be undone; raises TranslationsRefused."""
    draft = designing.open_draft(session, questionnaire)
    dry = plan(study, draft, sheets)
    if dry.problems:
        raise TranslationsRefused(dry.problems)
    made = draft
    for each in dry.intakes:
        made = languages.worded(made, each.language, each.words)
        made = languages.confirmed(made, each.language, set(each.confirmed))
    designing.edit(session, questionnaire, made, Step("translations", "", by))
    for each in dry.intakes:
        _note_machines(session, questionnaire, each)
    return dry


def _note_machines(session: Session, questionnaire: Questionnaire, intake: Intake) -> None:
    marked = {key for key, each in (intake.new | intake.changed).items() if each.is_machine}
    found = languages.lines(designing.draft_of(questionnaire), intake.language)
    chosen = [line for line in found if line.key in marked and line.state is State.DRAFT]
    reviews.note(session, questionnaire, intake.language, chosen, state="machine", by="")
