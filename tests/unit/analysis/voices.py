"""What clients of an invented firm say: five pains, and praise, in five languages."""

PAINS = {
    "slow replies": [
        ("en", "Nobody answers our emails for days."),
        ("en", "We wait a week for a reply to a simple question."),
        ("th", "ส่งอีเมลไปแล้วไม่มีใครตอบหลายวัน"),
        ("ko", "메일을 보내도 며칠째 답이 없어요."),
        ("vi", "Gửi email mấy ngày không ai trả lời."),
        ("fa", "چند روز است کسی جواب ایمیل ما را نمی‌دهد."),
    ],
    "invoices": [
        ("en", "The invoice is never the same as the quote."),
        ("en", "Every bill has charges we did not agree to."),
        ("th", "ใบแจ้งหนี้ไม่เคยตรงกับใบเสนอราคา"),
        ("ko", "청구서 금액이 견적과 항상 다릅니다."),
        ("vi", "Hóa đơn lúc nào cũng khác với báo giá."),
        ("fa", "صورتحساب هیچ‌وقت با پیش‌فاکتور نمی‌خواند."),
    ],
    "changing people": [
        ("en", "Our contact person changes every few months."),
        ("en", "A new consultant again, and we explain everything from the start."),
        ("th", "เปลี่ยนคนดูแลบ่อยมาก ต้องเล่าใหม่ทุกครั้ง"),
        ("ko", "담당자가 자꾸 바뀌어서 매번 처음부터 설명해야 해요."),
        ("vi", "Người phụ trách thay đổi liên tục, phải giải thích lại từ đầu."),
        ("fa", "مسئول پروژه ما مدام عوض می‌شود و باید از اول توضیح بدهیم."),
    ],
    "website": [
        ("en", "The website does not say what they actually do."),
        ("en", "I read their site twice and still could not tell which services they sell."),
        ("th", "อ่านเว็บไซต์แล้วไม่รู้ว่าบริษัทนี้ให้บริการอะไร"),
        ("ko", "홈페이지를 봐도 무슨 서비스를 하는지 모르겠어요."),
        ("vi", "Đọc trang web mà không hiểu họ cung cấp dịch vụ gì."),
        ("fa", "از سایتشان نمی‌شود فهمید چه خدماتی دارند."),
    ],
    "late reports": [
        ("en", "The reports always arrive after the board meeting."),
        ("en", "Deadlines slip and the report comes two weeks late."),
        ("th", "รายงานส่งช้ากว่ากำหนดทุกครั้ง"),
        ("ko", "보고서가 항상 마감보다 늦게 옵니다."),
        ("vi", "Báo cáo lần nào cũng trễ hạn."),
        ("fa", "گزارش‌ها همیشه دیرتر از موعد می‌رسند."),
    ],
}
PRAISE = [
    ("en", "Great team, always friendly and very competent."),
    ("th", "ทีมงานเก่งและสุภาพมาก ประทับใจ"),
    ("ko", "담당 팀이 정말 친절하고 전문적이에요. 만족합니다."),
    ("vi", "Đội ngũ rất nhiệt tình và chuyên nghiệp, tôi rất hài lòng."),
    ("fa", "تیم بسیار حرفه‌ای و خوش‌برخورد است، واقعاً راضی هستیم."),
]
