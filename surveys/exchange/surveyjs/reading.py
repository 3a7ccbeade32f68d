"""A SurveyJS definition becomes a draft of ours: pages are sections, panels open up."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from surveys.exchange.conditions.languages import read_surveyjs
from surveys.exchange.conditions.tree import names_in
from surveys.exchange.drafting.draft import Draft, Figure, Item, Pending, Stretch, filled, pending
from surveys.exchange.drafting.own import PART, PREFIX, SECTION, kept_in
from surveys.exchange.languages import language_code
from surveys.exchange.report import Losses, Unreadable, shown
from surveys.exchange.surveyjs.kinds import Kinds
from surveys.exchange.surveyjs.looks import LOOKS
from surveys.exchange.surveyjs.options import lists_in
from surveys.exchange.surveyjs.values import PIPING, Element, Texts, elements
from surveys.question_types import Problem
from surveys.question_types.values import END

DEEPEST = 30
_CONTAINERS = {"panel", "paneldynamic", "flowpanel"}


def is_surveyjs(data: Mapping[str, Any]) -> bool:
    """Say whether a JSON object is a SurveyJS definition."""
    parts = data.get("pages"), data.get("elements"), data.get("questions")
    return any(isinstance(each, list) for each in parts)


def surveyjs_in(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The definition in a JSON object, or in one of its properties, as sites store it."""
    if is_surveyjs(data):
        return data
    for value in data.values():
        found = value
        if isinstance(value, str) and value.lstrip().startswith("{"):
            with suppress(ValueError):
                found = json.loads(value)
        if isinstance(found, Mapping) and is_surveyjs(found):
            return found
    return None


def read_surveyjs_definition(data: Mapping[str, Any], losses: Losses) -> Draft:
    """Read a definition; raises Unreadable."""
    if not is_surveyjs(data):
        raise Unreadable(Problem("The file has neither pages nor elements: it is no SurveyJS one"))
    return _Reader(Element(data, ""), losses).whole()


class _Reader:
    """Goes through pages, panels and questions."""

    def __init__(self, survey: Element, losses: Losses) -> None:
        self.survey = survey
        self.losses = losses
        source = language_code(survey.text("locale")) or "en"
        self.texts = Texts(source, losses)
        self.kinds = Kinds(self.texts, losses, dict(lists_in(survey.data)))
        self.shown = {
            name: trigger
            for trigger in elements(survey.items("triggers"), "triggers")
            if trigger.text("type").removesuffix("trigger") == "visible"
            for name in (*trigger.items("questions"), *trigger.items("pages"))
            if isinstance(name, str)
        }

    def whole(self) -> Draft:
        survey = self.survey
        stretches = [self.page(page) for page in elements(survey.items("pages"), "pages")]
        alone = elements(survey.items("elements", "questions"), "elements")
        if alone:
            stretch = Stretch("", self.texts.words(survey.get("title"), "title", survey.place))
            self.fill(stretch, alone, [])
            stretches.append(stretch)
        draft = Draft(
            name=survey.text(f"{PREFIX}id") or survey.text("name") or survey.text("surveyId"),
            language=self.texts.source,
            title=self.texts.words(survey.get("title"), "title", survey.place),
            intro=self.texts.words(survey.get("description"), "description", survey.place),
            thanks=self.texts.words(survey.get("completedHtml"), "completedHtml", survey.place),
            stretches=stretches,
            figures=[*self.kinds.figures, *self.figures()],
            piping=PIPING,
            kept=kept_in(survey.data.items()),
        )
        draft.kept.own.pop("id", None)
        self.jumps(draft)
        if not draft.name:
            draft.name = next(iter(draft.title.values()), "")
        self.tell_of_the_rest(survey, set())
        return draft

    def figures(self) -> Iterator[Figure]:
        """Values that the whole survey calculates."""
        for each in elements(self.survey.items("calculatedValues"), "calculatedValues"):
            source = each.text("expression")
            given = pending(source, read_surveyjs, "calculatedValues", each.place)
            if given is not None and each.text("name"):
                yield Figure(each.text("name"), given)

    def jumps(self, draft: Draft) -> None:
        """Triggers that skip or end, as ways on from the last question they look at."""
        for each in elements(self.survey.items("triggers"), "triggers"):
            kind = each.text("type").removesuffix("trigger")
            if kind == "visible":
                continue
            given = pending(each.text("expression"), read_surveyjs, "triggers", each.place)
            names = set(names_in(given.node)) if given and given.node else set()
            asked = [item for item in draft.items if item.name in names]
            target = END if kind == "complete" else each.text("gotoName")
            if kind in {"complete", "skip"} and asked and given:
                asked[-1].jumps.append((given, target))
            else:
                self.losses.left_out(
                    Problem("This property is left out: %(value)s",
                            params={"value": shown(each.data)}),
                    "triggers",
                    each.place,
                )  # fmt: skip

    def page(self, page: Element) -> Stretch:
        title = self.texts.words(page.get("title"), "title", page.place)
        stretch = Stretch(page.text("name"), title, page.place, kept=kept_in(page.data.items()))
        stretch.is_ours = page.text(f"{PREFIX}{PART}") == SECTION
        if condition := self.condition(page):
            stretch.conditions.append(condition)
        if self.is_never_shown(page):
            return stretch
        self.describe(stretch, page)
        path = f"{page.path}.elements"
        self.fill(stretch, elements(page.items("elements", "questions"), path), [])
        self.tell_of_the_rest(page, set())
        return stretch

    def describe(self, stretch: Stretch, part: Element) -> None:
        """The words under a title, as a page that informs."""
        words = self.texts.words(part.get("description"), "description", part.place)
        if filled(words):
            name = f"{part.text('name') or 'page'}_description"
            stretch.items.append(Item(name, "information", part.place, words))

    def fill(self, stretch: Stretch, parts: list[Element], above: list[Pending]) -> None:
        for part in parts:
            kind = part.text("type")
            if part.text(f"{PREFIX}part"):
                self.band(stretch, part)
            elif kind in _CONTAINERS or (not kind and part.items("elements")):
                self.panel(stretch, part, above)
            else:
                self.question(stretch, part, above)

    def band(self, stretch: Stretch, part: Element) -> None:
        """A follow-up we wrote for the other tool; its words are ours."""
        if part.text(f"{PREFIX}part") == "band" and stretch.items:
            stretch.items[-1].bands.append(self.texts.words(part.get("title"), "title", part.place))

    def panel(self, stretch: Stretch, part: Element, above: list[Pending]) -> None:
        name = part.text("name") or "panel"
        if part.path.count("[") > DEEPEST:
            self.losses.left_out(Problem("It is nested too deeply"), name, part.place)
            return
        inside = [*above, *filter(None, [self.condition(part)])]
        title = self.texts.words(part.get("title"), "title", part.place)
        if filled(title):
            stretch.items.append(
                Item(name, "information", part.place, title, conditions=list(inside))
            )
        self.describe(stretch, part)
        if part.text("type") == "paneldynamic":
            self.losses.changed(Problem("The repeated part is asked once"), name, part.place)
        found = part.items("elements", "templateElements", "questions")
        before = len(stretch.items)
        self.fill(stretch, elements(found, f"{part.path}.elements"), inside)
        for item in stretch.items[before:]:
            item.names |= dict.fromkeys((f"panel.{item.name}", f"{name}[0].{item.name}"), ("", ""))
        self.tell_of_the_rest(part, set())

    def question(self, stretch: Stretch, part: Element, above: list[Pending]) -> None:
        if self.is_never_shown(part):
            return
        condition = self.condition(part)
        found = self.kinds.items(part)
        for item in found:
            item.conditions += [*above, *filter(None, [condition])]
            stretch.items.append(item)
        self.tell_of_the_rest(part, {"type"})

    def is_never_shown(self, part: Element) -> bool:
        """Say, and tell, that a part is hidden for good: no condition and no trigger shows it."""
        name = part.text("name")
        if part.get("visible") is not False or part.text("visibleIf") or name in self.shown:
            return False
        self.losses.left_out(
            Problem("It is never shown there, so it is left out"),
            name or part.text("type") or "page",
            part.place,
        )
        return True

    def condition(self, part: Element) -> Pending | None:
        """When a part is shown: its own condition, else the one of a trigger that shows it."""
        own = pending(part.text("visibleIf"), read_surveyjs, "visibleIf", part.place)
        trigger = self.shown.get(part.text("name"))
        if own or trigger is None:
            return own
        return pending(trigger.text("expression"), read_surveyjs, "triggers", trigger.place)

    def tell_of_the_rest(self, part: Element, read: set[str]) -> None:
        """The properties that nobody read; those of its options, columns and checks too."""
        for each in part.whole:
            for name, value in each.unread().items():
                if name in read or name.startswith(PREFIX) or value in (None, "", [], {}):
                    continue
                self.tell_of(name, value, each)

    def tell_of(self, name: str, value: object, part: Element) -> None:
        if name in LOOKS:
            self.losses.noted(
                Problem("It only says how the page looks or behaves there, and is left out"),
                name,
                part.place,
            )
            return
        self.losses.left_out(
            Problem("This property is left out: %(value)s", params={"value": shown(value)}),
            name,
            part.place,
        )
