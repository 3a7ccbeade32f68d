"""Which language a text is in, and where its sentences and clauses begin and end."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from itertools import pairwise
from typing import Any

Span = tuple[int, int]

# Letters alone: the baht sign and digits stand in the sentences of others too.
LETTERS = {
    "th": r"\u0e01-\u0e3a\u0e40-\u0e4e",
    "ko": r"\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e",
    "fa": r"\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc",
}
LATIN_LETTERS = r"A-Za-z\u00c0-\u024f\u1e00-\u1eff"
SCRIPTS = {language: re.compile(rf"[{own}]+") for language, own in LETTERS.items()}
LATIN = re.compile(rf"[{LATIN_LETTERS}]+")
# The first letter of a script other than Latin says which it is; the rest is nearly always alike.
FIRST_LETTER = re.compile(
    "|".join(rf"(?P<{language}>[{own}])" for language, own in LETTERS.items())
)
OTHER_LETTER = {
    language: re.compile(
        rf"[{LATIN_LETTERS}{''.join(LETTERS[each] for each in LETTERS if each != language)}]"
    )
    for language in LETTERS
}
WORDS = re.compile(r"[^\W\d_]+")
ADDRESS = re.compile(r"[\w.+-]{1,64}@\S+|(?:https?://|www\.)\S+")
# Letters no English word has; á, é and the like also stand in "café" and are weaker evidence.
VIETNAMESE_LETTERS = re.compile(
    r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽềếểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE
)
# How a Vietnamese syllable is built, its accents taken off: each is a word of its own.
SYLLABLE = re.compile(
    r"(?:ngh?|[cgkpt]h|tr|gi|qu|[bcdghklmnprstvx])?"
    r"(?:(?:a|e|i|o|u|y|ie|ye|oa|oe|uo|ua|ue|uy|uye|oo)(?:ch|nh|ng|[cmnpt])?"
    r"|[aeou]i|[ae]o|[aeiou]u|[au]y|ia|ua|ya|[iy]eu|oa[iyo]|oeo|u[oay]i|uo[iu]|uay|uy[au])"
)
# Frequent words that the other language does not have; "do", "the", "an", "to" stand in both.
VIETNAMESE_PLAIN = frozenset(
    WORDS.findall(
        "khong cua nhung va la toi duoc rat cho mot cac nguoi chung minh qua nhieu hop dong "
        "bao gia cham phai gi roi nua voi khi neu sau truoc lam viec cung nay biet chua "
        "khach hang du lieu tai sao gui thang ngay tuan lau ben anh chi em thi moi co"
    )
)
ENGLISH_PLAIN = frozenset(
    WORDS.findall(
        "the and of is was we our you it that they not for with have had be are on at this but "
        "from by your were what how my i in to as or no so all did their when who been get "
        "us me very good great nothing none yes team too much more time fine"
    )
)
NO_EVIDENCE = (0.0, 0.0)
# A word that is built as the one language's are and the other's are not, without being known.
BUILT_ALIKE, BUILT_UNLIKE = 0.3, 0.4
# Borrowed Latin words are long: a sentence with this share of its own script is not Latin, and one
# with less is Latin only where so many of its words are known of a Latin language.
BORROWED, SURELY_LATIN = 0.34, 2
# The same letters write both; Persian typed on an Arabic keyboard has the Arabic kaf and yeh.
PERSIAN_LETTERS = re.compile(r"[پچژگکی\u200c]")
PERSIAN_PLAIN = frozenset(
    WORDS.findall(
        "است را که از به در این آن با برای ما شما نمی می شد نشد بود نبود هم هیچ هیچکس تا هر چند "
        "شده ندارد دارد نداد داد کرد نکرد کند باید خیلی دیر خوب بد ولی یا همه چه چرا نیست هست"
    )
)
ARABIC_LETTERS = re.compile(r"^[أإ]|[ةى]")
ARABIC_PLAIN = frozenset(
    WORDS.findall(
        "في على الى عن مع لم لن لا هذا هذه ذلك التي الذي ولكن لكن ليس كان كانت قد عند "
        "نحن هو هي انه هناك جدا حتى بين منذ"
    )
)
ARABIC_ARTICLE = re.compile(r"[وبفكل]?ال\w{3}")
#: Persian words that only look as if they bore the Arabic article.
NO_ARTICLE = ("الان", "البته", "الکتر", "الگو", "الزام")
ARABIC_KEYS = str.maketrans("يك", "یک")


def detect(text: str, fallback: str | None = None) -> str:
    """Return the language of `text`: en, th, ko, vi, fa, or ar; else `fallback`, else "en".

    Foreign names do not change the language of the sentence around them. `fallback` decides where
    the text is too short to tell.
    """
    text = ADDRESS.sub(" ", text) if "@" in text or "/" in text or "www." in text else text
    text = unicodedata.normalize("NFC", text)
    script = _script(text)
    if not script:
        return _latin_language(text, fallback)
    return _arabic_or_persian(text) if script == "fa" else script


def _script(text: str) -> str | None:
    """Return the language of the script most letters are of, None where that is Latin."""
    first = None if text.isascii() else FIRST_LETTER.search(text)
    if not first:
        return None
    if not OTHER_LETTER[str(first.lastgroup)].search(text):
        return first.lastgroup
    counts = {language: _letters(script, text) for language, script in SCRIPTS.items()}
    language = max(counts, key=lambda key: counts[key])
    is_latin = counts[language] < _letters(LATIN, text) * BORROWED
    return None if is_latin and _known_words(text) >= SURELY_LATIN else language


def _letters(script: re.Pattern[str], text: str) -> int:
    return sum(map(len, script.findall(text)))


def _known_words(text: str) -> int:
    return sum(1.0 in _word_evidence(word) for word in WORDS.findall(text))


def _latin_language(text: str, fallback: str | None) -> str:
    english, vietnamese = _evidence(text)
    if vietnamese > english and (vietnamese > BUILT_ALIKE or fallback == "vi"):
        return "vi"
    if english > vietnamese and not (fallback == "vi" and _is_one_syllable(text)):
        return "en"
    return fallback or "en"


def _evidence(text: str) -> tuple[float, float]:
    """Return how much speaks for English and how much for Vietnamese, word by word."""
    english, vietnamese = zip(NO_EVIDENCE, *map(_word_evidence, WORDS.findall(text)), strict=True)
    return sum(english), sum(vietnamese)


@lru_cache(maxsize=2**16)
def _word_evidence(word: str) -> tuple[float, float]:
    if not LATIN.match(word):
        return NO_EVIDENCE
    plain = word.lower()
    if VIETNAMESE_LETTERS.search(plain):
        return 0.0, 1.0
    if plain in ENGLISH_PLAIN or plain in VIETNAMESE_PLAIN:
        return float(plain in ENGLISH_PLAIN), float(plain in VIETNAMESE_PLAIN)
    bare = _without_accents(plain)
    if len(bare) < 2:
        return 0.0, float(bare != plain) / 2
    if SYLLABLE.fullmatch(bare):
        return 0.0, BUILT_ALIKE if bare == plain else 0.5
    # A name in capitals belongs to no language.
    return (BUILT_UNLIKE if len(bare) > 2 and not word[1:].isupper() else 0.0), 0.0


def _without_accents(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    return "".join(each for each in parts if not unicodedata.combining(each)).replace("đ", "d")


def _is_one_syllable(text: str) -> bool:
    words = WORDS.findall(text.lower())
    return len(words) == 1 and bool(SYLLABLE.fullmatch(words[0]))


def _arabic_or_persian(text: str) -> str:
    """Return "ar" where more words are surely Arabic than are surely Persian."""
    words = WORDS.findall(text.replace("\u200c", ""))
    arabic = sum(map(_is_arabic, words))
    if not arabic:
        return "fa"
    persian = len(PERSIAN_LETTERS.findall(text))
    persian += sum(word.translate(ARABIC_KEYS) in PERSIAN_PLAIN for word in words)
    return "ar" if arabic > persian else "fa"


@lru_cache(maxsize=2**16)
def _is_arabic(word: str) -> bool:
    if word in ARABIC_PLAIN or ARABIC_LETTERS.search(word):
        return True
    return bool(ARABIC_ARTICLE.match(word)) and not word.startswith(NO_ARTICLE)


LETTER_OR_DIGIT = re.compile(r"[^\W_]")
SENTENCE_END = re.compile(
    r"""
    (?:[.!?…。؟?!]+["'”’»)\]]*(?=\s)) # punctuation that ends a sentence, then space
    | [;؛](?=\s)
    | \s*[\r\n\u2028\u2029]+\s*         # a new line
    | \s+[•‣▪]\s+ | \s[-–—*]\s(?=\S)     # a list inside a line
    | \s(?=\(?\d{1,2}[.)]\s+[^\W\d])     # a numbered one
    """,
    re.VERBOSE,
)
ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|no|inc|ltd|co|approx|tp|ths|ts|[A-Za-z])\.$"
    r"|(?:^|\s)\(?\d{1,2}\.$",
    re.IGNORECASE,
)
# Words that begin a clause of its own: one that turns against what came before, or adds to it.
TURN = {
    "en": re.compile(
        r"[,;]?\s+(?=(?:but|however|although|though|whereas|while|also|besides|moreover|plus|"
        r"in addition|on the other hand|and\s+(?:the|our|their|nobody|no one|there))\b)",
        re.IGNORECASE,
    ),
    "vi": re.compile(
        r"[,;]?\s+(?=(?:nhưng|tuy nhiên|song|nhung|tuy nhien|ngoài ra|ngoai ra|hơn nữa|hon nua|"
        r"bên cạnh đó|ben canh do|thêm vào đó|"
        r"(?:và|va)\s+(?:không|khong|chúng tôi|chung toi|người|nguoi|họ|hóa đơn|báo cáo))\b)",
        re.IGNORECASE,
    ),
    "fa": re.compile(
        r"[،,]?\s+(?=(?:ولی|اما|لیکن|ولیکن|همچنین|ضمناً|ضمنا|علاوه بر این|از طرفی)\b)"
        # A verb ends the clause before an "and".
        r"|(?:است|نیست|بود|نبود|شد|نشد|داد|نداد|دهد|شود|کند|ماند|رسد|دارد|رند|هند|کنند|شوند)"
        r"[،,]?\s+(?=و\s)"
    ),
    "ko": re.compile(
        r"(?:(?<=지만)|(?<=는데)|(?<=은데)|(?<=인데)|(?<=한데)|(?<=던데)),?\s+|(?<=고),\s+"
        r"|[.,]?\s+(?=(?:하지만|그런데|다만|그러나|그리고|게다가|또한)\b)"
    ),
}
THAI_PARTICLE = re.compile(r"(?:ครับ|ค่ะ|คะ|ค่า|นะ|เลย)\s+|\s+(?=(?:และ|แถม|แล้วก็)[\u0e01-\u0e4e])")
THAI_TURN = frozenset(
    ("แต่", "แต่ว่า", "อย่างไรก็ตาม", "ส่วน", "ทว่า", "นอกจากนี้", "นอกจากนั้น", "อีกทั้ง", "อีกอย่าง")
)
# A space between Thai letters parts clauses where it does not part words of a list.
THAI_SPACE = re.compile(r"(?<=[\u0e01-\u0e4e])\s+(?=[\u0e01-\u0e4e])")
# Only where this many letters stand on both sides: shorter, more Thai comments that say one thing
# fell apart than comments that say two were parted (bench/comments, alone and joined in pairs).
THAI_SENTENCE = 24
# Below this many letters a clause seldom says a thing of its own.
SHORTEST_CLAUSE = {"en": 13, "vi": 13, "fa": 12, "ko": 8, "th": 14}


def spans(text: str, language: str) -> list[Span]:
    """Cut `text` into sentences and clauses that turn to something else.

    Returns (start, end) code-point offsets in order; each span begins and ends with a visible
    character, holds at least one letter or digit, and none overlap.
    """
    cuts = {0, len(text)}
    for start, end in _sentences(text):
        cuts.update((start, end))
        cuts.update(_clause_starts(text, start, end, language))
    edges = sorted(cuts)
    pieces = [_trim(text, a, b) for a, b in pairwise(edges)]
    return [(a, b) for a, b in pieces if LETTER_OR_DIGIT.search(text, a, b)]


def whole(text: str) -> list[Span]:
    """Return the one span of `text` without the space around it; none when it holds no word."""
    start, end = _trim(text, 0, len(text))
    return [(start, end)] if LETTER_OR_DIGIT.search(text, start, end) else []


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for match in SENTENCE_END.finditer(text):
        end = match.end()
        if not ABBREVIATION.search(text[max(start, end - 12) : end]):
            yield start, end
            start = end
    yield start, len(text)


def _clause_starts(text: str, start: int, end: int, language: str) -> Iterator[int]:
    shortest = SHORTEST_CLAUSE.get(language, 15)
    last = start
    for cut in _turns(text, start, end, language):
        if cut - last >= shortest and end - cut >= shortest:
            yield cut
            last = cut


def _turns(text: str, start: int, end: int, language: str) -> Iterator[int]:
    if language == "th":
        yield from _thai_turns(text, start, end)
    elif language in TURN:
        for match in TURN[language].finditer(text, start, end):
            yield match.end()


def _thai_turns(text: str, start: int, end: int) -> list[int]:
    """Thai has no full stops: a particle or a space ends a sentence, "but" begins a clause."""
    cuts = {match.end() for match in THAI_PARTICLE.finditer(text, start, end)}
    last = start
    for match in THAI_SPACE.finditer(text, start, end):
        if min(match.start() - last, end - match.end()) >= THAI_SENTENCE:
            last = match.end()
            cuts.add(last)
    at = start
    for token in thai_words(text[start:end]):
        if token in THAI_TURN:
            cuts.add(at)
        at += len(token)
    return sorted(cuts)


def thai_words(text: str) -> list[str]:
    """Cut Thai text into words (pythainlp's newmm); the words joined are the text."""
    return list(_newmm()(text)) if text else []


@cache
def _newmm() -> Any:
    """Load the dictionary only when there is Thai to read."""
    return import_module("pythainlp.tokenize.newmm").segment


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in "-–—*•‣▪"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


KOREAN_PARTICLE = re.compile(
    r"(?<=[가-힣]{2})(?:에서는|으로는|이라는|에서|으로|에게|까지|부터|처럼|보다|이나|이라|라는|은|는|이|가|을|를|의|에|도|만|로|와|과)$"
)
# Words that lists of stop words hold, for they name no matter, but by which people deny, wish, ask
# and judge.
_ATTITUDES = """
    no not nor none never nothing nobody nowhere neither without cannot but however despite although
    only just still even again already enough too very instead better best good great welcome
    would could should must may might please wish want wants wanted need needs if why yet
    unfortunately
    ไม่ มิ ไร้ แต่ ต้อง ควร อยาก ขอ ถ้า หาก เลย ที่สุด มาก อีก ยัง เคย
    안 못 왜 아니 없이 없다 그러나 하지만 다만 오직 제발 매우 너무
    không chưa chẳng chớ đừng nhưng nên phải muốn cần giá nếu sao quá rất lại vẫn chỉ
    نه نیست نبود ندارم ندارد هیچ بدون نباید باید کاش ولی اما اگر چرا فقط هنوز خوب بهتر بهترین دیر کم
    نمی‌شود می‌خواهم لطفا خیلی باز
"""
ATTITUDES = frozenset(_ATTITUDES.split())
# A zero-width non-joiner stands inside Persian words.
TOKEN = re.compile(r"[^\W\d_]+(?:[\u200c'’][^\W\d_]+)*")


def content_words(text: str, language: str) -> list[str]:
    """Return the words of `text` that carry meaning, lower-cased, without stop words."""
    text = unicodedata.normalize("NFC", text).lower()
    words = thai_words(text) if language == "th" else TOKEN.findall(text)
    if language == "ko":
        words = [KOREAN_PARTICLE.sub("", word) for word in words]
    stop = stop_words(language)
    return [word for word in map(str.strip, words) if len(word) > 1 and _carries(word, stop)]


def tells_nothing(word: str, language: str) -> bool:
    """Say whether a lower-cased word of `language` is a stop word that bears no attitude either."""
    known = stop_words(language)
    bare = KOREAN_PARTICLE.sub("", word) if language == "ko" else word
    if word in ATTITUDES or word.endswith(("n't", "n’t")):
        return False
    return word in known or bare in known or word.replace("’", "'") in known


def _carries(word: str, stop: frozenset[str]) -> bool:
    return word not in stop and (word.isalpha() or any(map(str.isalpha, word)))


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the words of a language that carry no meaning of their own."""
    words: set[str] = import_module("stopwordsiso").stopwords(language)
    return frozenset(unicodedata.normalize("NFC", word) for word in words)
