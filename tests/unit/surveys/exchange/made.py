"""Made-up questionnaires of every type there is, sound in their ids, and the sample files."""

from dataclasses import fields, replace
from pathlib import Path

from hypothesis import strategies as st

from surveys.definition import Definition, Quota, Section, Value
from surveys.exchange.files import Reading, read_file
from surveys.problems import STAGES, reserved_ids, reserved_part_ids
from surveys.question_types import QUESTION_TYPES, Check, Choice, Jump, Question, Row
from surveys.rules import Expression, Rule
from tests.contracts.test_style import ROOT

SAMPLES = ROOT.parent / "shared" / "samples" / "questionnaires"

ids = st.from_regex(r"[a-z][a-z0-9_]{0,7}", fullmatch=True).filter(
    lambda name: name not in reserved_ids() | reserved_part_ids()
)
plain_words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1, max_size=30
).map(lambda text: text if text.strip() else f"{text}x")
words = plain_words | st.sampled_from(
    ["You said {a|that}", "{{a}} *b* <b>c</b> [d](e)", "${a} {b.c}"]
)
maybe = st.just("") | words
numbers = st.none() | st.integers(-999, 999) | st.floats(-9, 9).map(lambda n: round(n, 2))
counts = st.none() | st.integers(1, 9)
truths = st.booleans()


def unique(kind, **properties):
    """A list of choices or rows of different ids."""
    return st.lists(
        st.builds(kind, id=ids, text=words, **properties), max_size=4, unique_by=lambda p: p.id
    ).map(tuple)


PROPERTIES = {
    "choices": unique(
        Choice,
        other=truths,
        exclusive=truths,
        image=st.sampled_from(["", "house_1"]),
        images=st.sampled_from([{}, {"th": "house_2"}, {"th": "a" * 64, "ko": "house_1"}]),
        score=st.none() | st.integers(0, 9),
    ),
    "rows": unique(Row, stage=st.sampled_from(["", *STAGES])),
    "scale": st.lists(words, max_size=7).map(tuple),
    "bands": st.lists(words, max_size=3).map(tuple),
    "minimum": numbers,
    "maximum": numbers,
    "step": numbers,
    "total": numbers,
    "unit": maybe,
    "precision": st.sampled_from(["", "month", "day"]),
    "max_length": counts,
    "max_choices": counts,
    "per_set": counts,
    "sets": counts,
    "theme_source": truths,
    "quote": truths,
    "asks": st.sampled_from(["", "pain", "praise"]),
    "accepts": st.lists(st.sampled_from(["image", "audio", "sheet"]), max_size=2).map(tuple),
}
COMMON = {
    "text": words,
    "hint": maybe,
    "stage": st.sampled_from(["", *STAGES]),
    "required": truths,
    "audience": st.lists(st.sampled_from(["lost", "former"]), max_size=2, unique=True).map(tuple),
    "order": st.sampled_from(["", "random"]),
    "declines": st.lists(st.sampled_from(["dont_know", "prefer_not"]), max_size=2).map(tuple),
}


@st.composite
def questions(draw, earlier):
    """A question of any type, with the properties that mean something to it."""
    kind = QUESTION_TYPES[draw(st.sampled_from(sorted(QUESTION_TYPES)))]
    given = {name: draw(each) for name, each in COMMON.items()}
    given |= {name: draw(PROPERTIES[name]) for name in sorted(kind.uses & PROPERTIES.keys())}
    if earlier:
        given["checks"] = draw(few(st.builds(Check, met(earlier), words)))
        given["go_to"] = draw(few(st.builds(Jump, met(earlier), st.just("end"))))
    return Question(draw(ids), kind.key, show_if=draw(rules(earlier)), **given)


def few(each):
    """None, or one or two."""
    return st.lists(each, max_size=2).map(tuple)


EXPRESSIONS = ("round({q} / 2, 1)", 'if({q} > 3, "much", "little")', "sum({q}, 4) - 1", "-{q}")


def values(earlier):
    """Calculations over the questions."""
    texts = [each.format(q=earlier[0].id) for each in EXPRESSIONS]
    made = st.builds(Value, ids, st.sampled_from(texts).map(Expression.from_text))
    return st.lists(made, max_size=2, unique_by=lambda value: value.id).map(tuple)


def rules(earlier):
    """No rule, or one that looks at an earlier question."""
    return st.none() | met(earlier) if earlier else st.none()


def met(earlier):
    """A rule that looks at an earlier question."""
    return st.sampled_from(earlier).flatmap(about)


def about(question):
    """Rules that look at a question by what it answers."""
    option = f'"{question.choices[0].id}"' if question.choices else '"x"'
    row = f"{question.id}.{question.rows[0].id}" if question.rows else question.id
    texts = [
        f"answered({question.id})",
        f"not answered({question.id}) or {question.id} != 3",
        f"{row} <= 2 and {row} > -1",
        f"{option} in {question.id}",
        f"{question.id} == {option}",
        f"any of ({option}, {option}) in {question.id}",
        f"count({question.id}) >= 2",
        f'segment == "lost" and {question.id} in ({option}, "y")',
    ]
    return st.sampled_from(texts).map(Rule.from_text)


@st.composite
def definitions(draw):
    """A questionnaire with different ids, translated in part."""
    taken: set[str] = set()
    earlier: list[Question] = []
    sections = []
    for name in draw(st.lists(ids, min_size=1, max_size=2, unique=True)):
        taken.add(name)
        asked = []
        for _ in range(draw(st.integers(1, 3))):
            question = draw(questions(earlier))
            if question.id not in taken:
                taken.add(question.id)
                asked.append(question)
                earlier.append(question)
        loop = draw(st.sampled_from(["", earlier[0].id])) if sections and earlier else ""
        shown = draw(rules(earlier)) if sections else None
        order = draw(st.sampled_from(["", "random"]))
        sections.append(
            Section(name, draw(words), tuple(asked), show_if=shown, loop=loop, order=order)
        )
    whole = Definition(
        draw(ids),
        draw(words),
        draw(maybe),
        draw(maybe),
        language=draw(st.sampled_from(["en", "fa", "zh-Hant"])),
        segments=draw(st.sampled_from([(), ("lost", "former")])),
        sections=tuple(sections),
        values=tuple(v for v in draw(values(earlier)) if v.id not in taken) if earlier else (),
        quotas=draw(few(st.builds(Quota, ids, met(earlier), st.integers(1, 9)))) if earlier else (),
    )
    return replace(whole, translations=draw(translations(whole)))


def translations(whole):
    """Some of the texts in other languages."""
    keys = sorted(whole.texts)
    texts = st.dictionaries(st.sampled_from(keys), words, min_size=1, max_size=6)
    languages = [code for code in ("th", "ko", "en") if code != whole.language]
    return st.dictionaries(st.sampled_from(languages), texts, max_size=2)


def sample(name: str) -> Path:
    """A questionnaire of another tool beside the repository."""
    return SAMPLES / name


def read(name: str) -> Reading:
    """A sample, read."""
    return read_file(sample(name).read_bytes(), name)


def differing(one: Definition, other: Definition) -> list[str]:
    """What two questionnaires differ in, for a test's message."""
    return [
        each.name
        for each in fields(Definition)
        if getattr(one, each.name) != getattr(other, each.name)
    ]


FIVE = ("Awful", "Poor", "Fair", "Good", "Great")
FOUR = tuple(Choice(name, name.upper()) for name in "wxyz")
TWO = (Row("r1", "One"), Row("r2", "Two"))
#: What a question of each type needs to be sound.
NEEDS = {
    "nps_why": {"bands": ("Low?", "Middling?", "High?"), "quote": True},
    "csat": {"scale": FIVE},
    "ces": {"scale": (*FIVE, "Better", "Best")},
    "slider": {"minimum": 0, "maximum": 10, "step": 2, "scale": ("Low", "High")},
    "picture": {"choices": tuple(replace(each, image="house_1") for each in FOUR)},
    **{name: {"rows": TWO, "scale": FIVE} for name in ("rating", "touchpoint")},
    "awareness": {"rows": TWO, "scale": ("No", "Heard", "Used")},
    **{
        name: {"choices": FOUR}
        for name in ("single", "dropdown", "multiple", "ranking", "constant_sum", "maxdiff")
    },
    **{
        name: {"rows": TWO, "choices": FOUR}
        for name in ("matrix_single", "matrix_multiple", "matrix_text")
    },
    "matrix_number": {"rows": TWO},
    "file": {"accepts": ("image",)},
}
LOOKS = (
    "q_nps > 3", '"x" in q_multiple', "q_rating.r1 == 2", '"x" in q_matrix_multiple.r1',
    "answered(q_date)", "count(q_ranking) > 1", "q_matrix_number.r1 < 3", "doubled > 4",
)  # fmt: skip


def every_type() -> Definition:
    """A questionnaire that asks by every type there is, with rules that look at them."""
    asked = tuple(
        Question(f"q_{name}", name, f"A {name}?", **NEEDS.get(name, {})) for name in QUESTION_TYPES
    )
    looking = tuple(
        Question(
            f"t{n}", "short_text", f"Why, after {{q_nps|that}}? {n}", show_if=Rule.from_text(rule)
        )
        for n, rule in enumerate(LOOKS)
    )
    each = Section("each", "Each", (Question("one", "short_text", "Which?"),), loop="q_multiple")
    doubled = Value("doubled", Expression.from_text("q_number * 2"))
    sections = (Section("asked", "Asked", asked), Section("looking", "Looking", looking), each)
    return Definition("all", "All", sections=sections, values=(doubled,))
