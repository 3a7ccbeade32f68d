"""The languages of an XLSForm, and its texts without their formatting."""

from surveys.exchange.drafting.draft import Words
from surveys.exchange.drafting.naming import cleaned
from surveys.exchange.languages import language_code
from surveys.exchange.markup import plain_text, without_markdown
from surveys.exchange.report import NOWHERE, Losses, shown
from surveys.exchange.xlsform.workbook import Book, Row
from surveys.question_types import Problem

ASSUMED = "en"


class Texts:
    """Reads the texts of rows by our language codes."""

    def __init__(self, book: Book, losses: Losses) -> None:
        self.losses = losses
        spoken = dict.fromkeys(
            language
            for row in (*book.survey, *book.choices)
            for texts in row.spoken.values()
            for language in texts
        )
        self.codes: dict[str, str] = {}
        for language in spoken:
            if language:
                self.codes[language] = self._code(language)
        self.source = self._source(book.settings["default_language"], list(spoken))
        self.codes[""] = self.source

    def _code(self, language: str) -> str:
        code = language_code(language)
        if code:
            return code
        made = f"und-{cleaned(language, 'x').replace('_', '')[:8]}".ljust(6, "x")
        self.losses.changed(
            Problem("The language is unknown here and is kept as %(code)s", params={"code": made}),
            language,
            NOWHERE,
        )
        return made

    def _source(self, setting: str, spoken: list[str]) -> str:
        if setting and setting.lower() != "default":
            # A language that is named as the default may stand in the headers under another name.
            code = self.codes.get(setting) or self._code(setting)
            if "" in spoken or code in self.codes.values():
                return code
        if spoken and "" not in spoken:
            return self.codes[spoken[0]]
        self.losses.noted(
            Problem(
                "The file does not say in which language its texts are: %(language)s is assumed",
                params={"language": ASSUMED},
            ),
            "default_language",
            NOWHERE,
        )
        return ASSUMED

    def words(self, row: Row, column: str, place: Problem) -> Words:
        """The texts of a column by language code; one of a named language counts before others."""
        texts = row.words(column)
        named = {self.codes[each]: text for each, text in texts.items() if each}
        if "" in texts:
            named.setdefault(self.source, texts[""])
        return {
            language: self.plain(text, column, place)
            for language, text in named.items()
            if text not in {"-", ""}
        }

    def hint(self, row: Row, place: Problem) -> Words:
        """The hint of a question, with the guidance for interviewers below it."""
        hint, guidance = (self.words(row, name, place) for name in ("hint", "guidance_hint"))
        if guidance:
            self.losses.changed(
                Problem("The guidance for interviewers stands in the hint, where all see it"),
                "guidance_hint",
                place,
            )
        languages = dict.fromkeys([*hint, *guidance])
        both = {each: (hint.get(each, ""), guidance.get(each, "")) for each in languages}
        return {each: "\n\n".join(filter(None, texts)) for each, texts in both.items()}

    def plain(self, text: str, column: str, place: Problem) -> str:
        """A text without HTML and Markdown; what it loses is told."""
        words, tags = plain_text(text)
        without = without_markdown(words)
        if tags or without != words:
            self.losses.changed(
                Problem("The formatting is taken off: %(text)s", params={"text": shown(without)}),
                column,
                place,
            )
        return without
