"""A report of an invented study: eight stages, four segments, five languages."""

from collections.abc import Iterable
from datetime import date
from itertools import count

from reports.document.report import (
    SEGMENTS,
    Cell,
    Cover,
    Document,
    Heard,
    Known,
    Method,
    Question,
    Quote,
    Rating,
    Recommendation,
    Sample,
    Source,
    Stage,
    Theme,
    Touchpoint,
)
from reports.document.sentences import Sentence
from reports.estimates import Mean, Score, Severity, Share
from tests.factories.strength import strength

NAMES = {
    "awareness": ("Awareness", "A client sees that something must be done and hears our name"),
    "research": ("Research", "They read about us, ask peers and draw up a list"),
    "consideration": ("Consideration", "They compare proposals, people and prices"),
    "decision": ("Decision", "They choose us, someone else or nobody"),
    "onboarding": ("Onboarding", "Papers are signed and the teams meet"),
    "usage": ("Usage", "The work itself: meetings, drafts, results, invoices"),
    "expansion": ("Expansion", "Between engagements, and the next piece of work"),
    "advocacy": ("Advocacy", "They speak of us to others, or do not"),
    "renewal": ("Renewal of the yearly agreement", "The letter, the talk, the signature"),
    "closing": ("Closing and handing over", "The last file, the last invoice"),
}
GOALS = (
    "Know that the problem is real and has a name",
    "Find three firms that know our trade",
    "Defend one offer before our own board",
    "Sign without surprise, soon",
    "Start without burdening our own people",
    "Get results on time and know where we stand",
    "Be remembered, and hear what else is possible",
    "Recommend a firm without risk to our own name",
)
TOUCH = (
    ("Talk at a trade day", "Article"),
    ("Website", "Call with a partner", "Reference client"),
    ("Pitch", "Written proposal"),
    ("Fee letter", "Contract talk"),
    ("Kick-off meeting", "List of documents", "Access forms"),
    ("Weekly call", "Report", "Invoice"),
    ("Review meeting", "Newsletter"),
    ("Referral request",),
)
PAINS: dict[str, tuple[tuple[str, int, int, float], ...]] = {
    "awareness": (("Known for one service only", 9, 31, 2.0),),
    "research": (
        ("Website hides who would do the work", 11, 34, 2.0),
        ("Fees are a secret until the first meeting", 8, 34, 2.5),
        ("References come from other trades", 4, 34, 1.5),
    ),
    "consideration": (
        ("Proposal took weeks to arrive", 13, 33, 3.0),
        ("Fee is one number without its parts", 10, 33, 3.0),
        ("Proposal could be for anyone", 6, 33, 2.5),
    ),
    "decision": (
        ("Partners at the pitch vanish after signing", 8, 29, 3.5),
        ("Contract changes go round in circles", 5, 29, 2.0),
    ),
    "onboarding": (
        ("Asked again for what we already gave", 14, 32, 3.0),
        ("Nobody says what happens in the first month", 9, 32, 2.5),
        ("Access to the portal takes days", 7, 32, 2.0),
        ("Two teams send different instructions", 4, 32, 2.5),
    ),
    "usage": (
        ("Status arrives only when we ask", 12, 30, 2.5),
        ("Invoice lines do not match the agreed scope", 11, 30, 3.5),
        ("Contact person changes without a word", 8, 30, 3.0),
    ),
    "expansion": (("Silence once the last invoice is paid", 12, 26, 3.0),),
    "advocacy": (),
}
PRAISE: dict[str, tuple[tuple[str, int, int], ...]] = {
    "awareness": (("Articles that name our own problem", 6, 31),),
    "research": (("First call answered every question", 10, 34),),
    "consideration": (("People listened before they spoke", 9, 33),),
    "decision": (("Said openly what they cannot do", 6, 29),),
    "onboarding": (),
    "usage": (("Someone picks up the phone", 15, 30), ("Work we can show our board", 9, 30)),
    "expansion": (),
    "advocacy": (("We would send a friend here", 7, 24),),
}
WISHES: dict[str, tuple[tuple[str, int, int], ...]] = {
    "consideration": (("Show hours and rates in the proposal", 7, 33),),
    "onboarding": (("One list of documents, kept by one person", 9, 32),),
    "usage": (("A short note every Friday", 6, 30),),
    "expansion": (("Call once a quarter without selling", 8, 26),),
}
WORDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Known for one service only": (
        ("en", "We know you for tax. That you also do supply chains I learnt by accident.", ""),
        (
            "ko",
            "세무 회사로만 알고 있었고 다른 서비스가 있는지는 전혀 몰랐습니다.",
            "We knew you as a tax firm and had no idea there were other services.",
        ),
    ),
    "Website hides who would do the work": (
        (
            "vi",
            "Vào trang web xem mãi mà vẫn không biết ai sẽ trực tiếp làm việc với mình.",
            "However long I look at the website, I cannot tell who would work with us.",
        ),
        (
            "en",
            "Eleven portraits of partners, not one of the people we would call on a Tuesday.",
            "",
        ),
    ),
    "Fees are a secret until the first meeting": (
        (
            "th",
            "อยากรู้แค่ช่วงค่าบริการคร่าว ๆ แต่ต้องนัดประชุมก่อนถึงจะบอก",
            "I only wanted a rough range of fees, but had to book a meeting first.",
        ),
    ),
    "Proposal took weeks to arrive": (
        (
            "fa",
            "سه هفته طول کشید تا پیشنهاد کتبی به دست ما برسد و تا آن روز تصمیم گرفته بودیم.",
            "The written proposal took three weeks, and by then we had decided.",
        ),
        ("en", "By the time your proposal came, our board had met and chosen.", ""),
        (
            "th",
            "รอข้อเสนอนานมากจนทีมของเราหมดความสนใจไปแล้ว",
            "We waited so long for the proposal that our team lost interest.",
        ),
    ),
    "Fee is one number without its parts": (
        (
            "ko",
            "총액만 적혀 있어서 내부 결재를 받을 때 설명할 방법이 없었어요.",
            "There was only a total, so I had no way to explain it for internal approval.",
        ),
        ("en", "One figure at the foot of page nine. Our finance director laughed.", ""),
    ),
    "Partners at the pitch vanish after signing": (
        ("en", "Three partners at the pitch, none of them seen again.", ""),
        (
            "vi",
            "Người thuyết trình hôm đó chúng tôi không bao giờ gặp lại nữa.",
            "The person who presented that day, we never met again.",
        ),
    ),
    "Asked again for what we already gave": (
        (
            "th",
            "ส่งเอกสารชุดเดิมไปแล้วสามรอบ แต่ละทีมก็ยังขอใหม่เหมือนไม่เคยได้รับ",
            "We sent the same papers three times, and each team still asked as if they had none.",
        ),
        ("en", "Our controller keeps a folder called “for the third time”.", ""),
        (
            "fa",
            "همان مدارک را برای تیم دوم دوباره فرستادیم؛ انگار با هم حرف نمی‌زنند.",
            "We sent the same documents again for the second team, as if they do not talk.",
        ),
        (
            "ko",
            "이미 제출한 자료를 또 요청받을 때마다 신뢰가 조금씩 줄어듭니다.",
            "Each time you ask for papers we have already sent, we trust you a little less.",
        ),
    ),
    "Nobody says what happens in the first month": (
        (
            "vi",
            "Ký xong thì chờ, không ai nói tháng đầu tiên sẽ diễn ra thế nào.",
            "After signing we waited; nobody said what the first month would look like.",
        ),
    ),
    "Status arrives only when we ask": (
        ("en", "I chase, you answer within the hour. But I chase.", ""),
        (
            "ko",
            "먼저 묻지 않으면 어디까지 진행됐는지 알 수가 없습니다.",
            "Unless we ask first, we cannot tell how far things have got.",
        ),
    ),
    "Invoice lines do not match the agreed scope": (
        (
            "fa",
            "در صورت‌حساب کارهایی آمده بود که در قرارداد ۱۲ صفحه‌ای ما نبود.",
            "The invoice listed work that was not in our twelve-page contract.",
        ),
        ("en", "Line four said “further work”. Further than what?", ""),
        (
            "th",
            "รายการในใบแจ้งหนี้ไม่ตรงกับขอบเขตงานที่ตกลงกันไว้ ฝ่ายบัญชีเลยตีกลับ",
            "The lines did not match the agreed scope, so accounts sent it back.",
        ),
    ),
    "Silence once the last invoice is paid": (
        (
            "en",
            "You were in our office every week, and then for two years you were a calendar.",
            "",
        ),
        (
            "vi",
            "Thanh toán xong là bặt tin, đến khi cần thì chúng tôi đã tìm bên khác.",
            "After we paid, silence; when we needed someone we had found another firm.",
        ),
        (
            "fa",
            "بعد از پایان کار هیچ‌کس حالی از ما نپرسید.",
            "After the work ended nobody asked how we were.",
        ),
    ),
    "First call answered every question": (
        (
            "vi",
            "Cuộc gọi đầu tiên đã trả lời đúng những điều chúng tôi lo nhất.",
            "The first call answered exactly what worried us most.",
        ),
    ),
    "People listened before they spoke": (
        ("en", "Forty minutes of questions before the first slide. That won it.", ""),
    ),
    "Someone picks up the phone": (
        ("en", "I call, a person answers, and by evening it is done.", ""),
        ("th", "โทรไปเมื่อไรก็มีคนรับสาย และตอบได้ทันที", "Whenever we call, someone answers and knows."),
        (
            "fa",
            "هر وقت زنگ می‌زنیم یک نفر پاسخ درست می‌دهد.",
            "Whenever we call, somebody gives the right answer.",
        ),
    ),
    "Work we can show our board": (
        (
            "ko",
            "보고서를 그대로 이사회에 올릴 수 있을 만큼 정리가 잘 되어 있었습니다.",
            "The report was so well ordered that we could take it to the board as it was.",
        ),
    ),
    "One list of documents, kept by one person": (
        ("en", "Give us one list and one name. We will do the rest.", ""),
        (
            "th",
            "ขอรายการเอกสารชุดเดียวกับผู้ประสานงานคนเดียวก็พอ",
            "One list of documents and one coordinator would be enough.",
        ),
    ),
    "Call once a quarter without selling": (
        (
            "ko",
            "판매 목적이 아니더라도 분기에 한 번은 연락을 주셨으면 합니다.",
            "We would like a call once a quarter, even if there is nothing to sell.",
        ),
    ),
}
FEELING = (0.6, 1.1, -0.4, 0.5, -1.3, 1.6, -0.9, 1.2, -0.2, 0.4)
ENDS = ("Strongly disagree", "Strongly agree")
ROLES = ("decision", "finance", "user", "technical", "influencer", "")


def report(keys: Iterable[str] = tuple(NAMES)[:8], *, unasked: str = "") -> Document:
    """Return a document with the stages *keys*; nobody was asked about the stage *unasked*."""
    numbers = count(1)
    stages = tuple(
        _silent(number, key) if key == unasked else _stage(number, key, numbers)
        for number, key in enumerate(keys, start=1)
    )
    told = tuple(pain.key for stage in stages for pain in stage.pains)[:3]
    return Document("en", _cover(), _sample(), stages, _scores(), _method(), strength(told))


def empty() -> Document:
    """Return the document of a study that nobody has answered."""
    stages = tuple(_silent(number, key) for number, key in enumerate(tuple(NAMES)[:4], start=1))
    sample = Sample(Share(0, 0), 0, 0, 0, (), (), ())
    method = Method((), 0, 0, 0, 0, 0, 5, 3, 0, (), ())
    return Document("en", _cover(), sample, stages, (), method)


def _stage(number: int, key: str, numbers: "count[int]") -> Stage:
    base = next((p[2] for p in PAINS.get(key, ())), 24)
    kinds = (("pain", PAINS, 1), ("praise", PRAISE, 21), ("suggestion", WISHES, 41))
    pains, praise, wishes = (
        tuple(
            _theme(f"{number}.{i}", number, kind, numbers, row)
            for i, row in enumerate(rows.get(key, ()), start=first)
        )
        for kind, rows, first in kinds
    )
    place = number - 1
    feeling = FEELING[place % len(FEELING)]
    return Stage(
        number=number,
        key=key,
        name=NAMES[key][0],
        description=NAMES[key][1],
        goal=GOALS[place % len(GOALS)],
        is_decision=key in {"decision", "renewal"},
        moments=("The people in the room are the people on the job",) if number in {4, 5} else (),
        touchpoints=tuple(
            Touchpoint(
                name,
                "online" if name == "Website" else "in person",
                "Client team",
                "A next step is agreed",
                "Days to the next step",
            )
            for name in TOUCH[place % len(TOUCH)]
        ),
        asked=Cell(Known.SHOWN, Share(base, 42), base + 17),
        coverage=_coverage(number),
        emotion=Mean(feeling, feeling - 0.45, feeling + 0.45, base, base + 15),
        pains=pains,
        strengths=praise,
        suggestions=wishes,
        early=(Sentence("Meetings end without minutes"),) if number % 3 == 0 else (),
        ratings=(
            Rating("This step took as long as we had expected", (6, 9, 11, 14, 7), base, ENDS),
            Rating("I knew whom to ask", (3, 5, 9, 19, 12), base, ENDS),
        )
        if number % 2
        else (),
        questions=(
            Question(
                number,
                "What made this step harder than it should have been?",
                "long_text",
                "Current clients",
                base + 4,
            ),
            Question(
                number,
                "What should we keep exactly as it is?",
                "long_text",
                "Current clients",
                None,
            ),
        ),
        hurt=Share(max(pain.reach.count for pain in pains) + 1, base) if pains else None,
        struggles=_struggles(number) if pains else (),
    )


def _struggles(number: int) -> tuple[Cell, ...]:
    """Lost clients struggle at the third and fourth stage, former ones at the seventh."""
    lost, former = {3: (11, 1), 4: (12, 2), 7: (3, 7)}.get(number, (2, 2))
    return (
        Cell(Known.SHOWN, Share(7, 18), 25),
        Cell(Known.SHOWN, Share(lost, 13), 14),
        Cell(Known.SHOWN, Share(former, 8), 9),
        Cell(Known.WITHHELD),
    )


def _silent(number: int, key: str) -> Stage:
    name, description = NAMES[key]
    return Stage(
        number=number,
        key=key,
        name=name,
        description=description,
        goal=GOALS[(number - 1) % 8],
        is_decision=False,
        moments=(),
        touchpoints=(),
        asked=Cell(Known.UNKNOWN),
        coverage=tuple(Cell(Known.UNKNOWN) for _ in SEGMENTS),
        emotion=None,
        pains=(),
        strengths=(),
        suggestions=(),
        early=(),
        ratings=(),
        questions=(),
    )


def _coverage(number: int) -> tuple[Cell, ...]:
    return (
        Cell(Known.SHOWN, Share(18 - number, 21), 30 - number),
        Cell(Known.SHOWN, Share(6, 8), 9) if number < 5 else Cell(Known.UNKNOWN),
        Cell(Known.SHOWN, Share(5, 7), 8) if number > 3 else Cell(Known.WITHHELD),
        Cell(Known.SHOWN, Share(6, 9), 8) if number < 5 else Cell(Known.UNKNOWN),
    )


Row = tuple[str, int, int] | tuple[str, int, int, float]


def _theme(key: str, stage: int, kind: str, numbers: "count[int]", row: Row) -> Theme:
    label, told, base, level = row if len(row) == 4 else (*row, 0.0)
    words = WORDS.get(label, ())
    quotes = tuple(
        Quote(
            next(numbers),
            text,
            language,
            translation,
            ROLES[(told + i) % 6],
            SEGMENTS[(told + i) % 4] if ROLES[(told + i) % 6] else "",
            ("survey", "interview")[i % 2],
            stage,
            key,
        )
        for i, (language, text, translation) in enumerate(words)
    )
    severity = Severity(level, 4, told * 2) if kind == "pain" else None
    segments = (
        Cell(Known.SHOWN, Share(told // 2 + 1, base // 2), 20),
        Cell(Known.SHOWN, Share(told - told // 2 - 1, base // 3), 9),
        Cell(Known.WITHHELD),
        Cell(Known.UNKNOWN),
    )
    languages = tuple(sorted({language for language, _, _ in words}))
    return Theme(
        key,
        label,
        kind,
        stage,
        Share(told, base),
        told + 3,
        told + 8,
        severity,
        segments,
        languages,
        ("survey", "interview"),
        told > 5,
        quotes,
    )


def _cover() -> Cover:
    return Cover(
        "Halden & Marsh",
        "Client journey 2026",
        "Find out where clients lose time and trust, and what they would keep",
        "Spring 2026",
        date(2026, 3, 2),
        date(2026, 5, 8),
        date(2026, 5, 12),
        "3f9a1c0e",
    )


def _sample() -> Sample:
    def heard(key: str, count: int, base: int, people: int | None) -> Heard:
        known = Known.WITHHELD if people is None else Known.SHOWN
        return Heard(key, Cell(known, None if people is None else Share(count, base)), people)

    return Sample(
        Share(42, 64),
        61,
        118,
        12,
        (
            heard("current", 21, 26, 32),
            heard("lost", 8, 15, 11),
            heard("former", 7, 12, 10),
            heard("prospect", 6, 11, 8),
        ),
        (
            heard("en", 16, 22, 24),
            heard("th", 9, 14, 13),
            heard("ko", 8, 11, 10),
            heard("vi", 6, 10, 9),
            heard("fa", 3, 7, 5),
        ),
        (
            heard("decision", 20, 30, 22),
            heard("finance", 10, 20, 12),
            heard("user", 9, 18, 14),
            heard("technical", 6, 11, 8),
            heard("influencer", 2, 6, None),
        ),
        answered=49,
        begun=3,
        imported=8,
    )


def _scores() -> tuple[Recommendation, ...]:
    return (
        Recommendation("all", Score(22, 13, 12), 38),
        Recommendation("current", Score(16, 8, 4), 20),
        Recommendation("lost", Score(2, 3, 5), 8),
        Recommendation("former", Score(4, 2, 3), 7),
    )


def _method() -> Method:
    return Method(
        (
            Source("Current clients", 2, ("current",), 16, 29),
            Source("Lost clients", 1, ("lost",), 14, 9),
            Source("Former clients", 1, ("former",), 13, 8),
            Source("Prospects", 1, ("prospect",), 12, None),
        ),
        412,
        361,
        218,
        17,
        9,
        5,
        3,
        34,
        (Sentence.of("Clients who did not answer may think otherwise."),),
        (Question(None, "May we call you about this?", "single", "Prospects", 14),),
    )
