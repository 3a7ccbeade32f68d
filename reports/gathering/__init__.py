"""From a study to its report as a value: figures, themes and quotes that may be shown."""
