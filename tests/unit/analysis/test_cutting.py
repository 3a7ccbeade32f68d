"""Answers that hold several things, cut where one ends and the next begins."""

import pytest

from analysis.language import spans

SAID = [
    (
        "en",
        "The proposal took three weeks and the invoice never matched the quote.",
        ["The proposal took three weeks", "and the invoice never matched the quote."],
    ),
    (
        "en",
        "Great people, but nobody answers the phone and the reports are always late.",
        ["Great people,", "but nobody answers the phone", "and the reports are always late."],
    ),
    (
        "en",
        "1. Slow replies 2. Wrong invoices 3. No one owns our account",
        ["1. Slow replies", "2. Wrong invoices", "3. No one owns our account"],
    ),
    (
        "en",
        "Slow replies; wrong invoices; no single contact person.",
        ["Slow replies;", "wrong invoices;", "no single contact person."],
    ),
    (
        "en",
        "Pricing is unclear, also the onboarding dragged on for months.",
        ["Pricing is unclear,", "also the onboarding dragged on for months."],
    ),
    ("en", "Friendly and competent team.", ["Friendly and competent team."]),
    (
        "en",
        "They listen and understand our business.",
        ["They listen and understand our business."],
    ),
    (
        "en",
        "Reports are late\nNobody told us about the price change",
        ["Reports are late", "Nobody told us about the price change"],
    ),
    (
        "en",
        "The tool is fine while the training was far too short for our staff.",
        ["The tool is fine", "while the training was far too short for our staff."],
    ),
    ("th", "ทีมงานสุภาพมาก แต่รายงานส่งช้าทุกเดือน", ["ทีมงานสุภาพมาก", "แต่รายงานส่งช้าทุกเดือน"]),
    (
        "th",
        "ตอบอีเมลช้ามากครับ ใบแจ้งหนี้ก็ผิดบ่อยครับ อยากให้มีคนดูแลประจำ",
        ["ตอบอีเมลช้ามากครับ", "ใบแจ้งหนี้ก็ผิดบ่อยครับ", "อยากให้มีคนดูแลประจำ"],
    ),
    ("th", "ราคาไม่ชัดเจน นอกจากนี้เปลี่ยนคนดูแลบ่อยมาก", ["ราคาไม่ชัดเจน", "นอกจากนี้เปลี่ยนคนดูแลบ่อยมาก"]),
    (
        "th",
        "ใบแจ้งหนี้ไม่เคยตรงกับใบเสนอราคาเลยสักเดือน ติดต่อใครก็ไม่ได้นอกจากฝากข้อความไว้",
        [
            "ใบแจ้งหนี้ไม่เคยตรงกับใบเสนอราคาเลยสักเดือน",
            "ติดต่อใครก็ไม่ได้นอกจากฝากข้อความไว้",
        ],
    ),
    ("th", "การอบรมสั้นเกินไป และคู่มือก็ไม่มีภาษาไทย", ["การอบรมสั้นเกินไป", "และคู่มือก็ไม่มีภาษาไทย"]),
    ("th", "ชอบที่ทีมตอบเร็วค่ะ ส่วนเรื่องราคาแพงไปหน่อย", ["ชอบที่ทีมตอบเร็วค่ะ", "ส่วนเรื่องราคาแพงไปหน่อย"]),
    (
        "th",
        "เราใช้ Microsoft Teams คุยกับทีม Deloitte ทุกวัน",
        ["เราใช้ Microsoft Teams คุยกับทีม Deloitte ทุกวัน"],
    ),
    ("th", "1) ตอบช้า 2) ราคาไม่ชัดเจน 3) ไม่มีคู่มือ", ["1) ตอบช้า", "2) ราคาไม่ชัดเจน", "3) ไม่มีคู่มือ"]),
    (
        "ko",
        "담당자가 친절하지만 보고서가 항상 늦습니다.",
        ["담당자가 친절하지만", "보고서가 항상 늦습니다."],
    ),
    (
        "ko",
        "답변이 느리고 청구서 금액도 자주 틀립니다.",
        ["답변이 느리고 청구서 금액도 자주 틀립니다."],
    ),
    (
        "ko",
        "가격이 불투명합니다. 게다가 담당자가 너무 자주 바뀝니다.",
        ["가격이 불투명합니다.", "게다가 담당자가 너무 자주 바뀝니다."],
    ),
    (
        "ko",
        "팀은 전문적인데 온보딩이 너무 오래 걸렸어요",
        ["팀은 전문적인데", "온보딩이 너무 오래 걸렸어요"],
    ),
    ("ko", "친절하고 전문적인 팀입니다.", ["친절하고 전문적인 팀입니다."]),
    (
        "ko",
        "- 응답 지연\n- 교육 부족\n- 견적과 다른 청구",
        ["응답 지연", "교육 부족", "견적과 다른 청구"],
    ),
    (
        "vi",
        "Đội ngũ nhiệt tình nhưng báo cáo lúc nào cũng trễ.",
        ["Đội ngũ nhiệt tình", "nhưng báo cáo lúc nào cũng trễ."],
    ),
    (
        "vi",
        "Báo giá gửi chậm, ngoài ra hóa đơn thường xuyên sai.",
        ["Báo giá gửi chậm,", "ngoài ra hóa đơn thường xuyên sai."],
    ),
    (
        "vi",
        "Không ai trả lời email và người phụ trách thay đổi liên tục.",
        ["Không ai trả lời email", "và người phụ trách thay đổi liên tục."],
    ),
    (
        "vi",
        "nhan vien than thien nhung gia qua cao so voi chat luong",
        ["nhan vien than thien", "nhung gia qua cao so voi chat luong"],
    ),
    ("vi", "Thân thiện và chuyên nghiệp.", ["Thân thiện và chuyên nghiệp."]),
    (
        "vi",
        "Đào tạo quá ngắn; tài liệu không có tiếng Việt; hỗ trợ chậm.",
        ["Đào tạo quá ngắn;", "tài liệu không có tiếng Việt;", "hỗ trợ chậm."],
    ),
    (
        "fa",
        "تیم خوش\u200cبرخورد است اما گزارش\u200cها همیشه دیر می\u200cرسند.",
        ["تیم خوش\u200cبرخورد است", "اما گزارش\u200cها همیشه دیر می\u200cرسند."],
    ),
    (
        "fa",
        "قیمت\u200cها شفاف نیست، همچنین مسئول پروژه مدام عوض می\u200cشود.",
        ["قیمت\u200cها شفاف نیست،", "همچنین مسئول پروژه مدام عوض می\u200cشود."],
    ),
    (
        "fa",
        "کسی جواب ایمیل را نمی\u200cدهد و صورتحساب هر ماه اشتباه است.",
        ["کسی جواب ایمیل را نمی\u200cدهد", "و صورتحساب هر ماه اشتباه است."],
    ),
    (
        "fa",
        "آموزش کوتاه بود؛ راهنمای فارسی هم نداشتیم؛ پشتیبانی کند است.",
        ["آموزش کوتاه بود؛", "راهنمای فارسی هم نداشتیم؛", "پشتیبانی کند است."],
    ),
    ("fa", "تیم حرفه\u200cای و خوش\u200cبرخورد.", ["تیم حرفه\u200cای و خوش\u200cبرخورد."]),
    (
        "fa",
        "کار خوب بود ولی خیلی گران تمام شد. آیا تخفیفی هست؟ بعید می\u200cدانم.",
        ["کار خوب بود", "ولی خیلی گران تمام شد.", "آیا تخفیفی هست؟", "بعید می\u200cدانم."],
    ),
]


@pytest.mark.parametrize(("language", "text", "parts"), SAID)
def test_what_is_said_side_by_side_is_cut_apart(language, text, parts):
    assert [text[a:b] for a, b in spans(text, language)] == parts
