"""A draft in another tool's names becomes a questionnaire of ours."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from surveys.definition import FORMAT, Definition, Section
from surveys.documents import DefinitionError, read_plain
from surveys.exchange.conditions.settling import Settled, Target, settle
from surveys.exchange.conditions.tree import Untold
from surveys.exchange.drafting.calculating import Figures, quotas
from surveys.exchange.drafting.draft import Draft, Item, Part, Pending, Stretch, filled
from surveys.exchange.drafting.naming import Names, cleaned, for_parts, for_questions, is_id
from surveys.exchange.drafting.own import flat, laid_over, unflat
from surveys.exchange.drafting.splitting import split_tables, unforce
from surveys.exchange.drafting.wording import Wording
from surveys.exchange.report import Losses, Renamed, Unreadable, Weight, shown
from surveys.question_types import QUESTION_TYPES, Problem
from surveys.question_types.values import END
from surveys.rules import ITEM

MOST_NAMED = 5
SECTION_FIELDS = frozenset(each.name for each in fields(Section))
MANY = {"multiple", "picture", "ranking", "matrix_multiple"}
#: Whose answer names things line by line, or row by row.
LISTS = {"long_text", "matrix_text"}
NUMBERS = {"number", "slider", "nps", "nps_why", "rating", "csat", "ces", "touchpoint", "awareness"}
_TYPE_PROPERTIES = frozenset().union(*(kind.uses for kind in QUESTION_TYPES.values()))


def build(draft: Draft, losses: Losses) -> tuple[Definition, tuple[Renamed, ...]]:
    """The questionnaire, and the names that changed; what is lost on the way joins `losses`.

    Raises Unreadable where there is not one question.
    """
    split_tables(draft, losses)
    builder = _Builder(draft, losses)
    return builder.whole(), tuple(builder.renamed)


@dataclass
class _Known:
    """A question whose ids are given: the item and the ids of its parts by their names."""

    item: Item
    id: str
    choices: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)


class _Builder:
    """Gives ids, settles conditions, sorts texts by language."""

    def __init__(self, draft: Draft, losses: Losses) -> None:
        self.draft = draft
        self.losses = losses
        self.names = for_questions()
        self.renamed: list[Renamed] = []
        self.targets: dict[str, Target] = {}
        self.gone_through: set[str] = set()
        self.wording = Wording(draft, losses, self.targets)

    def whole(self) -> Definition:
        stretches = [each for each in self.draft.stretches if each.items or each.is_ours]
        if not stretches:
            raise Unreadable(self._nothing())
        ids = [self.names.give(each.name, "main") for each in stretches]
        known = [[self._known(item) for item in stretch.items] for stretch in stretches]
        figures = Figures(self.draft.figures, self.names, self.targets)
        values = figures.values(self.losses)
        limits = quotas(self.draft.limits, self.names, self.targets, self.losses)
        self.renamed = [*self.names.renamed, *self.renamed]
        sections = [
            self._section(stretch, id_, items)
            for stretch, id_, items in zip(stretches, ids, known, strict=True)
        ]
        made = {"values": values, "quotas": limits}
        return self._read(self._document([each for each in sections if each is not None], made))

    def _nothing(self) -> Problem:
        """Why there is no question: what there is instead can't be asked here."""
        left_out = dict.fromkeys(
            each.construct for each in self.losses.all if each.weight == Weight.LEFT_OUT
        )
        found = {"found": ", ".join(list(left_out)[:MOST_NAMED])}
        if not left_out:
            return Problem("The file holds no question")
        return Problem("The file holds no question that can be asked here, only: %(found)s",
                       params=found)  # fmt: skip

    def _document(
        self, sections: list[dict[str, Any]], made: Mapping[str, list[dict[str, Any]]]
    ) -> dict[str, Any]:
        draft = self.draft
        document: dict[str, Any] = {
            "id": draft.name if is_id(draft.name) else cleaned(draft.name, "questionnaire"),
            "title": self.wording.said("title", draft.title, draft.name or "questionnaire"),
            "language": draft.language,
        }
        for name, words in (("intro", draft.intro), ("thanks", draft.thanks)):
            if words:
                document[name] = self.wording.said(name, words, "")
        document |= {name: values for name, values in made.items() if values}
        own = dict(draft.kept.own)
        texts = own.pop("translations", {})
        was = draft.kept.was.get("translations", {})
        document = laid_over(document, type(draft.kept)(own, draft.kept.was))
        if not isinstance(texts, Mapping) or not isinstance(was, Mapping):
            texts, was = {}, {}
        kept = type(draft.kept)(dict(texts), dict(was))
        translations = unflat(laid_over(flat(self.wording.words), kept))
        document["sections"] = sections
        return {"format": FORMAT, **document, "translations": translations}

    def _read(self, document: dict[str, Any]) -> Definition:
        try:
            return read_plain(document)
        except DefinitionError as error:
            problem = error.problems[0]
            params = {"what": str(problem)}
            raise Unreadable(
                Problem("The file makes no questionnaire of ours: %(what)s", params=params)
            ) from error

    # Ids

    def _known(self, item: Item) -> _Known:
        known = _Known(item, self.names.give(item.name, "q"))
        known.choices = self._part_ids(known.id, item.choices, "o")
        known.rows = self._part_ids(known.id, item.rows, "r", set(known.choices.values()))
        self.gone_through |= {known.id} if item.type in MANY | LISTS else set()
        self._remember(known)
        return known

    def _part_ids(
        self, owner: str, parts: list[Part], prefix: str, taken: Collection[str] = ()
    ) -> dict[str, str]:
        names: Names = for_parts(owner)
        names.taken.update(taken)
        ids: dict[str, str] = {}
        for part in parts:
            given = names.give(part.name, prefix)
            ids.setdefault(part.name, given)
            part.flags = {**part.flags, "id": given}
        self.renamed += names.renamed
        return ids

    def _remember(self, known: _Known) -> None:
        item = known.item
        values: dict[str, Any] = dict(known.choices)
        if item.scale and item.type != "slider":
            values = {str(point): point for point in range(1, len(item.scale) + 1)}
        if item.codes:
            values = {code: known.choices.get(str(ours), ours) for code, ours in item.codes.items()}
        target = Target(
            known.id,
            values=values,
            is_many=item.type in MANY,
            is_number=item.type in NUMBERS,
        )
        earlier = self.targets.get(item.name)
        if earlier is not None and self.draft.has_variants:
            target = replace(earlier, twins=(*earlier.twins, target))
            self.targets[item.name] = target
        self.targets.setdefault(item.name, target)
        for name, (kind, part) in item.names.items():
            self.targets.setdefault(
                name, self._part_target(known, target, kind, part) if kind else target
            )

    def _part_target(self, known: _Known, target: Target, kind: str, part: str) -> Target:
        if kind == "option" and known.item.type == "consent":
            return Target(known.id, option=part, is_tick=True)
        if kind == "option":
            option = known.choices.get(part, "")
            return Target(known.id, option=option, values=target.values, is_many=True)
        row = known.rows.get(part, "")
        return Target(known.id, row, "", target.values, target.is_many, target.is_number)

    # Sections and questions

    def _section(self, stretch: Stretch, id_: str, items: list[_Known]) -> dict[str, Any] | None:
        inherited = self._settled(stretch.conditions)
        if inherited is False:
            self.losses.left_out(
                Problem("It is never asked there, so it is left out with its questions"),
                stretch.name,
                stretch.place,
            )
            return None
        loop = self._loop(stretch) if stretch.loop else ""
        if loop:
            self.targets[ITEM] = Target(ITEM)
        section: dict[str, Any] = {
            "id": id_,
            "title": self.wording.said(f"{id_}.title", stretch.title, self._called(stretch, id_)),
        }
        if isinstance(inherited, dict):
            section["show_if"] = inherited
        known = SECTION_FIELDS if loop else SECTION_FIELDS - {"loop_limit"}
        section |= {n: value for n, value in stretch.properties.items() if n in known}
        if loop:
            section["loop"] = loop
        questions = [self._question(known) for known in items]
        self.targets.pop(ITEM, None)
        section = laid_over(section, stretch.kept)
        return section | {"questions": [each for each in questions if each is not None]}

    def _called(self, stretch: Stretch, id_: str) -> str:
        """What stands for a missing title: the part's name, else what the whole is called."""
        whole = self.draft.title.get(self.draft.language) or self.draft.name
        return stretch.name or whole or id_

    def _question(self, known: _Known) -> dict[str, Any] | None:
        item = known.item
        self.targets[""] = self.targets.get(item.name, Target(known.id))
        # A condition that only we can tell stands beside one that can't be: nothing is lost.
        is_kept = "show_if" in item.kept.own and "show_if" not in item.kept.was
        met = self._settled(item.conditions, is_told=not is_kept)
        if met is False:
            self.losses.left_out(
                Problem("It is never asked there, so it is left out"), item.name, item.place
            )
            return None
        question: dict[str, Any] = {"id": known.id, "type": item.type, **self._texts(known)}
        question |= self._properties(item)
        if isinstance(met, dict):
            question["show_if"] = met
        if checks := self._checks(known):
            question["checks"] = checks
        if jumps := self._jumps(item):
            question["go_to"] = jumps
        return self._with_kept(laid_over(question, item.kept), question, item)

    def _with_kept(
        self, whole: dict[str, Any], question: dict[str, Any], item: Item
    ) -> dict[str, Any]:
        """Leave what was kept aside where it makes no question."""
        if not item.kept.own:
            return whole
        try:
            read_plain(
                {
                    "format": FORMAT,
                    "id": "x",
                    "title": "x",
                    "sections": [{"id": "x", "title": "x", "questions": [whole]}],
                }
            )
        except DefinitionError as error:
            self.losses.left_out(
                Problem(
                    "Our own properties of it can't be read and are left aside: %(what)s",
                    params={"what": str(error.problems[0])},
                ),
                item.name,
                item.place,
            )
            return question
        return whole

    def _properties(self, item: Item) -> dict[str, Any]:
        uses = QUESTION_TYPES[item.type].uses
        meant = {}
        if self.draft.is_unforced:
            unforce(item, self.losses)
        for name, value in item.properties.items():
            if value is None or value is False or value in ("", [], ()):
                continue
            if name in _TYPE_PROPERTIES and name not in uses:
                self.losses.left_out(
                    Problem(
                        "“%(name)s” means nothing to a question of the type %(type)s and is left"
                        " out",
                        params={"name": name, "type": item.type},
                    ),
                    item.name,
                    item.place,
                )
            else:
                meant[name] = value
        return meant

    def _texts(self, known: _Known) -> dict[str, Any]:
        item, id_ = known.item, known.id
        found: dict[str, Any] = {"text": self._question_text(item, id_)}
        for name, words in (("hint", item.hint), ("unit", item.unit)):
            if filled(words):
                found[name] = self.wording.said(f"{id_}.{name}", words, "", item.place)
        for name, parts in (("choices", item.choices), ("rows", item.rows)):
            if parts:
                found[name] = [self._part(id_, part, item.place) for part in parts]
        if item.scale:
            found["scale"] = [
                self.wording.said(f"{id_}.scale.{n}", words, str(n), item.place)
                for n, words in enumerate(item.scale, 1)
            ]
        if item.bands:
            found["bands"] = [
                self.wording.said(f"{id_}.band.{n}", words, str(n), item.place)
                for n, words in enumerate(item.bands, 1)
            ]
        return found

    def _question_text(self, item: Item, id_: str) -> str:
        if not filled(item.text):
            self.losses.changed(
                Problem("The question has no words there: its name stands for them"),
                item.name,
                item.place,
            )
        return self.wording.said(f"{id_}.text", item.text, item.name or id_, item.place)

    def _part(self, owner: str, part: Part, place: Problem) -> dict[str, Any]:
        flags = dict(part.flags)
        id_ = str(flags.pop("id"))
        text = self.wording.said(f"{owner}.{id_}", part.words, part.name or id_, place)
        return {"id": id_, "text": text, **{name: value for name, value in flags.items() if value}}

    # Calculated values, checks, repetitions

    def _checks(self, known: _Known) -> list[dict[str, Any]]:
        checks: list[dict[str, Any]] = []
        for demand in known.item.demands:
            given = demand.condition
            why = given.why
            if given.node is not None:
                try:
                    settled = settle(given.node, self.targets)
                except Untold as error:
                    why = error.why
                else:
                    if isinstance(settled, dict):
                        key = f"{known.id}.check.{len(checks) + 1}"
                        say = self.wording.said(key, demand.say, "?", given.place)
                        checks.append({"when": settled, "say": say})
                    continue
            self.losses.left_out(
                Problem(
                    "The check of the answer is left out, for %(why)s: %(source)s",
                    params={"why": why, "source": shown(given.source)},
                ),
                given.construct,
                given.place,
            )
        return checks

    def _jumps(self, item: Item) -> list[dict[str, Any]]:
        jumps: list[dict[str, Any]] = []
        for given, name in item.jumps:
            target = END if name == END else getattr(self.targets.get(name), "question", "")
            settled = self._settle(given) if target else None
            if isinstance(settled, dict):
                jumps.append({"when": settled, "to": target})
            elif not target:
                self.losses.left_out(
                    Problem("The jump leads to no question, and is left out"), name, given.place
                )
        return jumps

    def _loop(self, stretch: Stretch) -> str:
        target = self.targets.get(stretch.loop)
        if target and target.question in self.gone_through and not (target.row or target.option):
            return target.question
        self.losses.changed(Problem("The repeated part is asked once"), stretch.name, stretch.place)
        return ""

    # Conditions

    def _settled(self, conditions: list[Pending], *, is_told: bool = True) -> Settled | None:
        """All conditions in one; None where there is none, or none that our rules can tell."""
        trees: list[dict[str, Any]] = []
        for each in conditions:
            settled = self._settle(each, is_told=is_told)
            if settled is False:
                return False
            if isinstance(settled, dict) and settled not in trees:
                trees.append(settled)
        if not trees:
            return None
        return trees[0] if len(trees) == 1 else {"and": trees}

    def _settle(self, condition: Pending, *, is_told: bool = True) -> Settled | None:
        why = condition.why
        if condition.node is not None:
            try:
                return settle(condition.node, self.targets)
            except Untold as error:
                why = error.why
        if not is_told:
            return None
        self.losses.left_out(
            Problem(
                "The condition %(source)s is left out, so all are asked: %(why)s",
                params={"source": shown(condition.source), "why": why},
            ),
            condition.construct,
            condition.place,
        )
        return None
