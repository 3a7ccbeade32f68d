"""What asks two things at once and what only looks so, by sentences of real questionnaires."""

import pytest

from surveys.checking.wording import advice, joining
from surveys.services.designing import read_shipped, shipped_keys

TWO = [
    ("en", "How satisfied are you with the price and quality of our service?"),
    ("en", "How fast and friendly are we?"),
    ("en", "How would you rate our customer service and product quality?"),
    ("en", "Is the website easy to use and attractive?"),
    ("en", "How satisfied are you with your pay and job conditions?"),
    ("en", "How often and how much time do you spend on each visit to a hospital?"),
    ("en", "Do you like the design and the functionality of our app?"),
    ("en", "How clear and helpful was the report?"),
    ("en", "Was the meeting useful and well organised?"),
    ("en", "How easy is it to log in and pay your bill?"),
    ("en", "Our advisers are competent and polite"),
    ("en", "Please rate the speed and accuracy of our replies."),
    ("en", "Are our prices fair and our invoices clear?"),
    ("en", "How likely are you to recommend us and to hire us again?"),
    ("en", "Does your adviser listen to you and give you feedback?"),
    ("en", "How satisfied are you with our price or quality?"),
    ("en", "Should we spend less on events and more on training?"),
    ("en", "How satisfied are you with the speed as well as the tone of our answers?"),
    ("en", "When did you join us, and why?"),
    ("en", "Agreeing on price and contract"),
    ("en", "Our price was clear and fair"),
    ("en", "When we met, were we punctual and prepared?"),
    ("en", "How many calls did you make and how many were answered?"),
    ("en", "How do you rate our terms and conditions and our prices?"),
    ("th", "คุณพอใจกับราคาและคุณภาพมากน้อยเพียงใด"),
    ("th", "ราคาของเราชัดเจนและเป็นธรรม"),
    ("ko", "가격 및 품질에 얼마나 만족하십니까?"),
    ("ko", "답변이 빠르고 정확했습니까, 그리고 친절했습니까?"),
    ("vi", "Quý vị hài lòng với giá và chất lượng đến mức nào?"),
    ("vi", "Giá của chúng tôi rõ ràng và hợp lý"),
    ("fa", "سریع و مهربان هستیم؟"),
    ("fa", "از قیمت و کیفیت چقدر راضی هستید؟"),
]
ONE = [
    ("en", "How likely are you to recommend us to a friend or colleague?"),
    ("en", "How easy or difficult was it to reach us?"),
    ("en", "How satisfied or dissatisfied are you with the project?"),
    ("en", "Do you agree or disagree that we keep our promises?"),
    ("en", "How clear are our terms and conditions?"),
    ("en", "How useful do you find it to hear from us from time to time?"),
    ("en", "On a scale between 1 and 10, how satisfied are you?"),
    ("en", "How did working with us change between March and June?"),
    ("en", "When you compared firms and decided to hire us, how hard was it to choose?"),
    ("en", "How satisfied are you with the work of Halden and Marsh?"),
    ("en", "How many people work in tax and audit?"),
    ("en", "How well do you and your team work with us?"),
    ("en", "How satisfied are you with our research and development team?"),
    ("en", "How do you rate our goods and/or services?"),
    ("en", "How satisfied are you with our support, such as calls and e-mails?"),
    ("en", "Think of price and quality. How satisfied are you overall?"),
    ("en", "We worked for you in 2024 and 2025. How did it go?"),
    ("en", "How do you rate “Audit and tax”?"),
    ("en", "How satisfied are you with your adviser (in person and by phone)?"),
    ("en", "Set minimum and maximum values based on your calculated total"),
    ("en", "How good was the health and safety briefing?"),
    ("en", "How well are roles and responsibilities settled?"),
    ("en", "Did we answer sooner or later than you wished?"),
    ("en", "Did one or more of our people visit you?"),
    ("en", "How well do we understand small and medium-sized firms?"),
    ("en", "Would you say that working with us gets better and better?"),
    ("en", "How well does what we publish answer your questions?"),
    ("th", "แต่ละขั้นตอนง่ายหรือยากสำหรับคุณเพียงใด"),
    ("th", "คุณแนะนำเราหรือไม่"),
    ("th", "ข้อกำหนดและเงื่อนไขชัดเจนเพียงใด"),
    ("ko", "제품 및 서비스에 얼마나 만족하십니까?"),
    ("vi", "Điều khoản và điều kiện của chúng tôi rõ đến mức nào?"),
    ("fa", "هر گام برای شما آسان یا دشوار بود؟"),
    ("fa", "شرایط و ضوابط ما چقدر روشن است؟"),
]
#: One of several is chosen, or a number given: there “or” only widens what is asked about.
CHOSEN = [
    "Do any companies or branches within your United Kingdom group undertake general insurance?",
    "Do you need to add any other UK businesses or branches that undertake insurance business?",
    "Have you called or written to us this year?",
]


@pytest.mark.parametrize(("language", "text"), TWO)
def test_two_things_asked_at_once_are_found(language, text):
    assert joining(text, language, is_score=True)


@pytest.mark.parametrize(("language", "text"), ONE)
def test_one_thing_is_left_alone(language, text):
    assert joining(text, language, is_score=True) == ""


@pytest.mark.parametrize("text", CHOSEN)
def test_a_choice_may_be_between_two(text):
    assert joining(text, "en", is_score=False) == ""


@pytest.mark.parametrize("key", shipped_keys())
def test_what_ships_gets_no_advice(key):
    assert list(map(str, advice(read_shipped(key)))) == []
