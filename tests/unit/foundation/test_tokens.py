"""Personal links can be made again from the secret, and never from the database."""

from foundation.tokens import derive_token, hash_token, is_token, read_or_make_key


def test_the_same_invitation_gives_the_same_link():
    assert derive_token("key", "abc") == derive_token("key", "abc")


def test_a_new_generation_gives_another_link():
    assert derive_token("key", "abc", 1) != derive_token("key", "abc", 2)


def test_another_key_gives_another_link():
    assert derive_token("key", "abc") != derive_token("other", "abc")


def test_a_token_has_the_form_of_one():
    assert is_token(derive_token("key", "abc"))
    assert not is_token("../../etc/passwd")


def test_the_hash_does_not_show_the_token():
    token = derive_token("key", "abc")
    assert token not in hash_token(token)


def test_the_key_file_is_made_once_and_private(tmp_path):
    path = tmp_path / "deep" / "secret.key"
    assert read_or_make_key(path) == read_or_make_key(path)
    assert path.stat().st_mode & 0o077 == 0
