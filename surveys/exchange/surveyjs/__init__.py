"""SurveyJS definitions in JSON, read and written."""
