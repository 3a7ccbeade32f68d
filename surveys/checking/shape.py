"""Ways on, orders, repetitions, values and quotas: whether they can be what they say."""

from collections.abc import Iterator

from surveys.checking.formulas import Order
from surveys.definition import MOST_NAMES, Definition, Section
from surveys.question_types import Problem, Question
from surveys.question_types.values import END, RANDOM
from surveys.rules import references
from surveys.walking.orders import FIXED
from surveys.walking.plan import Plan

#: The length of an answer's question id in the database.
LONGEST_ID = 80
LISTS = frozenset({"long_text", "matrix_text"})
SEVERAL = frozenset({"multiple", "ranking", "picture"})


def problems_of_shape(definition: Definition) -> Iterator[Problem]:
    """Every problem of ways on, orders, repetitions and values."""
    order = Order(definition)
    for section in definition.sections:
        yield from _of_order_of("", section.order, section)
        yield from _of_loop(definition, order, section)
        for question in section.questions:
            yield from _of_order_of(question.id, question.order, section)
            is_fixed = question.type in FIXED or not (question.choices or question.rows)
            if question.order == RANDOM and is_fixed:
                yield Problem(
                    "There is nothing to put in another order",
                    section.id,
                    question.id,
                    part="order",
                )
            yield from _of_jumps(definition, order, section, question)
    yield from _of_cycles(definition)


def _of_order_of(question: str, order: str, section: Section) -> Iterator[Problem]:
    if order not in {"", RANDOM}:
        yield Problem(
            "“%(order)s” is not an order: write random, or leave it out",
            section.id, question, part="order", params={"order": order},
        )  # fmt: skip


def _of_jumps(
    definition: Definition, order: Order, section: Section, question: Question
) -> Iterator[Problem]:
    for number, jump in enumerate(question.go_to, 1):
        place = {"section": section.id, "question": question.id, "part": f"go_to {number}"}
        params = {"id": jump.to}
        target = definition.question(jump.to)
        if jump.to == END:
            continue
        if target is None or "@" in jump.to:
            yield Problem("There is no question “%(id)s” to go on with", params=params, **place)
        elif not order.is_before(question, target):
            yield Problem(
                "“%(id)s” does not come after this question, so nobody can go on with it",
                params=params,
                **place,
            )
        elif _leaves_random(section, definition.section_of(target)):
            yield Problem(
                "Out of or into a section of random order nobody can go on with “%(id)s”: stay in"
                " the section, or lead to the end",
                params=params,
                **place,
            )


def _leaves_random(here: Section, there: Section) -> bool:
    return here.id != there.id and RANDOM in {here.order, there.order}


def _of_loop(definition: Definition, order: Order, section: Section) -> Iterator[Problem]:
    def problem(message: str, **params: object) -> Problem:
        return Problem(message, section.id, part="loop", params={"id": section.loop, **params})

    if not section.loop:
        if section.loop_limit is not None:
            yield problem("“loop_limit” means nothing without “loop”")
        return
    driver = definition.question(section.loop)
    if driver is None or not _is_earlier(definition, order, driver, section):
        yield problem("There is no earlier question “%(id)s” to repeat the section for")
        return
    if definition.section_of(driver).loop:
        yield problem("A repetition can't hang on a question that is repeated itself")
    if driver.type not in LISTS | SEVERAL:
        yield problem(
            "“%(id)s” can't be gone through item by item: take a question with several choices,"
            " or a list of names"
        )
    if driver.type in LISTS and not driver.rows and (section.loop_limit or 0) > MOST_NAMES:
        yield problem("A list of names is gone through at most %(most)s times", most=MOST_NAMES)
    yield from _of_long_ids(definition, section)


def _is_earlier(definition: Definition, order: Order, driver: Question, section: Section) -> bool:
    own = definition.section_of(driver)
    if not section.questions or own.id == section.id or order.may_swap(own, section):
        return False
    return order.is_before(driver, section.questions[0])


def _of_long_ids(definition: Definition, section: Section) -> Iterator[Problem]:
    longest = max(definition.items(section), key=len, default="")
    for question in section.questions:
        if len(question.id) + len(longest) + 1 > LONGEST_ID:
            yield Problem(
                "The ids “%(id)s” and “%(item)s” are too long together: %(most)s characters are"
                " the limit",
                section.id,
                question.id,
                params={"id": question.id, "item": longest, "most": LONGEST_ID},
            )


def _of_cycles(definition: Definition) -> Iterator[Problem]:
    stands_on = {
        each.id: {reference.question for reference in references(each.value.tree)}
        for each in definition.values
    }
    for name in stands_on:
        if name in _reachable(stands_on, name):
            yield Problem(
                "The value “%(id)s” stands on itself", part=f"values {name}", params={"id": name}
            )


def _reachable(stands_on: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    ahead = list(stands_on[start])
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += stands_on.get(name, ())
    return found


def ids_of(definition: Definition) -> Iterator[str]:
    """The ids that values and quotas bear, beside those of sections and questions."""
    yield from (each.id for each in definition.values)
    yield from (each.id for each in definition.quotas)


def words_in_use(definition: Definition) -> frozenset[str]:
    """Names that mean something else here, by what this questionnaire makes use of."""
    plan = definition.derived(Plan)
    used = {"value"} if definition.values else set()
    used |= {END} if any(q.go_to for q in definition.questions) else set()
    used |= {"item"} if plan.looped else set()
    return frozenset(used)
