"""LimeSurvey's `.lss`: tables of its database in XML, which differ by the version of that.

Before version 400 a question has a row for each language; since then its texts stand in tables of
their own (`question_l10ns`, `group_l10ns`, `answer_l10ns`).
"""

import io
import zipfile
from contextlib import suppress
from typing import Any

from surveys.exchange.languages import language_code
from surveys.exchange.limesurvey.beside import (
    Row,
    Tables,
    add_conditions,
    add_defaults,
    assessments,
    quotas,
)
from surveys.exchange.limesurvey.settings import says_something
from surveys.exchange.limesurvey.survey import LsGroup, LsPart, LsQuestion, LsSurvey
from surveys.exchange.outside import check_zip, read_xml
from surveys.exchange.report import NOWHERE, Losses, Unreadable, question_place
from surveys.question_types import Problem

ROWS_MOST = 100_000
_READ = {
    "surveys", "surveys_languagesettings", "groups", "group_l10ns", "questions", "question_l10ns",
    "subquestions", "answers", "answer_l10ns", "question_attributes", "languages", "conditions",
    "quota", "quota_members", "quota_languagesettings", "defaultvalues", "defaultvalue_l10ns",
    "assessments", "question_themes",
}  # fmt: skip
#: Whole surveys, and what LimeSurvey exports of them alone.
_KINDS = {"Survey", "Group", "Question"}


def packed_survey(data: bytes, losses: Losses) -> bytes:
    """The survey within an archive (`.lsa`), beside its answers; raises Unreadable."""
    check_zip(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        survey = next((name for name in names if name.lower().endswith(".lss")), "")
        others = [name for name in names if name != survey]
        if others:
            losses.left_out(
                Problem(
                    "Only the questionnaire of the archive is read: answers are imported alone"
                ),
                ", ".join(others),
                NOWHERE,
            )
        with suppress(KeyError, RuntimeError, OSError, zipfile.BadZipFile, NotImplementedError):
            return archive.read(survey)
    raise Unreadable(Problem("The archive holds no survey that can be read: export its .lss alone"))


def read_lss(data: bytes) -> LsSurvey:
    """Read the file; raises Unreadable."""
    root = read_xml(data)
    if root.tag != "document" or root.findtext("LimeSurveyDocType") not in _KINDS:
        raise Unreadable(
            Problem(
                "The file is XML, but no LimeSurvey survey: export the survey's structure (.lss)"
            )
        )
    return _Reader(_tables(root), [each.text or "" for each in root.iter("language")]).whole()


def _tables(root: Any) -> Tables:
    tables: Tables = {}
    for table in root:
        rows = table.find("rows")
        if rows is None:
            continue
        if len(rows) > ROWS_MOST:
            raise Unreadable(
                Problem("The file has more than %(most)s rows", params={"most": ROWS_MOST})
            )
        tables[table.tag] = [{cell.tag: cell.text or "" for cell in row} for row in rows]
    return tables


class _Reader:
    """Puts the tables together."""

    def __init__(self, tables: Tables, languages: list[str]) -> None:
        self.tables = tables
        settings = (tables.get("surveys") or [{}])[0]
        self.sid = settings.get("sid", "")
        named = [settings.get("language", ""), *settings.get("additional_languages", "").split()]
        # A group or a question alone has no survey that names them.
        named = named if "surveys" in tables else languages or [""]
        language = language_code(named[0]) or "en"
        more = [language_code(each) for each in named[1:]]
        self.survey = LsSurvey(
            f"survey_{self.sid}" if self.sid else "",
            language,
            [language, *(each for each in more if each)],
        )
        self.settings = settings

    def whole(self) -> LsSurvey:
        self.spoken()
        groups = self.groups()
        questions = self.questions(groups)
        self.parts(questions)
        self.attributes(questions)
        self.survey.is_assessed = self.settings.get("assessments") == "Y"
        add_conditions(self.tables, questions)
        add_defaults(self.tables, questions)
        self.survey.quotas = list(quotas(self.tables, questions, self.language))
        self.survey.assessments = list(assessments(self.tables, self.language))
        self.tell_of_the_rest()
        return self.survey

    def language(self, row: Row) -> str:
        return language_code(row.get("language", "")) or self.survey.language

    def rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    def spoken(self) -> None:
        for row in self.rows("surveys_languagesettings"):
            language = language_code(row.get("surveyls_language", "")) or self.survey.language
            for name, text in row.items():
                part = {
                    "surveyls_title": self.survey.title,
                    "surveyls_description": self.survey.description,
                    "surveyls_welcometext": self.survey.welcome,
                    "surveyls_endtext": self.survey.end,
                }.get(name)
                if part is not None:
                    part[language] = text
                elif says_something(name, text):
                    self.survey.left.append((name, text))

    def groups(self) -> dict[str, LsGroup]:
        found: dict[str, LsGroup] = {}
        for row in sorted(self.rows("groups"), key=lambda row: _order(row, "group_order")):
            gid = row.get("gid", "")
            if gid not in found:
                found[gid] = LsGroup(
                    relevance=row.get("grelevance", ""), random=row.get("randomization_group", "")
                )
                self.survey.groups.append(found[gid])
            self.group_words(found[gid], row)
        for row in self.rows("group_l10ns"):
            if row.get("gid") in found:
                self.group_words(found[row["gid"]], row)
        return found

    def group_words(self, group: LsGroup, row: Row) -> None:
        for words, name in ((group.name, "group_name"), (group.description, "description")):
            if row.get(name):
                words[self.language(row)] = row[name]

    def questions(self, groups: dict[str, LsGroup]) -> dict[str, LsQuestion]:
        found: dict[str, LsQuestion] = {}
        rows = [row for row in self.rows("questions") if row.get("parent_qid", "0") in {"0", ""}]
        for row in sorted(rows, key=lambda row: _order(row, "question_order")):
            qid = row.get("qid", "")
            if qid not in found:
                found[qid] = self.question(row)
                group = groups.get(row.get("gid", ""))
                if group is None:
                    group = groups[row.get("gid", "")] = LsGroup()
                    self.survey.groups.append(group)
                group.questions.append(found[qid])
            self.question_words(found[qid], row)
        for row in self.rows("question_l10ns"):
            if row.get("qid") in found:
                self.question_words(found[row["qid"]], row)
        return found

    def question(self, row: Row) -> LsQuestion:
        code = row.get("title", "")
        return LsQuestion(
            code,
            row.get("type", ""),
            question_place(code),
            relevance=row.get("relevance", ""),
            mandatory=row.get("mandatory", "").upper(),
            other=row.get("other", "").upper(),
            preg=row.get("preg", ""),
            theme=row.get("question_theme_name", "") or row.get("modulename", ""),
            ids=[f"{self.sid}X{row.get('gid', '')}X{row.get('qid', '')}", f"Q{row.get('qid', '')}"],
        )

    def question_words(self, question: LsQuestion, row: Row) -> None:
        if "question" in row:
            question.text[self.language(row)] = row["question"]
        if row.get("help"):
            question.help[self.language(row)] = row["help"]
        question.script = question.script or row.get("script", "")

    def parts(self, questions: dict[str, LsQuestion]) -> None:
        nested = [
            row for row in self.rows("questions") if row.get("parent_qid", "0") not in {"0", ""}
        ]
        rows = [*self.rows("subquestions"), *nested]
        texts = self.texts("question_l10ns", "qid")
        for row in sorted(rows, key=lambda row: _order(row, "question_order")):
            if owner := questions.get(row.get("parent_qid", "")):
                words = texts.get(row.get("qid", ""), [row])
                self.part(owner.subquestions, row, row.get("title", ""), words, "question")
        texts = self.texts("answer_l10ns", "aid")
        for row in sorted(self.rows("answers"), key=lambda row: _order(row, "sortorder")):
            if owner := questions.get(row.get("qid", "")):
                words = texts.get(row.get("aid", ""), [row])
                self.part(owner.answers, row, row.get("code", ""), words, "answer")

    def texts(self, table: str, key: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows(table):
            found.setdefault(row.get(key, ""), []).append(row)
        return found

    def part(self, parts: list[LsPart], row: Row, code: str, words: list[Row], column: str) -> None:
        scale = row.get("scale_id", "0") or "0"
        found = next((each for each in parts if (each.code, each.scale) == (code, scale)), None)
        if found is None:
            is_mandatory = row.get("mandatory", "").upper() in {"Y", "S"}
            relevance = row.get("relevance", "") if column == "question" else ""
            found = LsPart(code, scale, {}, relevance, is_mandatory)
            found.score, found.id = row.get("assessment_value", ""), row.get("qid", "")
            parts.append(found)
        for each in words:
            found.text[self.language(each)] = each.get(column, "")

    def attributes(self, questions: dict[str, LsQuestion]) -> None:
        for row in self.rows("question_attributes"):
            question = questions.get(row.get("qid", ""))
            name, value = row.get("attribute", ""), row.get("value", "")
            if question is None or not value:
                continue
            question.attributes.setdefault(name, value)
            question.spoken.setdefault(name, {})[self.language(row)] = value

    def tell_of_the_rest(self) -> None:
        for name, value in self.settings.items():
            if says_something(name, value):
                self.survey.left.append((name, value))
        for table, rows in self.tables.items():
            if table not in _READ and rows:
                first = ", ".join(value for value in rows[0].values() if value)
                self.survey.left.append((table, f"{len(rows)}: {first}"))


def _order(row: Row, name: str) -> int:
    value = row.get(name, "")
    return int(value) if value.lstrip("-").isdigit() else 0
