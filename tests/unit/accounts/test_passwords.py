import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.passwords import (
    find_weakness,
    hash_password,
    is_outdated,
    is_password,
    make_password,
)


@pytest.mark.parametrize(
    "password", ["🦦" * 16 + "x" * 48, "กระรอกสีน้ำตาลว่ายน้ำ", " leading and trailing "]
)
def test_a_password_is_kept_verbatim(password):
    stored = hash_password(password)
    assert is_password(stored, password)
    assert not is_password(stored, password.strip() + "?")


def test_the_hash_is_argon2id_above_the_recommended_minimum():
    fields = hash_password("seven grey herons wade").split("$")
    assert fields[1] == "argon2id"
    assert int(fields[3].split(",")[0].removeprefix("m=")) >= 19456


def test_an_unknown_account_is_refused_like_a_wrong_password():
    assert not is_password(None, "seven grey herons wade")


def test_a_broken_hash_is_refused_without_an_error():
    assert not is_password("not a hash", "seven grey herons wade")


def test_a_password_beyond_the_limit_is_not_even_hashed():
    assert not is_password(hash_password("x" * 128), "x" * 129)


def test_a_hash_of_weaker_settings_is_outdated():
    weak = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$nk8y/FmoSAk"
    assert is_outdated(weak)
    assert not is_outdated(hash_password("seven grey herons wade"))


@pytest.mark.parametrize(
    "password",
    [
        "Password1234567", "password", "PASSWORD!!!!!!!!", "p@ssw0rd20262026", "qwertyuiop123",
        "1234567890123", "aaaaaaaaaaaaaa", "abababababababab", "letmein2026!!!!",
        "passwordpassword", "abcdefghijklmno", "Throughline2026", "priya.raman1987",
        "Raman!!!!!!!!!!1", "x" * 129, "short",
    ],
)  # fmt: skip
def test_a_guessable_password_is_refused(password):
    assert find_weakness(password, personal=("Priya Raman", "priya.raman@halden.example"))


@pytest.mark.parametrize(
    "password",
    [
        "seven grey herons wade",
        "korrekt-pferd-batterie",
        "กระรอกสีน้ำตาลว่ายน้ำ",
        "🦦🐟🌊🪵🍂🌙⭐🔥🎈🎻🚲🧭",
    ],
)
def test_a_sentence_is_a_good_password(password):
    assert find_weakness(password, personal=("Priya Raman", "priya@halden.example")) is None


def test_made_up_passwords_are_good_and_never_repeat():
    made = {make_password() for _ in range(50)}
    assert len(made) == 50
    assert {find_weakness(password) for password in made} == {None}


@given(st.text(max_size=140))
def test_no_short_or_endless_text_is_ever_accepted(password):
    if find_weakness(password) is None:
        assert 12 <= len(password) <= 128
