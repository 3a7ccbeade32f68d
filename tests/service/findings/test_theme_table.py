"""`flask themes`: any table of texts in, the same rows with their themes out."""

import csv
import json

import pytest
import xlsxwriter

from app import create_app
from findings.cli import _write
from foundation.settings import Settings
from tests.support.cluster import running_cluster

GOOD = "The team is wonderful and always friendly."
BAD_PART = "But the invoices arrive three months late and never match the quote."
D = f"{GOOD} {BAD_PART}"
PAINS = [
    ("a", "en", "The invoices arrive months late and never match the quote."),
    ("b", "th", "ใบแจ้งหนี้มาช้าหลายเดือนและไม่เคยตรงกับใบเสนอราคา"),
    ("c", "ko", "송장이 몇 달씩 늦게 오고 견적과 맞지 않습니다."),
    ("d", "en", D),
    ("e", "en", "  "),
    ("f", "fa", "بعد از امضای قرارداد هیچ‌کس به ما نگفت با چه کسی تماس بگیریم."),
]
HEADER = ["row", "lang", "kind", "kind_score", "theme_id", "theme", "theme_score", "stage",
          "stage_score"]  # fmt: skip
EIGHT = {"awareness", "research", "consideration", "decision", "onboarding", "usage", "expansion",
         "advocacy"}  # fmt: skip


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    """The product where no database was ever made."""
    instance = tmp_path_factory.mktemp("instance")
    return create_app(Settings(instance=instance, secret_key="tests only", testing=True))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("tables")
    with (place / "in.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([("id", "speech", "text"), *PAINS])
    lines = (json.dumps({"id": i, "text": t}, ensure_ascii=False) for i, _, t in PAINS)
    (place / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with xlsxwriter.Workbook(place / "in.xlsx") as book:
        sheet = book.add_worksheet()
        for number, (name, _, text) in enumerate([("id", "", "text"), *PAINS]):
            sheet.write_row(number, 0, [name, text])
    return place


def run(product, *arguments):
    return product.test_cli_runner().invoke(args=["themes", *map(str, arguments)])


def table(product, folder, name, *options):
    out = folder / "out.csv"
    done = run(product, folder / name, "--text", "text", *options, "--out", out)
    assert done.exit_code == 0, done.output
    return read(out)


def read(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def rows(product, folder):
    return table(product, folder, "in.csv", "--id", "id", "--lang", "speech", "--all-kinds")


def test_the_columns_and_the_order_are_as_promised(rows):
    assert list(rows[0]) == HEADER
    assert [row["row"] for row in rows] == list("abcdef")


def test_each_row_has_its_language_and_one_of_four_kinds(rows):
    assert [row["lang"] for row in rows] == ["en", "th", "ko", "en", "", "fa"]
    assert {row["kind"] for row in rows} <= {"pain", "praise", "suggestion", "neutral"}


def test_with_all_kinds_every_row_with_words_has_a_theme(rows):
    assert [bool(row["theme_id"] and row["theme"]) for row in rows] == [True] * 4 + [False, True]


def test_scores_lie_between_nought_and_one(rows):
    scores = [row[name] for row in rows for name in HEADER if name.endswith("_score")]
    assert all(0 <= float(score) <= 1 for score in scores if score)


def test_stages_are_the_keys_of_the_eight(rows):
    assert {row["stage"] for row in rows if row["stage"]} <= EIGHT


def test_a_row_without_words_is_there_and_neutral(rows):
    empty = rows[4]
    assert (empty["kind"], empty["kind_score"], empty["theme_id"]) == ("neutral", "0.0000", "")


def test_a_mixed_text_is_told_by_its_pain(product, folder):
    assert table(product, folder, "in.jsonl", "--id", "id")[3]["kind"] == "pain"


def test_the_same_file_gives_the_same_rows(product, folder, rows):
    again = table(product, folder, "in.csv", "--id", "id", "--lang", "speech", "--all-kinds")
    assert again == rows


def test_without_an_id_rows_are_numbered_from_one(product, folder):
    assert [r["row"] for r in table(product, folder, "in.xlsx")] == ["1", "2", "3", "4", "5", "6"]


def test_split_gives_each_statement_a_row_and_its_place(product, folder):
    rows = table(product, folder, "in.csv", "--id", "id", "--split")
    assert list(rows[0]) == [*HEADER, "unit", "start", "end"]
    texts = {name: text for name, _, text in PAINS}
    spans = [(r["unit"], texts["d"][int(r["start"]) : int(r["end"])]) for r in rows
             if r["row"] == "d"]  # fmt: skip
    assert spans == [("1", GOOD), ("2", BAD_PART)]


@pytest.mark.parametrize(
    ("model", "keys"),
    [
        ("three-stage", {"awareness", "consideration", "decision"}),
        ("four-stage",
         {"pre_purchase", "client_experience", "between_engagements", "former_clients"}),
    ],
)  # fmt: skip
def test_stages_follow_the_model_asked_for(product, folder, model, keys):
    rows = table(product, folder, "in.csv", "--stages", model)
    assert {row["stage"] for row in rows if row["stage"]} <= keys


def test_a_model_of_one_s_own_is_read_from_yaml(product, folder):
    (folder / "own.yaml").write_text(
        "- {key: before, seed_words: [comparing firms, proposal]}\n"
        "- {key: after, seed_words: [invoice, after signing, project]}\n",
        encoding="utf-8",
    )
    rows = table(product, folder, "in.csv", "--stages", str(folder / "own.yaml"))
    assert {row["stage"] for row in rows if row["stage"]} <= {"before", "after"}


FOOD = {
    "name_en": "Food nobody can eat", "definition": "Food at meetings does not suit clients.",
    "stage": "onboarding", "severity": "2.0",
    "example 1": "Nothing on the lunch table our people could eat.",
    "example 2": "We told them twice about halal food and got ham sandwiches.",
    "example 3": "No vegetarian meal at the kick-off dinner.", "owner": "Kim",
}  # fmt: skip


@pytest.fixture(scope="module")
def meals(folder):
    with (folder / "pains.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([FOOD.keys(), FOOD.values()])
    texts = ("Nothing on the lunch table that we could eat.", "No vegetarian meal at the dinner.")
    (folder / "meals.csv").write_text("\n".join(["text", *texts]), "utf-8")
    return folder


def test_a_pain_of_one_s_own_draws_its_texts_to_its_stage(product, meals):
    rows = table(product, meals, "meals.csv", "--pains", meals / "pains.csv")
    plain = table(product, meals, "meals.csv")
    assert [row["stage"] for row in rows] == ["onboarding", "onboarding"]
    assert [row["stage"] for row in plain] != ["onboarding", "onboarding"]


def test_own_pains_with_a_problem_stop_the_work_before_it_begins(product, meals):
    bad = meals / "bad_pains.csv"
    bad.write_text(
        (meals / "pains.csv").read_text("utf-8").replace("onboarding", "someday"), "utf-8"
    )
    out = meals / "never.csv"
    done = run(product, meals / "meals.csv", "--text", "text", "--pains", bad, "--out", out)
    assert "bad_pains.csv: row 2: Give it a home stage" in done.output
    assert "Not read, for a pain has no such field: “owner”." in done.output
    assert "1 problem; nothing is analysed." in done.output
    assert (done.exit_code, out.exists()) == (1, False)


def test_no_database_is_touched(product, rows):
    instance = product.extensions["settings"].instance
    assert [path.name for path in instance.iterdir() if path.name == "throughline.db"] == []


def test_kept_vectors_and_a_cluster_change_no_byte(product, folder, tmp_path, rows):
    options = ["--id", "id", "--lang", "speech", "--all-kinds"]
    with running_cluster(tmp_path) as address:
        spread = table(product, folder, "in.csv", *options, "--dask", address)
    kept = [table(product, folder, "in.csv", *options, "--cache", tmp_path / "v") for _ in "12"]
    assert spread == kept[0] == kept[1] == rows
    assert (tmp_path / "v").stat().st_size > 5 * 384 * 2


BAD = {
    "a file that is not there": (["none.csv", "--text", "text"], "none.csv cannot be read"),
    "a folder": [["", "--text", "text"], "cannot be read"],
    "a column that is not there": (["in.csv", "--text", "words"], "There is no column “words”"),
    "an id column that is not there": (
        ["in.csv", "--text", "text", "--id", "nr"], "There is no column “nr”",
    ),
    "a column without words": (["blank.csv", "--text", "text"], "the column “text” is empty"),
    "an empty file": (["empty.csv", "--text", "text"], "The file is empty."),
    "a header alone": (["header.csv", "--text", "text"], "no rows below the header"),
    "another kind of file": (["in.pdf", "--text", "text"], "A table is read from"),
    "a model nobody knows": (
        ["in.csv", "--text", "text", "--stages", "nine-stage"], "no journey model “nine-stage”",
    ),
    "a model file that is not there": (
        ["in.csv", "--text", "text", "--stages", "none.yaml"], "cannot be read as a text file",
    ),
    "own pains that are not there": (
        ["in.csv", "--text", "text", "--pains", "none.jsonl"], "none.jsonl cannot be read: ",
    ),
    "own pains that are no text": (
        ["in.csv", "--text", "text", "--pains", "bytes.json"], "The file is no text in UTF-8.",
    ),
    "a cluster that is not there": (
        ["in.csv", "--text", "text", "--dask", "nonsense"], "The Dask cluster nonsense cannot be",
    ),
    "a model file that is no model": (
        ["in.csv", "--text", "text", "--stages", "bad.yaml"], "bad.yaml: ",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def bad_folder(folder):
    files = {"blank.csv": "text,n\n ,1\n", "empty.csv": "", "header.csv": "text\n",
             "in.pdf": "%PDF-1.7", "bad.yaml": "stages: nothing"}  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "bytes.json").write_bytes(b"[\xff]")
    return folder


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_used_is_one_sentence_and_writes_nothing(
    product, bad_folder, monkeypatch, case
):
    monkeypatch.chdir(bad_folder)
    (arguments, sentence), out = BAD[case], bad_folder / "never.csv"
    done = run(product, *arguments, "--out", out)
    assert done.exit_code != 0
    assert sentence in done.output
    assert len(done.output.strip().splitlines()) == 1
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_told_before_the_work(product, folder):
    done = run(product, folder / "in.csv", "--text", "text", "--out", folder / "no" / "out.csv")
    assert (done.exit_code, "There is no folder" in done.output) == (1, True)


def test_a_name_that_looks_like_a_formula_is_written_as_text(tmp_path):
    row = ("-1", "en", "pain", "1.0000", "t", "=1+1", "1.0000", "usage", "1.0000")
    _write(tmp_path / "out.csv", HEADER, [row])
    [only] = read(tmp_path / "out.csv")
    assert (only["row"], only["theme"]) == ("-1", "'=1+1")


def test_nothing_half_written_stays(tmp_path):
    target = tmp_path / "out.csv"
    target.mkdir()
    with pytest.raises(Exception, match="cannot be written"):
        _write(target, HEADER, [])
    assert [path for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_help_names_every_option(product):
    text = run(product, "--help").output
    assert all(
        f"--{name}" in text for name in ("text", "id", "lang", "stages", "split", "pains", "out")
    )
