"""The question types of LimeSurvey and what they are here."""

from collections.abc import Iterable
from dataclasses import replace

from surveys.exchange.conditions.languages import read_limesurvey
from surveys.exchange.conditions.literals import as_number
from surveys.exchange.drafting.draft import Figure, Item, Part, Words, filled, joined, pending
from surveys.exchange.limesurvey.attributes import Attributes
from surveys.exchange.limesurvey.survey import LsPart, LsQuestion
from surveys.exchange.markup import plain_text
from surveys.exchange.report import Losses, shown
from surveys.exchange.stock import stock
from surveys.question_types import Problem

_TYPES = {
    "L": "single", "!": "dropdown", "O": "single", "M": "multiple", "P": "multiple",
    "F": "matrix_single", "H": "matrix_single", "A": "matrix_single", "B": "matrix_single",
    "C": "matrix_single", "E": "matrix_single", ":": "matrix_number", ";": "matrix_text",
    "N": "number", "K": "matrix_number", "S": "short_text", "T": "long_text", "U": "long_text",
    "Q": "matrix_text", "D": "date", "G": "single", "Y": "single", "5": "single", "R": "ranking",
    "X": "information", "|": "file", "1": "matrix_single", "Z": "single",
    "W": "dropdown", "^": "short_text",
}  # fmt: skip
#: The options that a type brings along: code and stock word.
_NAMED = {
    "C": (("Y", "yes"), ("U", "uncertain"), ("N", "no")),
    "E": (("I", "increase"), ("S", "same"), ("D", "decrease")),
    "G": (("F", "female"), ("M", "male")),
    "Y": (("Y", "yes"), ("N", "no")),
}
_POINTS = {"A": 5, "B": 10, "5": 5}
_OPTIONS_BELOW = {"M", "P"}
_LISTS = {"L", "!", "O", "R", "W", "Z"}
_GRIDS = {"F", "H", "A", "B", "C", "E", "1", ":", ";", "K", "Q"}


class Kinds:
    """Makes items of LimeSurvey questions."""

    def __init__(self, languages: list[str], losses: Losses) -> None:
        self.languages = languages
        self.losses = losses
        self.attributes = Attributes(losses, languages, self.words)
        self.figures: list[Figure] = []
        self.is_assessed = False

    def items(self, question: LsQuestion) -> list[Item]:
        """What a question becomes: none, one, or two for a dual scale."""
        kind = question.type
        if kind == "*" or question.attributes.get("hidden") == "1":
            return self._hidden(question)
        if kind == "I":
            self.losses.changed(
                Problem("People choose their language at the start, and on every page"),
                question.code,
                question.place,
            )
            return []
        if kind not in _TYPES:
            self.losses.left_out(
                Problem("This type of question is unknown, so it is left out"),
                kind or question.code,
                question.place,
            )
            return []
        item = self._common(question)
        self._options(item, question)
        self.special(item, question)
        self.attributes.take(item, question)
        if item.type == "multiple" and len(item.choices) == 1:
            self.tick(item)
        if kind == "1":
            return self.two_scales(item, question)
        return [item, self.comment(question)] if kind in {"O", "P"} else [item]

    def _hidden(self, question: LsQuestion) -> list[Item]:
        if question.type == "*":
            return self.equation(question)
        self.losses.left_out(
            Problem("It is never shown there, so it is left out"), question.code, question.place
        )
        return []

    def equation(self, question: LsQuestion) -> list[Item]:
        """A calculated value, and the words that show it where there are some."""
        words = {language: plain_text(text)[0] for language, text in question.text.items()}
        told = next(iter(filled(words).values()), "")
        source = question.attributes.get("equation") or told
        bare = plain_text(source)[0].strip()
        whole = bare.startswith("{") and bare.endswith("}") and bare.count("{") == 1
        formula = bare[1:-1] if whole else bare
        is_words = not whole and "{" in bare
        given = (
            None if is_words else pending(formula, read_limesurvey, question.code, question.place)
        )
        if given is not None:
            self.figures.append(Figure(question.code, given))
        if question.attributes.get("hidden") == "1" or (told == bare and not is_words):
            return []
        return [
            Item(f"{question.code}_shown", "information", question.place,
                 self.words(question.text, "text", question.place))
        ]  # fmt: skip

    def tick(self, item: Item) -> None:
        """A single box to tick is a consent; the words of the box stand below the question's."""
        [only] = item.choices
        item.type, item.choices, item.demands = "consent", [], []
        item.hint = joined(item.hint, only.words, "\n")
        item.properties = {"required": item.properties.get("required", False)}
        self.losses.changed(
            Problem("The only box of the question is a box to agree by"), item.name, item.place
        )

    def comment(self, question: LsQuestion) -> Item:
        """The field for a comment beside the options, as a question below them."""
        self.losses.changed(
            Problem("The field for a comment beside the options is a question below them"),
            question.code,
            question.place,
        )
        name = f"{question.code}_comment"
        found = Item(name, "long_text", question.place, stock("comment", self.languages))
        for each in question.ids:
            found.names[f"{each}comment"] = ("", "")
        return found

    def _common(self, question: LsQuestion) -> Item:
        place = question.place
        item = Item(
            question.code,
            _TYPES[question.type],
            place,
            self.words(question.text, "text", place),
            self.words(question.help, "help", place),
        )
        item.properties["required"] = question.mandatory in {"Y", "S"}
        if question.mandatory == "S":
            self.losses.changed(
                Problem("An answer is asked for there, and needed here"), "mandatory", place
            )
        for name in question.ids:
            item.names[name] = ("", "")
        return item

    def words(self, texts: Words, name: str, place: Problem) -> Words:
        """Texts without their HTML."""
        words: Words = {}
        for language, text in texts.items():
            plain, tags = plain_text(text)
            if tags:
                done = Problem(
                    "The formatting is taken off: %(text)s", params={"text": shown(plain)}
                )
                self.losses.changed(done, name, place)
            if plain:
                words[language] = plain
        return words

    # Options

    def _options(self, item: Item, question: LsQuestion) -> None:
        kind = question.type
        below = question.scale(question.subquestions, "0")
        if kind in _LISTS:
            item.choices = self.parts(question.answers, question)
        elif kind in _OPTIONS_BELOW:
            item.choices = self.parts(below, question)
            self._name_parts(item, question, "option", below)
        elif kind in _GRIDS:
            item.rows = self.parts(below, question)
            self._name_parts(item, question, "row", below)
            self._columns(item, question)
            item.properties["required"] |= any(part.is_mandatory for part in below)
        elif kind in _POINTS or kind in _NAMED:
            item.choices = self.standard(kind, question)

    def _columns(self, item: Item, question: LsQuestion) -> None:
        kind = question.type
        if kind in {":", ";"}:
            item.choices = self.parts(question.scale(question.subquestions, "1"), question)
            if kind == ":" and question.attributes.get("multiflexible_checkbox") == "1":
                item.type = "matrix_multiple"
        elif kind in {"F", "H", "1"}:
            item.choices = self.parts(question.scale(question.answers, "0"), question)
        elif kind in _POINTS or kind in _NAMED:
            item.choices = self.standard(kind, question)

    def standard(self, kind: str, question: LsQuestion) -> list[Part]:
        """The options that a type brings along."""
        source = self.languages[0]
        if kind in _POINTS:
            return [Part(str(n), {source: str(n)}) for n in range(1, _POINTS[kind] + 1)]
        words = [(code, stock(name, self.languages)) for code, name in _NAMED[kind]]
        missing = [each for each in self.languages if each not in words[0][1]]
        if missing:
            self.losses.noted(
                Problem(
                    "The options have the tool's own words there: write them in %(languages)s here",
                    params={"languages": ", ".join(missing)},
                ),
                question.code,
                question.place,
            )
        return [Part(code, spoken) for code, spoken in words]

    def parts(self, parts: Iterable[LsPart], question: LsQuestion) -> list[Part]:
        """Options or rows, with their words."""
        found = []
        for part in parts:
            if part.relevance not in {"", "1"}:
                self.losses.left_out(
                    Problem(
                        "A row has no condition of its own here, so it is always shown: %(source)s",
                        params={"source": shown(part.relevance)},
                    ),
                    f"{question.code}_{part.code}",
                    question.place,
                )
            score = as_number(part.score) if self.is_assessed else None
            words = self.words(part.text, part.code, question.place)
            found.append(Part(part.code, words, {"score": score} if score else {}))
        return found

    def _name_parts(
        self, item: Item, question: LsQuestion, kind: str, parts: Iterable[LsPart]
    ) -> None:
        for part in parts:
            item.names[f"{question.code}_{part.code}"] = (kind, part.code)
            for name in question.ids:
                item.names[f"{name}{part.code}"] = (kind, part.code)
                item.names[f"{name}_S{part.id}"] = (kind, part.code)

    def two_scales(self, item: Item, question: LsQuestion) -> list[Item]:
        """A grid of two scales as two grids."""
        second = replace(
            item,
            name=f"{item.name}_2",
            choices=self.parts(question.scale(question.answers, "1"), question),
            rows=[replace(part, flags=dict(part.flags)) for part in item.rows],
            names={},
            properties=dict(item.properties),
        )
        found = [item, second] if second.choices else [item]
        for each, name in zip(found, ("dualscale_headerA", "dualscale_headerB"), strict=False):
            heads = self.words(question.spoken.get(name, {}), name, question.place)
            each.text = {
                language: f"{text} – {heads[language]}" if language in heads else text
                for language, text in each.text.items()
            }
        for row in item.rows:
            item.names[f"{question.code}_{row.name}_0"] = ("row", row.name)
            second.names[f"{question.code}_{row.name}_1"] = ("row", row.name)
        self.losses.changed(
            Problem("The two scales of the grid are two grids"), question.code, question.place
        )
        return found

    def special(self, item: Item, question: LsQuestion) -> None:
        """“Other”, and what is filled in beforehand."""
        if question.other == "Y" and item.type in {"single", "dropdown", "multiple"}:
            own = self.words(question.spoken.get("other_replace_text", {}), "other", question.place)
            words = own or stock("other", self.languages)
            item.choices.append(Part("other", words, {"other": True}))
            item.codes = {part.name: part.name for part in item.choices} | {"-oth-": "other"}
        if question.default:
            self.losses.left_out(
                Problem(
                    "Nothing is filled in beforehand here: %(value)s is left out",
                    params={"value": shown(question.default)},
                ),
                "default",
                question.place,
            )
