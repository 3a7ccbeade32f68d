"""Small questionnaires for tests: one line a question."""

from dataclasses import replace
from typing import Any

from surveys.definition import Definition, Section, Value
from surveys.question_types import AnswerValue, Choice, Jump, Question, Row
from surveys.rules import Expression, Rule

SCALE = ("Very poor", "Poor", "Fair", "Good", "Very good")
NPS = Question("nps", "nps", "Recommend us?", required=True)
GRID = Question(
    "work", "rating", "How do we do?", required=True, scale=SCALE,
    rows=(Row("time", "On time"), Row("budget", "On budget")),
)  # fmt: skip
WHY = Question("why", "long_text", "Why?", stage="usage", theme_source=True, quote=True)
FOUND = Question(
    "found", "multiple", "How did you find us?",
    choices=(
        Choice("peer", "A peer"), Choice("search", "Search"),
        Choice("other", "Other", other=True), Choice("none", "None", exclusive=True),
    ),
)  # fmt: skip
LEFT = Question(
    "left", "single", "Why did you leave?",
    choices=(Choice("price", "Price"), Choice("other", "Other", other=True)),
)  # fmt: skip
UNSURE = replace(LEFT, required=True, declines=("dont_know", "not_applicable"))
COUNTRY = Question(
    "country", "dropdown", "Where is your office?",
    choices=(
        *(Choice(f"c{n}", f"Country {n}") for n in range(1, 12)),
        Choice("other", "Elsewhere", other=True),
    ),
)  # fmt: skip
EMAIL = Question("email_me", "email", "Where may we send the summary?")
PHONE = Question("call_me", "phone", "Which number may we call?")
AGREE = Question(
    "agree", "consent", "May we call you about your answers?",
    hint="Only our partner calls, once. You can answer without it.",
)  # fmt: skip
STAY = Question("stay", "date_range", "When did we work for you?")
TERM = Question("term", "date_range", "Which months?", precision="month")
HOUR = Question("hour", "time", "When may we call?")
OF_SERVICES = (Row("audit", "The yearly audit"), Row("tax", "Tax advice for your company"))
FEES = Question(
    "fees", "matrix_single", "How did you find our fees?", rows=OF_SERVICES,
    choices=(Choice("low", "Too low"), Choice("fair", "Fair"), Choice("high", "Too high")),
)  # fmt: skip
USES = Question(
    "uses", "matrix_multiple", "Which of them do you use with each service?", rows=OF_SERVICES,
    choices=(
        Choice("portal", "The portal"), Choice("phone", "The telephone"),
        Choice("nothing", "None of them", exclusive=True),
    ),
)  # fmt: skip
COLUMNS = (Choice("last", "Last year"), Choice("now", "This year"))
WISHES = Question("wishes", "matrix_text", "What do you wish for?", rows=OF_SERVICES)
NOTES = Question("notes", "matrix_text", "What stayed with you?", rows=OF_SERVICES, choices=COLUMNS)
SPENT = Question(
    "spent", "matrix_number", "What did you spend?", rows=OF_SERVICES, choices=COLUMNS,
    minimum=0, maximum=1000, unit="thousand euros",
)  # fmt: skip
#: Six rows of six columns, the most a table may have.
LARGEST = Question(
    "largest", "matrix_multiple", "Which ways do you use with each service?",
    rows=tuple(Row(f"row{n}", f"Service number {n}") for n in range(6)),
    choices=tuple(Choice(f"way{n}", f"Way number {n}") for n in range(6)),
)  # fmt: skip
SIGN = Question("sign", "signature", "Please sign the summary")
PROOF = Question("proof", "file", "Is there a document that shows it?", accepts=("image", "sheet"))
LOOK = Question(
    "look", "picture", "Which report would you rather read?", max_choices=1,
    choices=(
        Choice("old", "Last year's report", image="a" * 64),
        Choice("new", "The draft of this year's", image="b" * 64),
    ),
)  # fmt: skip
#: Fields that cells of other tools' sheets are read for, then those that have no cell there.
READ = (COUNTRY, EMAIL, PHONE, AGREE, HOUR, STAY, FEES, USES, WISHES, NOTES, SPENT)
FIELDS = (*READ, LARGEST, SIGN, PROOF)
YEARS = Question("years", "number", "How many years?", minimum=0, maximum=60)
MONTH = Question("month", "date", "When?", precision="month")
DAY = Question("day", "date", "When?")


def questionnaire(*questions: Question, **properties: Any) -> Definition:
    """A questionnaire of one section."""
    whole = Definition("test", "A test", sections=(Section("main", "Everything", questions),))
    return replace(whole, **properties)


#: A few words as long as people's, in the scripts that make pages heavy and lines high.
WORDS = {
    "th": "ความพึงพอใจต่อบริการ", "ko": "서비스에 대한 만족도", "vi": "Mức độ hài lòng về dịch vụ",
    "fa": "رضایت از خدمات",
}  # fmt: skip


def in_every_language(definition: Definition) -> Definition:
    """The questionnaire with each of its texts in the five languages."""
    translations = {
        language: {key: f"{words} {n}" for n, key in enumerate(definition.texts)}
        for language, words in WORDS.items()
    }
    return replace(definition, translations=translations)


def shown_if(question: Question, rule: str) -> Question:
    """The question under a condition."""
    return replace(question, show_if=Rule.from_text(rule))


def answers(**given: Any) -> dict[str, AnswerValue]:
    """Answers by question id; a text is an open answer."""
    return {
        name: AnswerValue(text=value) if isinstance(value, str) else AnswerValue(value)
        for name, value in given.items()
    }


def goes_to(question: Question, *jumps: tuple[str, str]) -> Question:
    """The question with ways on: pairs of a rule and a target."""
    return replace(question, go_to=tuple(Jump(Rule.from_text(rule), to) for rule, to in jumps))


def value(name: str, text: str) -> Value:
    """A calculated value."""
    return Value(name, Expression.from_text(text))


SERVICES = Question(
    "services", "multiple", "Which services do you use?",
    choices=(
        Choice("audit", "Audit", score=2), Choice("tax", "Tax", score=1),
        Choice("other", "Other", other=True), Choice("none", "None", exclusive=True),
    ),
)  # fmt: skip
PEOPLE = Question("people", "long_text", "Who decides? One name a line.")
FIT = Question("fit", "number", "How well does {item} fit?", minimum=0, maximum=10)
FIT_WHY = Question("fit_why", "short_text", "Why only {fit} for {item}?")
ROLE = Question("role", "short_text", "Role of {item}?")
LOOPED = Definition(
    "looped", "Looped",
    sections=(
        Section("begin", "Begin", (SERVICES, PEOPLE)),
        Section("each", "About {item}", (FIT, shown_if(FIT_WHY, "fit <= 6")), loop="services"),
        Section("persons", "About {item|them}", (ROLE,), loop="people", loop_limit=3),
        Section("finish", "Finish", (YEARS,)),
    ),
    values=(value("mean_fit", "round(sum(fit) / count(fit), 1)"),),
)  # fmt: skip
