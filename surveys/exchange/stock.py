"""Words that other tools add by themselves, in the languages of our readers and a few more."""

from collections.abc import Iterable

from surveys.exchange.drafts import Words

_YES = {
    "en": "Yes", "de": "Ja", "fr": "Oui", "es": "Sí", "th": "ใช่", "ko": "예", "vi": "Có",
    "fa": "بله",
}  # fmt: skip
_NO = {
    "en": "No", "de": "Nein", "fr": "Non", "es": "No", "th": "ไม่ใช่", "ko": "아니요",
    "vi": "Không", "fa": "خیر",
}  # fmt: skip
_OTHER = {
    "en": "Other", "de": "Sonstiges", "fr": "Autre", "es": "Otro", "th": "อื่น ๆ", "ko": "기타",
    "vi": "Khác", "fa": "سایر",
}  # fmt: skip
_CHECK = {
    "en": "Please check this answer.", "de": "Bitte prüfen Sie diese Antwort.",
    "fr": "Veuillez vérifier cette réponse.", "es": "Compruebe esta respuesta.",
    "th": "โปรดตรวจสอบคำตอบนี้", "ko": "이 답변을 확인해 주세요.",
    "vi": "Vui lòng kiểm tra câu trả lời này.", "fa": "لطفاً این پاسخ را بررسی کنید.",
}  # fmt: skip
_STOCK = {"yes": _YES, "no": _NO, "other": _OTHER, "check": _CHECK}


def stock(name: str, languages: Iterable[str]) -> Words:
    """A stock word in each of these languages that has one, else in English."""
    words = _STOCK[name]
    spoken = {each: words[each.split("-")[0]] for each in languages if each.split("-")[0] in words}
    return spoken or {"en": words["en"]}
