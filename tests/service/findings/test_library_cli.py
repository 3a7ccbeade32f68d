"""flask library: the library that ships is read, and a broken one is told line by line."""


def test_a_broken_library_is_told_line_by_line(app, tmp_path):
    (tmp_path / "pains.json").write_text('{\n"late": {"labels": {}}\n}', "utf-8")
    (tmp_path / "topics.json").write_text("{}", "utf-8")
    result = app.test_cli_runner().invoke(args=["library", "check", "--folder", str(tmp_path)])
    assert result.exit_code == 1
    assert "pains.json:2: late: give it a label in en, without stray spaces." in result.output
    assert "things to mend" in result.output


def test_a_folder_without_a_library_is_told(app, tmp_path):
    result = app.test_cli_runner().invoke(args=["library", "check", "--folder", str(tmp_path)])
    assert result.exit_code == 1
    assert "pains.json:1: It cannot be read" in result.output
