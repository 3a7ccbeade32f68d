"""Words that stand together and are one thing, though “and” or “or” is between them."""

import re

#: Names of one thing, ends of one scale, and phrases; each language has its own.
PAIRS = {
    "en": (
        "terms and conditions", "terms and policies", "rules and regulations",
        "policies and procedures", "roles and responsibilities", "research and development",
        "health and safety", "sales and marketing", "mergers and acquisitions",
        "goods and services", "products and services", "questions and answers",
        "supply and demand", "profit and loss", "pros and cons", "strengths and weaknesses",
        "advantages and disadvantages", "likes and dislikes", "ups and downs", "dos and don'ts",
        "minimum and maximum", "first and last", "name and address", "date and time",
        "day and night", "wear and tear", "time and effort", "time and money", "time and again",
        "friends and family", "friends and colleagues", "men and women", "england and wales",
        "small and medium", "small and medium-sized", "black and white", "back and forth",
        "to and from", "in and out", "on and off", "up and running", "first and foremost",
        "each and every", "now and then", "here and there", "by and large", "and so on",
        "and so forth", "wait and see", "try and", "come and", "go and", "give and take",
        "friend or colleague", "colleague or friend", "friends or colleagues", "friend or relative",
        "friend or family member", "more or less", "sooner or later", "one way or another",
        "yes or no", "whether or not", "or not", "or more", "or less", "or fewer", "or so",
        "or above", "or below", "or later", "or earlier", "or longer", "or similar", "or other",
        "easy or difficult", "easy or hard", "difficult or easy", "hard or easy", "good or bad",
        "well or badly", "satisfied or dissatisfied", "happy or unhappy", "likely or unlikely",
        "agree or disagree", "better or worse", "high or low", "fast or slow", "clear or unclear",
        "important or unimportant", "useful or useless", "much or little", "often or rarely",
        "fair or unfair", "cheap or expensive", "expensive or cheap",
    ),
    "th": (
        "ข้อกำหนดและเงื่อนไข", "ข้อตกลงและเงื่อนไข", "สินค้าและบริการ", "ผลิตภัณฑ์และบริการ",
        "วิจัยและพัฒนา", "ข้อดีและข้อเสีย", "จุดแข็งและจุดอ่อน", "บทบาทและหน้าที่", "ชื่อและที่อยู่",
        "วันและเวลา", "ขนาดกลางและขนาดย่อม", "เพื่อนและครอบครัว", "คุณและทีม",
        "เพื่อนหรือเพื่อนร่วมงาน", "มากหรือน้อย", "น้อยหรือมาก", "ง่ายหรือยาก", "ยากหรือง่าย",
        "ดีหรือไม่ดี", "ดีหรือแย่", "เร็วหรือช้า", "พอใจหรือไม่พอใจ", "เห็นด้วยหรือไม่เห็นด้วย",
        "ไม่มากก็น้อย", "ถูกหรือแพง",
    ),
    "ko": (
        "약관 및 조건", "제품 및 서비스", "상품 및 서비스", "연구 및 개발", "장점 및 단점",
        "역할 및 책임", "이름 및 주소", "날짜 및 시간", "건강 및 안전", "영업 및 마케팅",
        "친구 또는 동료", "동료 또는 친구", "예 또는 아니요", "하나 또는 그 이상",
        "만족 또는 불만족",
    ),
    "vi": (
        "điều khoản và điều kiện", "sản phẩm và dịch vụ", "hàng hóa và dịch vụ",
        "nghiên cứu và phát triển", "ưu điểm và nhược điểm", "ưu và nhược điểm",
        "điểm mạnh và điểm yếu", "vai trò và trách nhiệm", "họ và tên", "tên và địa chỉ",
        "ngày và giờ", "vừa và nhỏ", "nhỏ và vừa", "bạn bè và gia đình", "an toàn và sức khỏe",
        "bạn bè hoặc đồng nghiệp", "đồng nghiệp hoặc bạn bè", "một hoặc nhiều", "có hoặc không",
    ),
    "fa": (
        "شرایط و ضوابط", "قوانین و مقررات", "کالا و خدمات", "کالاها و خدمات", "محصولات و خدمات",
        "تحقیق و توسعه", "پژوهش و توسعه", "کسب و کار", "گفت و گو", "پرس و جو", "جست و جو",
        "رفت و آمد", "خرید و فروش", "داد و ستد", "نام و نشانی", "تاریخ و ساعت", "روز و شب",
        "نقاط قوت و ضعف", "قوت و ضعف", "مزایا و معایب", "نقش‌ها و مسئولیت‌ها", "کوچک و متوسط",
        "ایمنی و بهداشت", "دوستان و خانواده", "کم و بیش", "شما و همکارانتان", "شما و تیمتان",
        "دوست یا همکار", "همکار یا دوست", "آسان یا دشوار", "دشوار یا آسان", "سخت یا آسان",
        "خوب یا بد", "کم یا زیاد", "زیاد یا کم", "راضی یا ناراضی", "موافق یا مخالف", "بله یا خیر",
    ),
}  # fmt: skip
#: What joins without asking two things, told by its shape.
SHAPES = {
    "en": (
        r"(?i:\bbetween\b)[^,.;?]*?\band\b", r"\b(\w+) (?:and|or) \1\b", r"\d,?\s(?:and|or)\s+\d",
        # Names: written with capitals on both sides, and not at the head of the sentence.
        r"(?<=\w )[A-Z][\w’'&-]*,? (?:and|or) (?=[A-Z])",
        r"(?i:\b(?:you|us|we|they|i) and (?:your|our|us|you|the rest|others)\b)",
    ),
    "th": (r"ระหว่าง\S*?และ", r"\d\s*(?:และ|หรือ)\s*\d"),
    "ko": (r"\d\S*\s(?:및|또는|혹은)\s\d",),
    "vi": (r"(?i:\bgiữa\b)[^,.;?]*?\bvà\b", r"\d\s(?:và|hoặc)\s\d",
           r"(?i:\bquý vị và\b|\bbạn và\b)"),
    "fa": (r"\b(?:بین|میان)\b[^،.؛؟]*? و ", r"[\d۰-۹]\s(?:و|یا)\s[\d۰-۹]", r"\bشما و\b"),
}  # fmt: skip


def _together(language: str) -> re.Pattern[str]:
    edge = "" if language == "th" else r"\b"
    end = "" if language == "ko" else edge  # Korean particles follow without a space
    pairs = [f"(?i:{edge}{re.escape(each)}{end})" for each in PAIRS[language]]
    return re.compile("|".join([*SHAPES[language], *pairs]))


#: By language: everything above as one pattern.
TOGETHER = {language: _together(language) for language in PAIRS}
