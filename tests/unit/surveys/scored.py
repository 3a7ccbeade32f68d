"""A question of every type that scores or weighs, for tests."""

from surveys.question_types import AnswerValue, Choice, Question, Row

OPTIONS = (
    Choice("price", "The price"), Choice("speed", "Fast answers"), Choice("people", "The people"),
    Choice("advice", "Good advice"), Choice("reports", "Clear reports"),
)  # fmt: skip
SATISFIED = Question(
    "happy", "csat", "How satisfied are you?", stage="usage", required=True,
    scale=("Very unsatisfied", "Unsatisfied", "Neither", "Satisfied", "Very satisfied"),
)  # fmt: skip
EASY = Question(
    "easy", "ces", "How easy was it to get help?", stage="usage",
    scale=("Very hard", "Hard", "Rather hard", "Neither", "Rather easy", "Easy", "Very easy"),
)  # fmt: skip
LINE = Question(
    "line", "slider", "How much of your work is with us?", minimum=0, maximum=100, step=5,
    scale=("None", "All"), unit="%",
)  # fmt: skip
ORDER = Question("order", "ranking", "What matters most?", choices=OPTIONS)
TOP = Question("top", "ranking", "Which two matter?", choices=OPTIONS, max_choices=2)
SUM = Question("sum", "constant_sum", "Share out 100 points", choices=OPTIONS, unit="points")
SETS = Question("sets", "maxdiff", "Best and worst?", choices=OPTIONS, per_set=3, required=True)
REASON = Question(
    "rec", "nps_why", "Recommend us?", stage="advocacy", required=True, theme_source=True,
    quote=True, bands=("What should we mend?", "What is missing?", "What do you like?"),
)  # fmt: skip
TOUCHED = Question(
    "touch", "touchpoint", "How was it?", required=True,
    scale=("Very poor", "Poor", "Fair", "Good", "Very good"),
    rows=(Row("site", "The website", "research"), Row("call", "The first call", "decision")),
)  # fmt: skip
KNOWN = Question(
    "known", "awareness", "Which of our services do you know?", required=True,
    scale=("Did not know it", "Knew it", "Use or used it"),
    rows=(Row("audit", "Audit"), Row("tax", "Tax advice"), Row("law", "Legal advice")),
)  # fmt: skip
SCORED = (SATISFIED, EASY, LINE, ORDER, TOP, SUM, SETS, REASON, TOUCHED, KNOWN)
#: A whole answer to each of them.
GIVEN = {
    "happy": AnswerValue(4),
    "easy": AnswerValue(6),
    "line": AnswerValue(35),
    "order": AnswerValue(["speed", "price", "people", "advice", "reports"]),
    "top": AnswerValue(["people", "price"]),
    "sum": AnswerValue({"price": 50, "speed": 30, "people": 20, "advice": 0, "reports": 0}),
    "sets": AnswerValue(
        {
            "1": ["price", "people"], "2": ["price", "advice"], "3": ["reports", "advice"],
            "4": ["people", "reports"], "5": ["price", "speed"],
        }
    ),
    "rec": AnswerValue(3, "Slow answers", "anonymous"),
    "touch": AnswerValue({"site": 2, "call": "na"}),
    "known": AnswerValue({"audit": 3, "tax": 2, "law": 1}),
}  # fmt: skip
