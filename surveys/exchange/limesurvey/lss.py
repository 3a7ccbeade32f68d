"""LimeSurvey's `.lss`: tables of its database in XML, which differ by the version of that.

Before version 400 a question has a row for each language; since then its texts stand in tables of
their own (`question_l10ns`, `group_l10ns`, `answer_l10ns`).
"""

from typing import Any

from surveys.exchange.languages import language_code
from surveys.exchange.limesurvey.survey import LsGroup, LsPart, LsQuestion, LsSurvey
from surveys.exchange.outside import read_xml
from surveys.exchange.report import Unreadable, question_place
from surveys.question_types import Problem

ROWS_MOST = 100_000
Row = dict[str, str]
Tables = dict[str, list[Row]]
_READ = {
    "surveys", "surveys_languagesettings", "groups", "group_l10ns", "questions", "question_l10ns",
    "subquestions", "answers", "answer_l10ns", "question_attributes", "languages",
}  # fmt: skip
_QUIET = {
    "sid", "gsid", "owner_id", "language", "additional_languages", "admin", "adminemail", "active",
    "datecreated", "faxto", "bounce_email",
}  # fmt: skip
_NOTHING = {"", "0", "N", "I", "inherit", "-1", "E", "D"}


def read_lss(data: bytes) -> LsSurvey:
    """Read the file; raises Unreadable."""
    root = read_xml(data)
    if root.tag != "document" or root.findtext("LimeSurveyDocType") != "Survey":
        raise Unreadable(Problem("The file is XML, but no LimeSurvey survey"))
    tables = _tables(root)
    return _Reader(tables).whole()


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

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        settings = (tables.get("surveys") or [{}])[0]
        self.sid = settings.get("sid", "")
        language = language_code(settings.get("language", "")) or "en"
        more = [language_code(each) for each in settings.get("additional_languages", "").split()]
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
                elif text not in _NOTHING and name not in {
                    "surveyls_survey_id",
                    "surveyls_language",
                }:
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
            ids=[f"{self.sid}X{row.get('gid', '')}X{row.get('qid', '')}"],
        )

    def question_words(self, question: LsQuestion, row: Row) -> None:
        if "question" in row:
            question.text[self.language(row)] = row["question"]
        if row.get("help"):
            question.help[self.language(row)] = row["help"]

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
            if name not in _QUIET and value not in _NOTHING:
                self.survey.left.append((name, value))
        for table, rows in self.tables.items():
            if table not in _READ and rows:
                first = ", ".join(value for value in rows[0].values() if value)
                self.survey.left.append((table, f"{len(rows)}: {first}"))


def _order(row: Row, name: str) -> int:
    value = row.get(name, "")
    return int(value) if value.lstrip("-").isdigit() else 0
