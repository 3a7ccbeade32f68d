"""XLSForm: the spreadsheet of ODK, Kobo, Enketo and Survey123, read and written."""
