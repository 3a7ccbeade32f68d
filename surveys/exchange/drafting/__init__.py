"""From a draft in another tool's names to a questionnaire of ours."""
