"""Names of other tools as ids of ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.exchange.drafting.naming import cleaned, for_questions, is_id
from surveys.exchange.markup import plain_text, without_markdown
from surveys.problems import reserved_ids


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("project-id", "project_id"), ("Größe", "grosse"), ("1", "q1"), ("-1", "q_1"),
        ("Café No. 5", "cafe_no_5"), ("질문", "q"), ("__a__", "a"), ("x" * 90, "x" * 60),
    ],
)  # fmt: skip
def test_a_name_is_cleaned(name, id_):
    assert cleaned(name, "q") == id_


@given(st.lists(st.text(max_size=12), max_size=12))
def test_ids_are_valid_and_each_is_given_once(names):
    giving = for_questions()
    ids = [giving.give(name, "q") for name in names]
    assert len(set(ids)) == len(ids)
    assert all(is_id(each) and each not in reserved_ids() for each in ids)


def test_the_names_that_changed_are_remembered():
    giving = for_questions()
    giving.give("fine", "q")
    giving.give("Not Fine", "q")
    assert [(each.name, each.id) for each in giving.renamed] == [("Not Fine", "not_fine")]


@pytest.mark.parametrize(
    ("html", "text", "lost"),
    [
        ("a <b>b</b>", "a b", ("b",)),
        ("<p>a</p><br /><p>b</p>", "a\n\nb", ()),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n\n- b", ()),
        ('see <a href="https://x.org">here</a>', "see here (https://x.org)", ()),
        ('<a href="mailto:a@b.org">a@b.org</a>', "a@b.org", ()),
        ("a &amp; b &lt; c", "a & b < c", ()),
        ("Kolleg<em>in, Chef</em>in", "Kolleg*in, Chef*in", ()),
        ("<script>x</script>a", "a", ("script",)),
        ("3 < 4", "3 < 4", ()),
    ],
)
def test_html_becomes_plain_text(html, text, lost):
    assert plain_text(html) == (text, lost)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Head\n**bold** and *thin*", "Head\nbold and thin"),
        ("[here](https://x.org)", "here (https://x.org)"),
        ("Kolleg*in und snake_case_name", "Kolleg*in und snake_case_name"),
    ],
)
def test_markdown_becomes_plain_text(markdown, text):
    assert without_markdown(markdown) == text
