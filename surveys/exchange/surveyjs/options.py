"""Options, rows and columns of a SurveyJS question."""

from surveys.exchange.drafting.draft import Part
from surveys.exchange.drafting.own import FLAGS, kept_in, with_pictures
from surveys.exchange.report import Losses, shown
from surveys.exchange.surveyjs.values import Element, Texts, elements
from surveys.question_types import Problem


class Options:
    """Makes parts of items that are values, or objects with a value and a text."""

    def __init__(self, texts: Texts, losses: Losses) -> None:
        self.texts = texts
        self.losses = losses

    def of(self, part: Element, *names: str) -> list[Part]:
        """The options of a property."""
        found = part.items(*names)
        return [self.one(each) for each in elements(found, f"{part.path}.{names[0]}")]

    def one(self, each: Element) -> Part:
        """An option, a row or a column; its text is its value where it has none."""
        value = each.get("value", "name")
        name = str(value).lower() if isinstance(value, bool) else str(value)
        words = self.texts.words(each.get("text", "title"), "text", each.place)
        kept = kept_in(each.data.items())
        flags = {n: v for n, v in kept.own.items() if n in {*FLAGS, "stage"}}
        for left in ("visibleIf", "enableIf"):
            if each.text(left):
                self.losses.left_out(
                    Problem(
                        "An option has no condition of its own here, so it is always shown:"
                        " %(source)s",
                        params={"source": shown(each.text(left))},
                    ),
                    left,
                    each.place,
                )
        again = Problem("The picture has to be added here again")
        links = self.texts.words(each.get("imageLink"), "imageLink", each.place)
        flags = with_pictures(
            flags,
            links,
            self.texts.source,
            lambda link: self.losses.left_out(again, link, each.place),
        )
        return Part(name, words or {self.texts.source: name}, flags)
