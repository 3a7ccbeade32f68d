"""The tables that stand beside the questions in a `.lss`: conditions, quotas, scores, defaults."""

from collections.abc import Callable, Iterator, Mapping

from surveys.exchange.limesurvey.conditions import of_several_choices, read_condition
from surveys.exchange.limesurvey.survey import LsAssessment, LsQuestion, LsQuota

Row = dict[str, str]
Tables = dict[str, list[Row]]
Questions = Mapping[str, LsQuestion]
LanguageOf = Callable[[Row], str]


def add_conditions(tables: Tables, questions: Questions) -> None:
    """Give each question the old conditions about it."""
    for row in tables.get("conditions", ()):
        if owner := questions.get(row.get("qid", "")):
            found = read_condition(
                row.get("scenario", "1"),
                row.get("cfieldname", ""),
                row.get("method", ""),
                row.get("value", ""),
            )
            if asked := questions.get(row.get("cqid", "")):
                found = of_several_choices(found, asked)
            owner.conditions.append(found)


def add_defaults(tables: Tables, questions: Questions) -> None:
    """Name what is filled in beforehand in each question."""
    texts = {row.get("dvid", ""): row for row in reversed(tables.get("defaultvalue_l10ns", ()))}
    for row in tables.get("defaultvalues", ()):
        owner = questions.get(row.get("qid", ""))
        value = row.get("defaultvalue") or texts.get(row.get("dvid", ""), {}).get("defaultvalue")
        if owner is not None and value and value not in owner.default.split(", "):
            owner.default = f"{owner.default}, {value}" if owner.default else value


def quotas(tables: Tables, questions: Questions, language: LanguageOf) -> Iterator[LsQuota]:
    """The quotas with the answers that fall under them."""
    for row in tables.get("quota", ()):
        quota = LsQuota(row.get("name", ""), row.get("qlimit", ""), row.get("active", "1") != "0")
        for member in tables.get("quota_members", ()):
            owner = questions.get(member.get("qid", ""))
            if owner is not None and member.get("quota_id") == row.get("id"):
                quota.members.append((owner, member.get("code", "")))
        for words in tables.get("quota_languagesettings", ()):
            if words.get("quotals_quota_id") == row.get("id"):
                spoken = language({"language": words.get("quotals_language", "")})
                quota.said[spoken] = words.get("quotals_message", "")
                quota.url = quota.url or words.get("quotals_url", "")
        yield quota


def assessments(tables: Tables, language: LanguageOf) -> Iterator[LsAssessment]:
    """The words for sums of scores; each has a row for each language."""
    found: dict[str, LsAssessment] = {}
    for number, row in enumerate(tables.get("assessments", ())):
        each = found.setdefault(
            row.get("id") or str(number),
            LsAssessment(row.get("name", ""), row.get("minimum", ""), row.get("maximum", "")),
        )
        each.said[language(row)] = row.get("message", "")
    yield from found.values()
