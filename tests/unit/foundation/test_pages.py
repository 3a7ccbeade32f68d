import pytest

from foundation.web.pages import flat_errors, local_path


@pytest.mark.parametrize("target", ["/", "/studies/", "/studies/a/clients?page=2", "/a/b?next=/c"])
def test_a_plain_path_is_kept(target):
    assert local_path(target) == target


@pytest.mark.parametrize(
    "target",
    ["", None, "studies", "//evil.test", "/\\evil.test", "https:evil.test", "https://evil.test",
     "/\tevil", "/a\nb", "/a\\b", "javascript:alert(1)"],
)  # fmt: skip
def test_anything_that_could_lead_elsewhere_is_dropped(target):
    assert local_path(target) is None


def test_errors_of_inner_fields_are_listed_flat():
    assert flat_errors([{"name": ["Too long."]}, "Missing.", ()]) == ["Too long.", "Missing."]
