"""A questionnaire on paper: as a sheet to fill in, as a Word document, as a codebook."""
