"""Questionnaires written as a text or a Word document: numbered questions, options beneath."""
