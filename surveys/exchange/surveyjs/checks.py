"""What SurveyJS asks of an answer: bounds, lengths and counts as our properties, else checks."""

from surveys.exchange.conditions.languages import read_surveyjs
from surveys.exchange.conditions.settling import looks_like_email
from surveys.exchange.conditions.tree import Literal, Node, Ref, call
from surveys.exchange.drafting.draft import Demand, Item, Pending, Words, pending
from surveys.exchange.report import Losses, shown
from surveys.exchange.stock import stock
from surveys.exchange.surveyjs.values import Element, Texts
from surveys.question_types import Problem

_BOUNDS = {
    "numeric": (("minValue", "minimum"), ("maxValue", "maximum")),
    "text": (("maxLength", "max_length"),),
    "answercount": (("maxCount", "max_choices"),),
}
_DAY = len("2026-05-31")


class Checks:
    """Takes validators and bounds of a question."""

    def __init__(self, texts: Texts, losses: Losses) -> None:
        self.texts = texts
        self.losses = losses

    def validators(self, item: Item, part: Element) -> None:
        """The validators: properties where ours has one, checks where a rule can say it."""
        for each in part.elements("validators"):
            kind = each.text("type").removesuffix("validator")
            for theirs, ours in _BOUNDS.get(kind, ()):
                if (number := each.number(theirs)) is not None:
                    item.properties[ours] = number
            is_taken = kind in _BOUNDS
            if kind == "answercount":
                self.least(item, each, "minCount")
            elif kind == "expression":
                self.expression(item, each)
                is_taken = True
            elif kind in {"email", "regex"} and item.type in {"short_text", "email"}:
                pattern = Literal(each.text("regex") or "@.")
                is_taken = looks_like_email(pattern)
                item.type = "email" if is_taken else item.type
            if not is_taken:
                self.left_out(each)

    def left_out(self, validator: Element) -> None:
        """Tell of a validator that ours has nothing for."""
        given = {n: v for n, v in validator.data.items() if n not in {"type", "text"}}
        written = " ".join([validator.text("type"), *map(str, given.values())])
        validator.read.update(validator.data)
        self.losses.left_out(
            Problem("The check of the answer is left out: %(source)s",
                    params={"source": shown(written)}),
            validator.text("text") or "validators",
            validator.place,
        )  # fmt: skip

    def expression(self, item: Item, validator: Element) -> None:
        """A check by an expression."""
        given = pending(validator.text("expression"), read_surveyjs, "validators", validator.place)
        if given is not None:
            item.demands.append(Demand(given, self.words(validator)))

    def least(self, item: Item, part: Element, name: str) -> None:
        """At least so many options."""
        least = part.number(name)
        if least is not None and least > 1:
            node = call(">=", call("count", Ref("")), Literal(least))
            self.demand(item, part, name, node)

    def days(self, item: Item, part: Element) -> None:
        """The first and the last day."""
        for name, sign in (("min", ">="), ("max", "<=")):
            if day := part.text(name)[:_DAY]:
                self.demand(item, part, name, call(sign, Ref(""), Literal(day)))

    def calculated(self, item: Item, part: Element) -> None:
        """Bounds that are calculated."""
        for name, sign in (("minValueExpression", ">="), ("maxValueExpression", "<=")):
            given = pending(part.text(name), read_surveyjs, name, part.place)
            if given is not None:
                node = call(sign, Ref(""), given.node) if given.node else None
                whole = Pending(name, part.place, given.source, node, given.why)
                item.demands.append(Demand(whole, self.words(part)))

    def demand(self, item: Item, part: Element, name: str, node: Node) -> None:
        """A check that we make of a property."""
        given = Pending(name, part.place, part.text(name), node)
        item.demands.append(Demand(given, self.words(part)))

    def words(self, part: Element) -> Words:
        """What is said of a wrong answer: the validator's own words, else ours."""
        is_validator = "expression" in part.data or "minCount" in part.data
        words = self.texts.words(part.get("text"), "text", part.place) if is_validator else {}
        return words or stock("check", [self.texts.source])
