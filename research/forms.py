"""What colleagues post about studies, journeys, clients and interviews."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from foundation.languages import LANGUAGES, language_name, other_languages
from foundation.web.choices import offer
from foundation.web.forms import Form
from research.words import BuyingRole, ConsentScope, Kind, LawfulBasis, Segment

SEGMENTS: Mapping[str, str] = {
    Segment.CURRENT: _("Current clients"),
    Segment.LOST: _("Lost: asked for an offer and chose another firm, or nobody"),
    Segment.FORMER: _("Former clients"),
    Segment.PROSPECT: _("Prospects"),
}
SEGMENT_NAMES: Mapping[str, str] = {
    Segment.CURRENT: _("Current"),
    Segment.LOST: _("Lost"),
    Segment.FORMER: _("Former"),
    Segment.PROSPECT: _("Prospect"),
}
ROLES = {
    "": _("Not known"),
    BuyingRole.DECISION: _("Decision maker"),
    BuyingRole.TECHNICAL: _("Technical evaluator"),
    BuyingRole.USER: _("User"),
    BuyingRole.FINANCE: _("Finance"),
    BuyingRole.INFLUENCER: _("Influencer"),
}
BASES = {
    "": _("None: this person is not invited"),
    LawfulBasis.CONSENT: _("Consent"),
    LawfulBasis.CONTRACT: _("Contract"),
    LawfulBasis.LEGITIMATE_INTEREST: _("Legitimate interest"),
}
LIST_BASES = {**BASES, "": _("None: these people are not invited")}
MODELS = {
    "eight-stage": _("Eight stages, from awareness to advocacy"),
    "four-stage": _("Four stages of professional services, with their outcomes"),
    "three-stage": _("Three stages, up to the decision"),
}
SCOPES = {
    "": _("No consent recorded: the words are never quoted"),
    ConsentScope.INTERNAL_AGGREGATE: _("Counted only, never quoted"),
    ConsentScope.INTERNAL_QUOTE: _("Quoted inside the firm, without name"),
    ConsentScope.EXTERNAL_ANONYMOUS_QUOTE: _("Quoted outside the firm, without name"),
    ConsentScope.ATTRIBUTED: _("Quoted with name"),
}
KINDS = {
    "": _("Let the analysis decide"),
    Kind.PAIN: _("Pain"),
    Kind.PRAISE: _("Praise"),
    Kind.SUGGESTION: _("Suggestion"),
    Kind.NEUTRAL: _("Neutral"),
}
SEVERITIES = {
    "": _("Not judged"),
    "1": _("1: irritates"),
    "2": _("2: slows down"),
    "3": _("3: blocks"),
    "4": _("4: lost the deal, or the client"),
}
_SIGNED = ("−3", "−2", "−1", "0", "+1", "+2", "+3")
EMOTIONS = {
    "": _("Not judged"),
    **dict(zip(map(str, range(-3, 4)), _SIGNED, strict=True)),
}
PLACES = {
    "both": _("Both"),
    "online": _("Online"),
    "offline": _("Offline"),
}


class LanguageField(SelectField):
    """One language of all that are widely written, and whichever is there already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.offered = {"": _("Not known"), **LANGUAGES, **other_languages()}
        super().__init__(*args, choices=offer(self.offered), **kwargs)

    def process_data(self, value: object) -> None:
        """Take what is kept, and offer it too."""
        super().process_data(value)
        kept = str(value or "")
        self.choices = offer({**self.offered, kept: self.offered.get(kept) or language_name(kept)})


class MultiCheckboxField(SelectMultipleField):
    """Ticks of one question, any number of them."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class StudyForm(Form):
    """What a study is to be."""

    title = StringField(_("Title"), [DataRequired(_("Give the study a title.")), Length(max=200)])
    firm = StringField(
        _("Firm whose clients are asked"),
        [DataRequired(_("Name the firm whose clients are asked.")), Length(max=200)],
    )
    goal = TextAreaField(_("One clear goal"), [Optional(), Length(max=2_000)])
    wave = StringField(_("Wave"), [Optional(), Length(max=60)])
    segments = MultiCheckboxField(
        _("Whom it asks"), choices=offer(SEGMENTS), default=[str(segment) for segment in Segment]
    )
    languages = MultiCheckboxField(
        _("Languages it asks in"), choices=offer(LANGUAGES), default=["en"]
    )
    further = StringField(_("Further languages"), [Optional(), Length(max=400)])
    opens_on = DateField(_("First day"), [Optional()])
    closes_on = DateField(_("Last day"), [Optional()])
    contact_name = StringField(_("Name"), [Optional(), Length(max=200)])
    contact_email = StringField(_("Email"), [Optional(), Length(max=320)])
    min_people = IntegerField(
        _("People, at least"),
        [NumberRange(5, 1_000, _("The smallest group is at least 5 people."))],
        default=5,
    )
    min_firms = IntegerField(
        _("Firms, at least"),
        [NumberRange(3, 1_000, _("The smallest group is at least 3 firms."))],
        default=3,
    )


class NewStudyForm(StudyForm):
    """A new study, with the journey model it begins from."""

    journey = RadioField(_("Journey model"), choices=offer(MODELS), default="eight-stage")


class WaveForm(Form):
    """The next wave of a study."""

    wave = StringField(
        _("Name of the next wave"), [DataRequired(_("Name the next wave.")), Length(max=60)]
    )


class ModelForm(Form):
    """Another journey model: a shipped one, or a file of stages."""

    model = RadioField(
        _("Journey model"),
        choices=offer({**MODELS, "own": _("My own, from a file")}),
        default="eight-stage",
    )
    file = FileField(_("YAML file of stages"))


class StageForm(Form):
    """A stage of the journey; lists are written one a line."""

    name = StringField(_("Name"), [DataRequired(_("Give the stage a name.")), Length(max=120)])
    description = TextAreaField(_("What happens here"), [Optional(), Length(max=2_000)])
    decision = StringField(_("What the client decides here"), [Optional(), Length(max=200)])
    outcomes = TextAreaField(_("Outcomes"), [Optional()])
    seeds = TextAreaField(_("Words and phrases typical of this stage"), [Optional()])
    name_th = StringField("ไทย", [Optional(), Length(max=120)])
    name_ko = StringField("한국어", [Optional(), Length(max=120)])
    name_vi = StringField("Tiếng Việt", [Optional(), Length(max=120)])
    name_fa = StringField("فارسی", [Optional(), Length(max=120)])


class TouchpointForm(Form):
    """A touchpoint of a stage."""

    name = StringField(_("Name"), [DataRequired(_("Give the touchpoint a name.")), Length(max=120)])
    channel = StringField(_("Channel"), [Optional(), Length(max=80)])
    place = RadioField(_("Online or offline"), choices=offer(PLACES), default="both")
    owner_team = StringField(_("Owning team"), [Optional(), Length(max=80)])
    desired_outcome = StringField(_("Desired outcome"), [Optional(), Length(max=200)])
    metric = StringField(_("How it is measured"), [Optional(), Length(max=120)])
    moves_kpi = BooleanField(_("It moves a key figure of the firm directly"))


class ClientListForm(Form):
    """A client list to import."""

    file = FileField(
        _("Client list"), [FileRequired(_("Choose a CSV or XLSX file of your clients."))]
    )
    segment = SelectField(
        _("Segment of rows that name none"),
        choices=offer({"": _("Every row names its own"), **SEGMENT_NAMES}),
        default="",
    )
    lawful_basis = SelectField(
        _("Lawful basis of people who have none"), choices=offer(LIST_BASES), default=""
    )


class ListBasisForm(Form):
    """One lawful basis for a whole client list that was tried."""

    lawful_basis = SelectField(
        _("Lawful basis of people who have none"), choices=offer(LIST_BASES), default=""
    )


class ContactForm(Form):
    """A person and the organisation they work for."""

    name = StringField(_("Name"), [Optional(), Length(max=200)])
    email = StringField(_("Email"), [DataRequired(_("Enter the email address.")), Length(max=320)])
    job_title = StringField(_("Job title"), [Optional(), Length(max=120)])
    segment = RadioField(
        _("Segment"), [InputRequired(_("Choose a segment."))], choices=offer(SEGMENT_NAMES)
    )
    role = SelectField(_("Part in the buying group"), choices=offer(ROLES), default="")
    language = LanguageField(_("Language"), default="")
    lawful_basis = SelectField(_("Lawful basis for asking"), choices=offer(BASES), default="")
    do_not_contact = BooleanField(_("Do not contact"))
    left_at = DateField(_("Left the organisation on"), [Optional()])
    industry = StringField(_("Industry"), [Optional(), Length(max=120)])
    country = StringField(_("Country"), [Optional(), Length(max=80)])
    size = StringField(_("Employees"), [Optional(), Length(max=60)])
    revenue_band = StringField(_("Revenue band"), [Optional(), Length(max=60)])
    tier = StringField(_("Tier"), [Optional(), Length(max=60)])
    use_case = StringField(_("Use case"), [Optional(), Length(max=200)])
    services = TextAreaField(_("Services bought"), [Optional()])
    engaged_from = DateField(_("Client since"), [Optional()])
    engaged_until = DateField(_("Client until"), [Optional()])
    notes = TextAreaField(_("Notes"), [Optional()])


class NewContactForm(ContactForm):
    """A new person, at a new or a known organisation."""

    organisation = StringField(
        _("Organisation"), [DataRequired(_("Name the organisation.")), Length(max=200)]
    )


class InterviewForm(Form):
    """When an interview was held, by whom, and what the person allowed."""

    held_on = DateField(_("Day"), [InputRequired(_("Enter the day of the interview."))])
    interviewer = StringField(
        _("Interviewer"), [DataRequired(_("Name who held the interview.")), Length(max=200)]
    )
    language = LanguageField(_("Language"), default="")
    summary = TextAreaField(_("In one or two sentences"), [Optional(), Length(max=5_000)])
    scope = RadioField(
        _("What the person allowed"), choices=offer(SCOPES), default="", validate_choice=False
    )
    given_on = DateField(_("Allowed on"), [Optional()])
    expires_on = DateField(_("Until"), [Optional()])
    wording = TextAreaField(_("Wording they agreed to"), [Optional(), Length(max=5_000)])


class NewInterviewForm(InterviewForm):
    """A new interview, with a contact of the study."""

    contact = StringField(
        _("Contact"), [DataRequired(_("Choose the contact by their email address."))]
    )


class NoteForm(Form):
    """Notes of one part of a talk; the view fills in the stages."""

    stage = SelectField(_("Stage"), choices=[], default="", validate_choice=False)
    text = TextAreaField(_("Notes"), [DataRequired(_("Write down what was said."))])


class JudgementForm(Form):
    """What a marked passage is; the view fills in the stages."""

    stage = RadioField(_("Stage"), choices=[], default="", validate_choice=False)
    kind = RadioField(_("Kind"), choices=offer(KINDS), default="", validate_choice=False)
    severity = SelectField(_("Severity"), choices=offer(SEVERITIES), default="")
    emotion = SelectField(_("Emotion"), choices=offer(EMOTIONS), default="")


class PassageForm(JudgementForm):
    """A passage of a note, in code points, and what it is."""

    start = HiddenField(validators=[InputRequired(_("Mark a passage first."))])
    end = HiddenField(validators=[InputRequired(_("Mark a passage first."))])
    quote = HiddenField()
