"""Questionnaires of other tools in and out: XLSForm, SurveyJS, LimeSurvey, ONS, Word, text.

`files.read_files` takes anything in and tells what it lost; the writers give what others take.
Everything here is pure: bytes in, values out.
"""
