"""Questionnaires handed out: as documents, in other tools' forms, on paper, as a codebook."""

from dataclasses import dataclass

from foundation.files.spreadsheets import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx
from foundation.languages import direction
from foundation.paper.writer import write as write_pdf
from surveys.definition import Definition
from surveys.documents import write_json, write_yaml
from surveys.exchange.paper.codebook import codebook
from surveys.exchange.paper.page import html, say_in, speaker
from surveys.exchange.paper.sheet import sheet_of
from surveys.exchange.paper.word import write_word
from surveys.exchange.surveyjs.writing import write_surveyjs
from surveys.exchange.xlsform.writing import write_xlsform

SECONDS = 60
PRINT_MEGABYTES = 2048
YAML_TYPE = "application/yaml; charset=utf-8"
JSON_TYPE = "application/json"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Form:
    """A form in which a questionnaire is handed out."""

    suffix: str
    content_type: str
    is_of_a_language: bool = False


FORMS: dict[str, Form] = {
    "yaml": Form(".yaml", YAML_TYPE),
    "json": Form(".json", JSON_TYPE),
    "xlsform": Form(".xlsx", XLSX_TYPE),
    "surveyjs": Form(".json", JSON_TYPE),
    "word": Form(".docx", WORD_TYPE, is_of_a_language=True),
    "pdf": Form(".pdf", "application/pdf", is_of_a_language=True),
    "codebook": Form(".xlsx", XLSX_TYPE),
    "codebook-csv": Form(".csv", CSV_TYPE),
}


def write(definition: Definition, form: str, language: str = "") -> bytes:
    """The questionnaire in one of FORMS; `language` counts where a form speaks only one.

    Raises NotDrawn where the PDF can't be made.
    """
    spoken = language if language in definition.languages else definition.language
    if FORMS[form].is_of_a_language:
        sheet, way = sheet_of(definition, spoken), direction(spoken)
        if form == "word":
            return write_word(sheet, speaker(spoken), is_rtl=way == "rtl")
        page = html(sheet, way)
        return write_pdf(page, seconds=SECONDS, megabytes=PRINT_MEGABYTES).content
    if form.startswith("codebook"):
        header, rows = codebook(definition, say_in)
        if form == "codebook-csv":
            return write_csv(header, rows)
        return write_xlsx(header, rows)
    plain = {
        "yaml": lambda: write_yaml(definition).encode(),
        "json": lambda: write_json(definition).encode(),
        "xlsform": lambda: write_xlsform(definition),
        "surveyjs": lambda: write_surveyjs(definition),
    }
    return plain[form]()
