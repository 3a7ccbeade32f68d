"""Fills a small study with firms and their people, a few words a line."""

from datetime import date

from findings.models import Theme
from reports.document.report import Document
from reports.gathering.compose import compose
from research.models.organisation import Contact
from surveys.models.invitation import Invitation
from surveys.models.response import Answer
from tests.service.findings.world import World

WORDS = "The invoice never matches what we agreed"


class Clients(World):
    """A study whose firms say the same thing, each in its own words."""

    def said(self, theme: Theme | None, people: int, **person: object) -> list[Answer]:
        """Let *people* of as many firms answer, all in *theme*, and return their answers."""
        answers = []
        for _ in range(people):
            number = self.session.query(Contact).count()
            given = {"firm": f"Firm {number}", "role": "finance"} | person
            response = self.response(self.contact(**given))
            answer = self.answer(
                f"{WORDS}, says number {number}", response=response, quote="anonymous"
            )
            if theme:
                self.evidence(answer, theme, severity=3)
            answers.append(answer)
        return answers

    def invite(self, contact: Contact) -> Invitation:
        """Send a personal link to *contact*."""
        number = self.session.query(Invitation).count()
        return self.add(
            Invitation(
                contact=contact,
                questionnaire=self.version.questionnaire,
                token_hash=f"{number:064}",
            )
        )

    def document(self, language: str = "en") -> Document:
        """Return the study's report as it stands."""
        return compose(self.session, self.study, language=language, frozen_on=date(2026, 5, 12))
