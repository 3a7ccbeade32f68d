"""Answers about the lines of a list stay with their line, whatever happens to the list."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.definition import Section
from surveys.question_types import AnswerValue
from surveys.results import columns_of
from surveys.routing import Respondent, walk
from surveys.walking.lines import Lines, followed, lines_in
from tests.unit.surveys import definitions as d


class Person:
    """Someone who changes a list and answers about its lines, as the service lets them."""

    def __init__(self, definition):
        self.definition = definition
        self.answers = {}
        self.lines = None

    def write(self, *names):
        before, after = self.answers.get("people"), AnswerValue(text="\n".join(names))
        old = self.lines or Lines.of(lines_in(self.definition, "people", before))
        self.answers["people"] = after
        new, moves = followed(self.definition, "people", old, (before, after), self.answers)
        self.lines = Lines.read(new.plain)
        self.answers = {moves.get(name, name): each for name, each in self.answers.items()}

    def say(self, place, words):
        asked = f"role@{place}"
        name = lines_in(self.definition, "people", self.answers["people"])[place - 1]
        self.answers[asked] = AnswerValue(text=words)
        if self.lines:
            self.lines = self.lines.said_of(self.lines.present[place - 1], name)

    @property
    def said(self):
        """What is said of whom, on the way."""
        names = lines_in(self.definition, "people", self.answers.get("people"))
        known = walk(self.definition, self.answers, Respondent("lost")).known
        pairs = ((name, known.get(f"role@{n}")) for n, name in enumerate(names, 1))
        return {name: answer.text for name, answer in pairs if answer}


def person(*names):
    found = Person(d.LOOPED)
    found.answers["people"] = AnswerValue(text="\n".join(names))
    for place, name in enumerate(names, 1):
        found.say(place, f"is {name}")
    return found


ANN, BO, CY = "Ann Lee", "Bo", "Cy Berger"


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([(ANN, CY)], {ANN: "is Ann Lee", CY: "is Cy Berger"}),
        ([(CY, ANN, BO)], {ANN: "is Ann Lee", BO: "is Bo", CY: "is Cy Berger"}),
        ([("New", ANN, BO)], {ANN: "is Ann Lee", BO: "is Bo"}),
        ([("New", ANN, BO), (ANN, BO, CY)], {ANN: "is Ann Lee", BO: "is Bo", CY: "is Cy Berger"}),
        ([()], {}),
        ([(), (BO,)], {BO: "is Bo"}),
        ([("Zoe", BO, CY)], {BO: "is Bo", CY: "is Cy Berger"}),
        ([("  ann   LEE ", BO)], {"ann LEE": "is Ann Lee", BO: "is Bo"}),
        ([("Ann Lee, buyer", BO)], {"Ann Lee, buyer": "is Ann Lee", BO: "is Bo"}),
        ([("Ann Lee (buyer)", BO)], {"Ann Lee (buyer)": "is Ann Lee", BO: "is Bo"}),
        ([(ANN, BO, "Cy Bergner")], {ANN: "is Ann Lee", BO: "is Bo", "Cy Bergner": "is Cy Berger"}),
        # Typed letter by letter, the name of another person never takes over what was said.
        ([(ANN, BO, "Cy"), (ANN, BO, "Cy B"), (ANN, BO, "Cy Olsen")],
         {ANN: "is Ann Lee", BO: "is Bo"}),
    ],
)  # fmt: skip
def test_what_was_said_stays_with_its_line(steps, said):
    asked = person(ANN, BO, CY)
    for names in steps:
        asked.write(*names)
    assert asked.said == said


@pytest.mark.parametrize(
    ("old", "new"),
    [("Person 1000", "Person 2000"), ("Hanna", "Anna"), ("Head of IT", "Head of HR")],
)
def test_another_name_is_another_person(old, new):
    asked = person(old)
    asked.write(new)
    assert asked.said == {}
    asked.write(old)
    assert asked.said == {old: f"is {old}"}


def test_lines_of_the_same_words_keep_their_order():
    asked = person("Buyer", "Buyer", "Boss")
    asked.write("Boss", "Buyer", "Buyer")
    assert [asked.answers[f"role@{n}"].text for n in (1, 2, 3)] == [
        "is Boss",
        "is Buyer",
        "is Buyer",
    ]


NAMES = [
    "Ann",
    "Bo",
    "Cy",
    "Di",
    "Procurement office",
    "Head of IT",
    "Head of HR",
    "Person 1",
    "อร",
]
LISTS = st.lists(st.sampled_from(NAMES), max_size=6, unique=True)


@st.composite
def looped(draw):
    """A questionnaire with up to three repetitions of one list, each as long as it likes."""
    sections = [
        Section(f"each{n}", "Each", (replace(d.ROLE, id=name),), loop="people", loop_limit=most)
        for n, (name, most) in enumerate(zip(["role", "tie", "say"], draw(LIMITS), strict=False))
    ]
    return replace(d.LOOPED, sections=(*d.LOOPED.sections[:2], *sections))


LIMITS = st.lists(st.sampled_from([None, 1, 2, 3, 6]), min_size=1, max_size=3)


@given(looped(), st.lists(st.tuples(LISTS, st.integers(0, 6)), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_no_sequence_of_changes_loses_an_answer_or_gives_it_to_another_line(definition, steps):
    asked, said, columns = Person(definition), {}, set(columns_of(definition))
    most = len(definition.items(definition.sections[2]))
    for turn, (names, place) in enumerate(steps):
        asked.write(*names)
        if 0 < place <= min(len(names), most):
            said[names[place - 1]] = f"{names[place - 1]} in turn {turn}"
            asked.say(place, said[names[place - 1]])
        assert asked.said == {name: said[name] for name in names[:most] if name in said}
        kept = sorted(each.text for name, each in asked.answers.items() if "@" in name)
        assert kept == sorted(said.values())
        assert {name for name in asked.answers if "@" in name and "@x" not in name} <= columns
