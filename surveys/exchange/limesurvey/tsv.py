"""LimeSurvey's tab-separated structure: a row for each thing, belonging to what stands above it.

Each language has its rows: of the whole survey, or of a group at a time; they meet by their codes.
"""

import csv
import io
from collections.abc import Iterator
from typing import Literal

from surveys.exchange.languages import language_code
from surveys.exchange.limesurvey.conditions import read_condition
from surveys.exchange.limesurvey.settings import says_something
from surveys.exchange.limesurvey.survey import (
    LsAssessment,
    LsGroup,
    LsPart,
    LsQuestion,
    LsQuota,
    LsSurvey,
)
from surveys.exchange.report import Unreadable, line_place
from surveys.question_types import Problem

ROWS_MOST = 100_000
Row = dict[str, str]
_COLUMNS = {
    "id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language",
    "validation", "mandatory", "encrypted", "other", "default", "same_default", "same_script",
    "survey_id", "assessment_value", "question_theme_name", "modulename", "script",
}  # fmt: skip
_CLASSES = {"S", "SL", "G", "Q", "SQ", "A"}
_TITLES = {
    "surveyls_title": "title",
    "surveyls_description": "description",
    "surveyls_welcometext": "welcome",
    "surveyls_endtext": "end",
}


def is_tsv(text: str) -> bool:
    """Say whether a text begins with this format's header."""
    return bool(_separator(text))


def _separator(text: str) -> str:
    """What parts the columns: a tab, or what a spreadsheet has made of it; empty for no header."""
    first = text.split("\n", 1)[0]
    for each in "\t;,":
        header = {cell.strip('"').strip() for cell in first.split(each)}
        if {"class", "name", "text"} <= header:
            return each
    return ""


def has_rows_of_tsv(text: str) -> bool:
    """Say whether most lines are rows of this format, whatever the first one is."""
    lines = [line.split("\t") for line in text.split("\n")[:200] if line.strip()]
    rows = [cells for cells in lines if {cell.strip('"') for cell in cells[:4]} & _CLASSES]
    return len(rows) > len(lines) // 2 and len(rows) > 2 and all(len(each) > 2 for each in rows)


def read_tsv(text: str) -> LsSurvey:
    """Read the text; raises Unreadable."""
    if not is_tsv(text):
        raise Unreadable(
            Problem(
                "The first line of a LimeSurvey text file names its columns, among them class, name"
                " and text; this one does not"
            )
        )
    reader = _Reader()
    for line, row in _rows(text):
        reader.row(line, row)
    return reader.whole()


def _rows(text: str) -> Iterator[tuple[int, Row]]:
    # A quotation mark that is never closed would swallow all that follows.
    quoting: Literal[0, 3] = csv.QUOTE_NONE if text.count('"') % 2 else csv.QUOTE_MINIMAL
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), quoting=quoting)
    try:
        header = [name.strip() for name in next(reader)]
        for number, cells in enumerate(reader):
            if number > ROWS_MOST:
                raise Unreadable(
                    Problem("The file has more than %(most)s rows", params={"most": ROWS_MOST})
                )
            if any(cells):
                yield reader.line_num, dict(zip(header, map(str.strip, cells), strict=False))
    except csv.Error:
        raise Unreadable(
            Problem("Line %(line)s can't be read as a table", params={"line": reader.line_num})
        ) from None


class _Reader:
    """Goes through the rows; remembers what was there in the first language."""

    def __init__(self) -> None:
        self.survey = LsSurvey()
        self.groups: dict[str, LsGroup] = {}
        self.questions: dict[str, LsQuestion] = {}
        self.counted: dict[str, int] = {}
        self.group: LsGroup | None = None
        self.question: LsQuestion | None = None
        self.quotas: dict[str, LsQuota] = {}
        self.assessments: dict[str, LsAssessment] = {}
        self.members: list[tuple[str, LsQuestion, str]] = []

    def row(self, line: int, row: Row) -> None:
        kind = row.get("class", "").upper()
        handlers = {
            "S": self.setting,
            "SL": self.spoken,
            "G": self.at_group,
            "Q": self.at_question,
            "SQ": self.at_subquestion,
            "A": self.at_answer,
            "C": self.at_condition,
            "AS": self.at_assessment,
            "QTA": self.at_quota,
            "QTALS": self.at_words_of_quota,
            "QTAM": self.at_member_of_quota,
        }
        if kind in handlers:
            handlers[kind](row, line)
        elif kind:
            self.survey.left.append((f"{kind} {row.get('name', '')}".strip(), row.get("text", "")))

    def whole(self) -> LsSurvey:
        """The survey; quotas stand below the questions they look at, or above them."""
        for quota, question, code in self.members:
            if quota in self.quotas:
                self.quotas[quota].members.append((question, code))
        return self.survey

    def language(self, row: Row) -> str:
        return language_code(row.get("language", "")) or self.survey.language

    def setting(self, row: Row, _line: int) -> None:
        name, text = row.get("name", ""), row.get("text", "")
        if name == "language":
            self.survey.language = language_code(text) or "en"
            self.survey.languages.insert(0, self.survey.language)
        elif name == "additional_languages":
            more = [language_code(each) for each in text.split()]
            self.survey.languages += [each for each in more if each]
        elif name == "sid":
            self.survey.name = f"survey_{text}" if text else ""
        elif name == "assessments":
            self.survey.is_assessed = text == "Y"
        if says_something(name, text):
            self.survey.left.append((name, text))

    def spoken(self, row: Row, _line: int) -> None:
        name, text = row.get("name", ""), row.get("text", "")
        if name in _TITLES:
            getattr(self.survey, _TITLES[name])[self.language(row)] = text
        elif says_something(name, text):
            self.survey.left.append((name, text))

    def at_group(self, row: Row, line: int) -> None:
        language = self.language(row)
        key = row.get("type/scale") or row.get("id") or self.next("G", language)
        if key not in self.groups:
            self.groups[key] = LsGroup(
                relevance=row.get("relevance", ""),
                random=row.get("random_group", ""),
                place=line_place(line),
            )
            self.survey.groups.append(self.groups[key])
        self.group = self.groups[key]
        self.group.name.setdefault(language, row.get("name", ""))
        if row.get("text"):
            self.group.description.setdefault(language, row["text"])

    def next(self, kind: str, language: str) -> str:
        """The number of a thing within its language."""
        self.counted[kind + language] = self.counted.get(kind + language, 0) + 1
        return f"{kind}{self.counted[kind + language]}"

    def at_question(self, row: Row, line: int) -> None:
        if self.group is None:
            self.group = LsGroup(place=line_place(line))
            self.survey.groups.append(self.group)
        language, code = self.language(row), row.get("name", "")
        found = self.questions.get(code)
        if found is None or language in found.text:
            found = self.new_question(line, row)
            self.questions[code] = found
            self.group.questions.append(found)
        self.question = found
        found.text[language] = row.get("text", "")
        if row.get("help"):
            found.help[language] = row["help"]
        self.attributes(found, row, language)

    def new_question(self, line: int, row: Row) -> LsQuestion:
        return LsQuestion(
            row.get("name", ""),
            row.get("type/scale", ""),
            line_place(line),
            relevance=row.get("relevance", ""),
            mandatory=row.get("mandatory", "").upper(),
            other=row.get("other", "").upper(),
            preg=row.get("validation", ""),
            default=row.get("default", ""),
            theme=row.get("question_theme_name", "") or row.get("modulename", ""),
            script=row.get("script", ""),
            ids=[f"Q{row['id']}"] if row.get("id") else [],
        )

    def attributes(self, question: LsQuestion, row: Row, language: str) -> None:
        for name, value in row.items():
            if name not in _COLUMNS and value:
                question.attributes.setdefault(name, value)
                question.spoken.setdefault(name, {}).setdefault(language, value)

    def at_subquestion(self, row: Row, _line: int) -> None:
        if self.question is not None:
            self.part(self.question.subquestions, row)

    def at_condition(self, row: Row, _line: int) -> None:
        if self.question is not None:
            cells = (row.get(name, "") for name in ("type/scale", "name", "relevance", "text"))
            self.question.conditions.append(read_condition(*cells))

    def at_assessment(self, row: Row, line: int) -> None:
        bounds = (row.get("min_num_value", ""), row.get("max_num_value", ""))
        key = row.get("id") or str(line)
        if key not in self.assessments:
            self.assessments[key] = LsAssessment(row.get("name", ""), *bounds)
            self.survey.assessments.append(self.assessments[key])
        self.assessments[key].said[self.language(row)] = row.get("text", "")

    # The names of columns are those of questions, whatever they mean for a quota.

    def at_quota(self, row: Row, line: int) -> None:
        is_active = row.get("default", "1") != "0"
        quota = LsQuota(row.get("name", ""), row.get("mandatory", ""), is_active)
        self.quotas[row.get("id") or str(line)] = quota
        self.survey.quotas.append(quota)

    def at_words_of_quota(self, row: Row, _line: int) -> None:
        if quota := self.quotas.get(row.get("related_id", "")):
            quota.said[self.language(row)] = row.get("relevance", "")
            quota.url = quota.url or row.get("text", "")

    def at_member_of_quota(self, row: Row, _line: int) -> None:
        if self.question is not None:
            self.members.append((row.get("related_id", ""), self.question, row.get("name", "")))

    def at_answer(self, row: Row, _line: int) -> None:
        if self.question is not None:
            self.part(self.question.answers, row)

    def part(self, parts: list[LsPart], row: Row) -> None:
        code, scale = row.get("name", ""), row.get("type/scale", "")
        scale = scale if scale in {"0", "1"} else "0"
        language = self.language(row)
        found = next((each for each in parts if (each.code, each.scale) == (code, scale)), None)
        if found is None or language in found.text:
            found = LsPart(
                code,
                scale,
                relevance=row.get("relevance", "") if row.get("class", "").upper() == "SQ" else "",
                is_mandatory=row.get("mandatory", "").upper() in {"Y", "S"},
                score=row.get("assessment_value", ""),
                id=row.get("id", ""),
            )
            parts.append(found)
        found.text[language] = row.get("text", "")
