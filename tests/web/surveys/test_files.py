"""Files and pictures over the web: hostile uploads, who may see them, how they are sent."""

import io
from dataclasses import replace

import pytest
from sqlalchemy import select

from surveys.models.files import AnswerFile
from surveys.models.response import Answer, Response
from surveys.services.files import pictures
from tests.factories.respondents import LANGUAGES, make_link
from tests.factories.surveys import make_questionnaire, make_study
from tests.support.files import archive, picture
from tests.support.pages import follow, read_page, text_of
from tests.unit.surveys.definitions import (
    LOOK,
    PROOF,
    SIGN,
    WHY,
    in_every_language,
    questionnaire,
)

ASKED = in_every_language(questionnaire(PROOF, SIGN, WHY, segments=("current",)))
KINDS = "Choose a file of one of these kinds: .png, .jpg, .webp, .xlsx, .ods, .csv"


@pytest.fixture
def token(session):
    study = make_study(session, languages=list(LANGUAGES))
    return make_link(session, definition=ASKED, study=study)


@pytest.fixture
def begun(client, token):
    client.post(f"/r/{token}/")
    return f"/r/{token}/q/proof"


def send(client, address, data, name="fees.csv", **more):
    file = (io.BytesIO(data), name)
    return client.post(address, data={"proof": file, **more}, content_type="multipart/form-data")


def send_large(client, address, size):
    """Send so many bytes without the temporary files that a test's own client would leave open."""
    head = b'--X\r\nContent-Disposition: form-data; name="proof"; filename="a.csv"\r\n\r\n'
    body = head + b"a" * size + b"\r\n--X--\r\n"
    return client.post(address, data=body, content_type="multipart/form-data; boundary=X")


def stored(session):
    session.expire_all()
    return session.scalar(select(Answer)), session.scalar(select(AnswerFile))


def words(response):
    return text_of(read_page(response))


def test_a_file_is_kept_and_shown_as_kept(client, session, begun):
    reply = send(client, begun, b"a;b\n1;2\n", rev="0")
    assert reply.headers["Location"].endswith("/q/sign")
    answer, file = stored(session)
    assert answer.value == {"name": "fees.csv", "size": 8, "key": file.key}
    assert file.data == b"a;b\n1;2\n"
    assert "Kept: fees.csv (1 kB)" in words(client.get(begun))


def test_going_on_without_a_new_file_keeps_the_old_one(client, session, begun):
    send(client, begun, b"a;b\n", rev="0")
    send(client, begun, b"", name="", rev="1")
    assert stored(session)[1].name == "fees.csv"
    client.post(begun, data={"rev": "1"})
    assert stored(session)[1].name == "fees.csv"


def test_a_file_can_be_taken_back(client, session, begun):
    send(client, begun, b"a;b\n", rev="0")
    client.post(begun, data={"rev": "1", "proof.remove": "yes"})
    assert stored(session) == (None, None)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "a.svg"),
        (b"<svg/>", "a.png"), (b"<html><script>x()</script>", "a.csv"), (b"MZ\x90\0", "a.png"),
        (b"%PDF-1.7", "a.csv"), (archive(**{"xl/workbook.xml": b"\0" * 20_000_000}), "a.xlsx"),
        (archive(**{"xl/workbook.xml": b"", "xl/vbaProject.bin": b""}), "a.xlsx"),
    ],
    ids=["svg", "svg-as-png", "html-as-csv", "program", "pdf", "bomb", "macros"],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused_whatever_its_name(client, session, begun, data, name):
    reply = send(client, begun, data, name)
    assert reply.status_code == 422
    assert KINDS in words(reply)
    assert read_page(reply).find(".//a[@href='#proof']") is not None
    assert stored(session) == (None, None)


def test_a_refused_file_does_not_cost_the_kept_one(client, session, begun):
    send(client, begun, b"a;b\n", rev="0")
    reply = send(client, begun, b"<svg/>", "a.png", rev="1")
    assert "Kept: fees.csv" in words(reply)
    assert stored(session)[1].name == "fees.csv"


def test_an_empty_and_a_huge_file_are_told(client, session, begun):
    assert "The file is empty: choose another" in words(send(client, begun, b""))
    reply = send_large(client, begun, 10_000_001)
    assert reply.status_code == 422
    assert "The file is larger than 10 MB: choose a smaller one" in words(reply)
    assert stored(session) == (None, None)


def test_a_request_larger_than_the_server_takes_is_told(client, begun):
    assert send_large(client, begun, 22_000_000).status_code == 413


def test_a_name_brings_no_folder_and_its_ending_follows_the_bytes(client, session, begun):
    send(client, begun, picture("JPEG"), "../../evil\u202egnp.php")
    assert stored(session)[1].name == "evilgnp.jpg"


def test_facts_of_a_file_can_not_be_posted(client, session, begun):
    forged = '{"name":"a.csv","size":1,"key":"f"}'
    client.post(begun, data={"proof": forged})
    assert stored(session) == (None, None)


def test_a_file_where_words_are_asked_for_is_no_answer(client, session, token, begun):
    file = (io.BytesIO(b"x"), "x.txt")
    address = f"/r/{token}/q/why"
    reply = client.post(address, data={"why": file}, content_type="multipart/form-data")
    assert reply.status_code == 303
    assert stored(session)[0] is None


@pytest.fixture
def handed(client, session, begun):
    send(client, begun, b"=1+1;b\n", "ค่า <1>.csv")
    response = session.scalar(select(Response))
    return f"/studies/survey/answers/responses/{response.id}"


def test_researchers_download_it_and_nothing_shows_or_runs_it(researcher, handed):
    assert "ค่า _1_.csv" in researcher.get(handed).text
    reply = researcher.get(f"{handed}/files/proof")
    assert reply.data == b"=1+1;b\n"
    kept = reply.headers["Content-Disposition"]
    assert kept == "attachment; filename*=UTF-8''%E0%B8%84%E0%B9%88%E0%B8%B2%20_1_.csv"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in reply.headers["Content-Security-Policy"]


def test_nobody_else_downloads_it(reader, client, handed):
    assert reader.get(f"{handed}/files/proof").status_code == 403
    assert client.get(f"{handed}/files/proof").status_code == 303


def test_there_is_no_file_where_none_was_handed_in(researcher, handed):
    assert researcher.get(f"{handed}/files/sign").status_code == 404


def test_a_download_is_in_the_trail(owner, researcher, handed):
    researcher.get(f"{handed}/files/proof")
    assert "Downloaded a file of a respondent" in owner.get("/audit/").text


def test_a_signature_is_shown_as_a_name_and_a_drawing(client, session, token, researcher, begun):
    sign = {"sign": "Ann <b>Lee</b>", "sign.strokes": "[[[0,0],[1000,300]]]"}
    client.post(f"/r/{token}/q/sign", data=sign)
    response = session.scalar(select(Response))
    page = researcher.get(f"/studies/survey/answers/responses/{response.id}")
    assert "Ann <b>Lee</b>" in text_of(read_page(page))
    assert '<polyline points="0,0 1000,300 "' in page.text


@pytest.fixture
def drafted(session, study):
    definition = in_every_language(questionnaire(LOOK, segments=("current",)))
    make_questionnaire(session, study, replace(definition, id="current"), published=False)


def show(researcher, data, choice="old"):
    file = (io.BytesIO(data), "a.png")
    address = f"/studies/survey/pictures/current/look/{choice}"
    return researcher.post(address, data={"picture": file}, content_type="multipart/form-data")


def test_a_researcher_gives_an_option_its_picture_and_takes_it_away(researcher, drafted):
    page = follow(researcher, show(researcher, picture()))
    assert "The picture is saved in the draft." in words(page)
    address = read_page(page).find(".//section[@id='pictures']//img").get("src")
    assert researcher.get(address).mimetype == "image/png"
    gone = follow(researcher, researcher.post("/studies/survey/pictures/current/look/old/remove"))
    assert "The picture is taken out of the draft." in words(gone)


@pytest.mark.parametrize("data", [b"<svg onload='x()'/>", b"", b"x" * 300_001])
def test_what_is_no_picture_is_refused_in_one_sentence(researcher, drafted, data):
    text = words(follow(researcher, show(researcher, data)))
    assert "This is no picture" in text or "The picture is larger than 300 kB" in text


def test_a_picture_of_no_option_is_a_404(researcher, drafted):
    assert show(researcher, picture(), "nonsense").status_code == 404


def test_readers_neither_see_nor_change_pictures(reader, drafted):
    assert reader.get("/studies/survey/pictures/x").status_code == 403
    assert show(reader, picture()).status_code == 403


@pytest.fixture
def shown(session):
    """A link to a question of two pictures, and the hash of one that it does not show."""
    study = make_study(session, languages=list(LANGUAGES))
    kept = [pictures.keep(session, study, picture(width=n)) for n in (40, 50, 60)]
    choices = tuple(
        replace(choice, image=each.content_hash)
        for choice, each in zip(LOOK.choices, kept, strict=False)
    )
    look = replace(LOOK, choices=choices)
    definition = in_every_language(questionnaire(look, segments=("current",)))
    return make_link(session, definition=definition, study=study), kept


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_shown_by_the_link_with_their_sizes(client, shown, language):
    token, kept = shown
    client.post(f"/r/{token}/")
    client.post(f"/r/{token}/", data={"language": language})
    page = client.get(f"/r/{token}/q/look")
    images = read_page(page).findall(".//main//img")
    assert [each.get("width") for each in images] == ["40", "50"]
    assert {each.get("loading") for each in images} == {"lazy"}
    assert {each.get("alt") for each in images} == {""}
    sent = client.get(images[0].get("src"))
    assert (sent.mimetype, sent.data) == ("image/png", kept[0].data)
    assert sent.headers["X-Content-Type-Options"] == "nosniff"


def test_a_link_shows_no_other_picture_of_the_study(client, shown):
    token, kept = shown
    assert client.get(f"/r/{token}/pictures/{kept[2].content_hash}").status_code == 404
    assert client.get(f"/r/{'x' * 22}/pictures/{kept[0].content_hash}").status_code == 404


def test_the_preview_shows_the_pictures_too(researcher, shown):
    page = researcher.get("/studies/survey/questionnaires/current/preview/look")
    address = read_page(page).find(".//main//img").get("src")
    assert researcher.get(address).mimetype == "image/png"
