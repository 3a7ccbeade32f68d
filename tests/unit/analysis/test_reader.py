"""The reader over a chat: what it says enters as it is, under what people decided."""

import json
from dataclasses import replace

import pytest

from analysis.corpus import Corpus, Decision, Known, KnownTheme, Options, Passage
from analysis.library import Example, Pain, load_library
from analysis.reader.chat import Budget, BudgetSpent, Declined, NoReply, Reply, Silent
from analysis.reader.reading import Reader, read
from analysis.reader.redaction import Redactor
from tests.support.analyst import Analyst, Truth
from tests.support.endpoint import Asked
from tests.unit.analysis.voices import PAINS, PRAISE

STAGE = {"website": "research", "invoices": "usage", "late reports": "usage",
         "slow replies": "onboarding", "changing people": "onboarding"}  # fmt: skip
TRUTHS = {
    text: Truth("pain", theme.capitalize(), STAGE[theme], 1 + len(text) % 4, text[3:12].strip())
    for theme, said in PAINS.items()
    for _, text in said
} | {text: Truth("praise", "Good people", "advocacy", None, text[:9]) for _, text in PRAISE}
SAID = [(language, text) for said in (*PAINS.values(), PRAISE) for language, text in said]
CORPUS = Corpus(
    tuple(
        Passage(f"p{n:02}", text, language, client=f"client {n % 7}")
        for n, (language, text) in enumerate(SAID)
    )
)
WHOLE = Options(split=False)
KNOWN = KnownTheme("7", {"en": "Invoices"}, "pain", "decision")


class Talk:
    """A chat in this process. `twist` may change a reply's text, given its number from 0."""

    name = "here small"

    def __init__(self, analyst, twist=lambda _, text, __: text):
        self.analyst, self.twist, self.asked = analyst, twist, []

    def ask(self, messages, _):
        told = [{"role": each.role, "content": each.text} for each in messages]
        self.asked.append(told)
        text = json.dumps(self.analyst.reply(told), ensure_ascii=False)
        text = self.twist(len(self.asked) - 1, text, told)
        if isinstance(text, Exception):
            raise text
        return Reply(text, "small-2026", 600, 100)


@pytest.fixture
def reading(vectors, stages):
    def run(talk, corpus=CORPUS, known=None, options=WHOLE, redact=None, **more):
        reader = Reader(talk, redact or Redactor(), vectors=vectors, **more)
        return read(corpus, stages, known, options, reader=reader)

    return run


@pytest.fixture(scope="module")
def good(vectors, stages):
    reader = Reader(Talk(Analyst(TRUTHS)), Redactor(), vectors=vectors)
    return read(CORPUS, stages, None, WHOLE, reader=reader)


def told(result):
    """What was found, text by text, as the analyst would say it."""
    labels = {theme.id: theme.label("en") for theme in result.themes}
    texts = {passage.id: passage.text for passage in CORPUS.passages}
    return {
        unit.text: Truth(
            unit.kind, labels.get(unit.theme_id), unit.stage, unit.severity,
            "".join(texts[unit.passage_id][start:end] for start, end in unit.shown_by),
        )
        for unit in result.units
    }  # fmt: skip


def is_coding(messages):
    return "Codebook:\n" in messages[0]["content"]


def test_a_good_coding_comes_back_exactly(good):
    assert told(good.analysis) == TRUTHS
    assert {unit.coder for unit in good.analysis.units} == {"reader"}
    assert good.stopped is None


def test_every_theme_knows_its_units_and_stages(good):
    units = good.analysis.units
    for theme in good.analysis.themes:
        assert {units[place].theme_id for place in theme.units} == {theme.id}
        assert set(theme.exemplars) <= set(theme.units)
        assert sum(theme.stages.values()) == pytest.approx(1, abs=0.001)
        assert theme.is_new


def test_new_themes_are_named_in_every_language(good):
    [theme] = [each for each in good.analysis.themes if each.label("en") == "Website"]
    assert (theme.label_source, theme.id) == ("reader", "website")
    assert theme.labels["ko"] == "Website (ko)"


def test_the_engine_s_own_result_stands_beside_it_with_agreement(good):
    assert {unit.coder for unit in good.engine.units} == {"engine"}
    agreed = {theme.label("en"): theme.agreement for theme in good.analysis.themes}
    assert all(0 < share <= 1 for share in agreed.values())
    assert 0 < good.analysis.metrics["engine_theme"] < 1
    assert good.analysis.metrics["engine_kind"] > 0.8


def test_how_it_was_made_is_kept(good):
    versions = good.analysis.versions
    assert (versions["reader"], versions["reader_model"]) == ("here small", "small-2026")
    assert versions["embedder"]
    assert good.account.tokens_in == 600 * good.account.requests


def test_a_sample_is_read_twice(good):
    assert (good.check.texts, good.check.doubtful) == (10, frozenset())
    assert good.check.theme == pytest.approx(11 / 12, abs=0.001)


def test_where_the_second_reading_differs_the_first_is_less_sure(reading):
    def other(number, text, messages):
        entries = messages[0]["content"].partition("Codebook:\n")[2].splitlines()
        if not is_coding(messages) or json.loads(entries[0])["code"] == "T1":
            return text
        return text.replace('["T1"]', '["T2"]').replace('"T3"', '"T2"').replace('"T4"', '"T2"')

    result = reading(Talk(Analyst(TRUTHS), other))
    assert result.check.doubtful
    assert len({unit.theme_score for unit in result.analysis.units}) == 2
    assert told(result.analysis) == TRUTHS


def test_a_known_pain_keeps_the_library_s_names(reading, good):
    offered = [json.loads(m[1]["content"]) for m in self_drafts(reading)]
    label = offered[0]["candidates"][0]["label"]
    pain = next(each for each in load_library().pains if each.labels["en"] == label)
    truths = {text: truth._replace(theme=label) if truth.theme == "Invoices" else truth
              for text, truth in TRUTHS.items()}  # fmt: skip
    themes = {t.label("en"): t for t in reading(Talk(Analyst(truths))).analysis.themes}
    assert (themes[label].library_id, themes[label].labels) == (pain.id, pain.labels)


def test_a_known_pain_that_is_a_theme_already_is_told_with_it_and_not_offered_again(reading):
    [first, *_] = self_drafts(reading)
    labels = [each["label"] for each in json.loads(first[1]["content"])["candidates"]][:3]
    pains = {pain.labels["en"]: pain for pain in load_library().pains}
    named, known_as, renamed = (
        replace(KNOWN, id=label, labels={"en": label.upper()}, kind="pain") for label in labels
    )
    known_as = replace(known_as, library_id=pains[labels[1]].id)
    renamed = replace(renamed, labels={"en": "Ours"}, library_id=pains[labels[2]].id)
    talk = Talk(Analyst(TRUTHS))
    reading(talk, known=Known(themes=(named, known_as, renamed)))
    asked = [json.loads(m[1]["content"]) for m in talk.asked if "candidates" in m[1]["content"]]
    offered = {each["label"] for one in asked for each in one["candidates"]}
    assert offered
    assert not offered & {*labels}
    told = [each.get("definition") for each in asked[0]["codebook"][:3]]
    assert told == [None, pains[labels[1]].definition, None]


def test_a_firm_s_own_pain_is_offered_without_the_names_in_it_and_keeps_them(reading):
    said = [text for _, text in PAINS["invoices"]]
    own = Pain("own_price", {"en": "Invoices of Anna Price"}, "usage", "Anna Price errs.", {}, 2)
    whole = load_library()
    more = tuple(Example(text, "en", "pain", own.id, own.stage, 2) for text in said[:4])
    library = replace(whole, pains=(*whole.pains, own), examples=(*whole.examples, *more))
    truths = {text: t._replace(theme="Invoices of [person]") if t.theme == "Invoices" else t
              for text, t in TRUTHS.items()}  # fmt: skip
    talk = Talk(Analyst(truths))
    result = reading(talk, library=library, redact=Redactor(("Anna Price",)))
    offered = [
        each
        for messages in talk.asked
        for each in json.loads(messages[1]["content"]).get("candidates", ())
        if each["label"] == "Invoices of [person]"
    ]
    assert offered[0]["definition"] == "[person] errs."
    assert "Anna" not in json.dumps(talk.asked)
    [theme] = [each for each in result.analysis.themes if each.library_id == own.id]
    assert theme.labels == own.labels


def self_drafts(reading):
    talk = Talk(Analyst(TRUTHS))
    reading(talk)
    return [messages for messages in talk.asked if "candidates" in messages[1]["content"]]


def test_twins_fall_together(reading):
    some = dict.fromkeys([text for _, text in PAINS["invoices"]][:3])
    truths = {text: truth._replace(theme="Bills") if text in some else truth
              for text, truth in TRUTHS.items()}  # fmt: skip
    result = reading(Talk(Analyst(truths, twins=(("Bills", "Invoices"),))))
    names = {theme.label("en") for theme in result.analysis.themes}
    assert len(names & {"Bills", "Invoices"}) == 1
    assert len(names) == 6


def test_what_no_theme_fits_makes_one_in_a_second_pass(reading):
    result = reading(Talk(Analyst(TRUTHS, overlooked=frozenset({"Website"}))))
    assert told(result.analysis) == TRUTHS


def test_names_do_not_leave_and_words_are_found_where_they_stood(reading):
    text = "Anna Price told us: invoices never match the quote."
    truth = Truth("pain", "Invoices", "usage", 2, "told us: invoices")
    talk = Talk(Analyst({"[person] told us: invoices never match the quote.": truth}))
    corpus = Corpus((Passage("p", text, "en"),))
    [unit] = reading(talk, corpus, redact=Redactor(("Anna Price",))).analysis.units
    assert [text[start:end] for start, end in unit.shown_by] == ["told us: invoices"]
    assert "Anna" not in json.dumps(talk.asked)
    assert unit.text == text


def test_a_known_theme_keeps_its_id_and_takes_what_is_read_as_it(reading):
    result = reading(Talk(Analyst(TRUTHS)), known=Known(themes=(KNOWN,)))
    [theme] = [each for each in result.analysis.themes if each.id == "7"]
    assert (len(theme.units), theme.is_new, theme.stage) == (6, False, "decision")
    assert (theme.label_source, theme.labels) == ("known", {"en": "Invoices"})


def test_a_name_in_a_theme_s_title_does_not_leave_and_is_kept(reading):
    known = Known(themes=(replace(KNOWN, labels={"en": "Invoices of Anna Price"}),))
    truths = {text: t._replace(theme="Invoices of [person]") if t.theme == "Invoices" else t
              for text, t in TRUTHS.items()}  # fmt: skip
    talk = Talk(Analyst(truths))
    result = reading(talk, known=known, redact=Redactor(("Anna Price",)))
    assert "Anna" not in json.dumps(talk.asked)
    assert "Invoices of Anna Price" in {theme.label("en") for theme in result.analysis.themes}


def test_a_locked_theme_gets_nothing(reading):
    known = Known(themes=(replace(KNOWN, locked=True),))
    result = reading(Talk(Analyst(TRUTHS)), known=known)
    assert "7" not in {theme.id for theme in result.analysis.themes}
    invoices = [text for _, text in PAINS["invoices"]]
    assert {u.theme_id for u in result.analysis.units if u.text in invoices} == {None}


def test_a_rejected_pair_is_never_made(reading):
    place = [text for _, text in SAID].index(PAINS["invoices"][0][1])
    key = (f"p{place:02}", 0, len(SAID[place][1]))
    known = Known(themes=(KNOWN,), rejected=frozenset({(key, "7")}))
    units = reading(Talk(Analyst(TRUTHS)), known=known).analysis.units
    assert units[place].theme_id is None
    assert sum(unit.theme_id == "7" for unit in units) == 5


def test_what_a_person_decided_holds(reading):
    place = [text for _, text in SAID].index(PAINS["website"][0][1])
    decision = Decision(f"p{place:02}", 0, len(SAID[place][1]), "7", "pain", "advocacy")
    known = Known(themes=(KNOWN,), decisions=(decision,))
    unit = reading(Talk(Analyst(TRUTHS)), known=known).analysis.units[place]
    assert (unit.theme_id, unit.kind, unit.stage) == ("7", "pain", "advocacy")
    assert (unit.theme_score, unit.kind_score, unit.stage_score) == (1.0, 1.0, 1.0)
    assert len(unit.further_themes) == 1


def test_no_new_theme_takes_an_id_that_was_used(reading):
    known = Known(retired_ids=frozenset({"website"}))
    result = reading(Talk(Analyst(TRUTHS)), known=known)
    assert {theme.id for theme in result.analysis.themes} >= {"website-2"}


def test_a_text_may_speak_of_two_things(reading):
    text = "Nobody answers, and the invoice is wrong."
    truths = {text: Truth("pain", "Slow replies", "usage", 2)} | TRUTHS

    def both(number, reply, messages):
        if not is_coding(messages) or text not in messages[1]["content"]:
            return reply
        entries = [json.loads(line) for line in
                   messages[0]["content"].partition("Codebook:\n")[2].splitlines()]  # fmt: skip
        codes = {each["label"]: each["code"] for each in entries}
        units = json.loads(reply)["units"]
        for unit in units:
            if unit["words"] == [text]:
                unit["themes"] = [codes["Slow replies"], codes["Invoices"]]
        return json.dumps({"units": units})

    corpus = Corpus((*CORPUS.passages, Passage("two", text, "en")))
    result = reading(Talk(Analyst(truths), both), corpus)
    themes = {theme.id: theme for theme in result.analysis.themes}
    unit = result.analysis.units[-1]
    assert themes[unit.theme_id].label("en") == "Slow replies"
    assert [themes[each].label("en") for each in unit.further_themes] == ["Invoices"]
    assert all(len(SAID) in themes[t].units for t in (unit.theme_id, *unit.further_themes))


def test_equal_texts_are_read_once(reading):
    twice = Corpus((*CORPUS.passages, replace(CORPUS.passages[0], id="again")))
    talk = Talk(Analyst(TRUTHS))
    result = reading(talk, twice)
    coded = [text["text"] for messages in talk.asked if is_coding(messages)
             for text in json.loads(messages[1]["content"])["texts"]]  # fmt: skip
    first, last = result.analysis.units[0], result.analysis.units[-1]
    assert (last.text, last.theme_id) == (first.text, first.theme_id)
    assert len(coded) == len(SAID) + result.check.texts


def test_a_second_run_pays_nothing_and_gives_the_same(reading, good):
    store = {}
    reading(Talk(Analyst(TRUTHS)), store=store)
    again = reading(Talk(Analyst(TRUTHS)), store=store)
    assert (again.account.paid_requests, again.account.requests) == (0, good.account.requests)
    assert again.analysis == good.analysis


def test_a_reply_is_kept_before_it_is_used(reading):
    class Full(dict):
        def __setitem__(self, key, value):
            raise OSError("The disk is full.")

    talk = Talk(Analyst(TRUTHS))
    with pytest.raises(OSError, match="disk is full"):
        reading(talk, store=Full())
    assert len(talk.asked) == 1


def test_new_texts_cost_only_the_batches_they_fall_into(reading, good):
    store = {}
    reading(Talk(Analyst(TRUTHS)), store=store)
    text = "The bill never fits the offer."
    truths = TRUTHS | {text: Truth("pain", "Invoices", "usage", 2)}
    wider = Corpus((*CORPUS.passages, Passage("new", text, "en", client="client 9")))
    again = reading(Talk(Analyst(truths)), wider, store=store)
    assert 0 < again.account.paid_requests < good.account.requests
    names = {theme.id: theme.label("en") for theme in again.analysis.themes}
    assert names[again.analysis.units[-1].theme_id] == "Invoices"


def test_the_order_of_the_texts_changes_only_the_order(reading, good):
    turned = Corpus(CORPUS.passages[::-1])
    assert told(reading(Talk(Analyst(TRUTHS)), turned).analysis) == told(good.analysis)


BAD = {
    "a refusal": lambda _: "I am sorry, but I cannot help with that.",
    "a wrong id": lambda text: text.replace('"id": "u1"', '"id": "u99"'),
    "other words": lambda text: text.replace('"words": ["', '"words": ["Somebody said '),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_reply_is_asked_again_and_never_enters(reading, case):
    spoilt = []

    def once(number, text, messages):
        if spoilt or not is_coding(messages):
            return text
        spoilt.append(number)
        return BAD[case](text)

    talk = Talk(Analyst(TRUTHS), once)
    result = reading(talk)
    assert told(result.analysis) == TRUTHS
    assert "cannot be used" in talk.asked[spoilt[0] + 1][-1]["content"]


@pytest.mark.parametrize("case", BAD)
def test_a_text_that_is_never_read_soundly_is_left_to_the_engine(reading, case):
    poison = PAINS["website"][0][1]

    def twist(number, text, messages):
        is_hit = is_coding(messages) and poison in messages[1]["content"]
        return BAD[case](text) if is_hit else text

    result = reading(Talk(Analyst(TRUTHS), twist))
    left = [unit for unit in result.analysis.units if unit.coder == "engine"]
    assert [unit.text for unit in left] == [poison]
    assert len(result.analysis.units) == len(CORPUS.passages)
    assert left[0].theme_id in {theme.id for theme in result.analysis.themes}
    rest = {text: truth for text, truth in TRUTHS.items() if text != poison}
    assert {text: t for text, t in told(result.analysis).items() if text != poison} == rest


def test_a_fence_and_thoughts_around_the_reply_are_let_go(reading):
    talk = Talk(Analyst(TRUTHS), lambda _, text, __: f"<think>Hm.</think>\n```json\n{text}\n```\n")
    assert told(reading(talk).analysis) == TRUTHS


def test_a_request_that_is_too_large_is_made_smaller(reading):
    def twist(number, text, messages):
        is_large = is_coding(messages) and len(json.loads(messages[1]["content"])["texts"]) > 4
        return Declined() if is_large else text

    assert told(reading(Talk(Analyst(TRUTHS), twist)).analysis) == TRUTHS


def test_an_endpoint_that_falls_silent_leaves_the_rest_to_the_engine(reading, good):
    talk = Talk(Analyst(TRUTHS), lambda n, text, _: text if n < 6 else Silent())
    result = reading(talk)
    coders = [unit.coder for unit in result.analysis.units]
    assert set(coders) == {"reader", "engine"}
    assert isinstance(result.stopped, Silent)
    assert len(talk.asked) == 6 + 3


def test_where_nothing_was_ever_read_there_is_no_result(reading):
    with pytest.raises(Silent):
        reading(Talk(Analyst(TRUTHS), lambda *_: Silent()))


def test_a_model_that_never_answers_as_asked_is_given_up(reading):
    talk = Talk(Analyst(TRUTHS), lambda *_: "Sure!")
    with pytest.raises(NoReply):
        reading(talk)
    assert len(talk.asked) == 24


@pytest.mark.parametrize(
    "budget", [Budget(tokens=9_000), Budget(money=0.4, price_in=50.0, price_out=60.0)]
)
def test_a_budget_is_never_passed_and_the_rest_is_the_engine_s(reading, budget, good):
    result = reading(Talk(Analyst(TRUTHS)), budget=budget)
    account = result.account
    assert isinstance(result.stopped, BudgetSpent)
    assert budget.covers(account.tokens_in, account.tokens_out)
    assert 0 < account.requests < good.account.requests
    assert len(result.analysis.units) == len(CORPUS.passages)


def test_what_was_paid_for_counts_when_a_run_goes_on(reading):
    store, budget = {}, Budget(tokens=9_000)
    first = reading(Talk(Analyst(TRUTHS)), store=store, budget=budget)
    again = reading(Talk(Analyst(TRUTHS)), store=store, budget=budget)
    assert (again.account.paid_requests, again.analysis) == (0, first.analysis)


def test_the_themes_are_nested_so_that_there_can_be_fewer(good):
    pains = [theme for theme in good.analysis.themes if theme.kind == "pain"]
    assert sorted(theme.stands_from for theme in pains) == [0, 3, 4, 5, 6]
    assert [theme.stands_from for theme in good.analysis.themes if theme.kind == "praise"] == [0]
    ids = {theme.id for theme in pains}
    assert {theme.part_of for theme in pains} <= ids | {None}
    assert (good.analysis.parts, good.analysis.metrics["themes_found"]) == ((), 6)


def test_fewer_themes_are_unions_of_those_that_were_read(reading, good):
    coarse = reading(Talk(Analyst(TRUTHS)), options=replace(WHOLE, granularity=0.5)).analysis
    assert (len(coarse.themes), len(coarse.parts)) == (3, 3)
    fine = {unit.key: unit.theme_id for unit in good.analysis.units}
    into = {(fine[unit.key], unit.theme_id) for unit in coarse.units}
    assert len(into) == len(good.analysis.themes)
    assert {part.id for part in coarse.parts} == {own for own, there in into if own != there}


def test_a_known_theme_is_joined_to_none(reading):
    known = Known(themes=(KNOWN,))
    result = reading(Talk(Analyst(TRUTHS)), known=known, options=replace(WHOLE, granularity=0.1))
    told = {theme.id: len(theme.units) for theme in result.analysis.themes}
    assert told["7"] == 6
    assert 2 <= len(told) < 6


def test_with_all_kinds_every_text_has_a_theme(reading):
    truths = {text: truth._replace(kind="neutral", severity=None) for text, truth in TRUTHS.items()}
    result = reading(Talk(Analyst(truths)), options=Options(all_kinds=True, split=False))
    assert told(result.analysis) == truths
    assert {theme.kind for theme in result.analysis.themes} == {"neutral"}


def test_neutral_texts_have_no_theme(reading):
    truths = {text: Truth("neutral", None, truth.stage) for text, truth in TRUTHS.items()}
    result = reading(Talk(Analyst(truths)))
    assert {unit.theme_id for unit in result.analysis.units} == {None}
    assert result.analysis.themes == ()


def test_no_texts_cost_nothing(reading):
    talk = Talk(Analyst({}))
    result = reading(talk, Corpus(()))
    assert (result.analysis.units, talk.asked) == ((), [])


def test_the_analyst_is_asked_as_an_endpoint_would_be():
    asked = Asked("/v1/chat/completions", {}, {"messages": [
        {"role": "system", "content": ""}, {"role": "user", "content": '{"codebook": []}'},
    ]})  # fmt: skip
    assert Analyst({})(asked).body["choices"]
