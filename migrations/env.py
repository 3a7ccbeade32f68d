"""Alembic's environment: one connection, handed in by foundation.machine.schema or a test."""

from alembic import context

import accounts.models
import findings.models
import foundation.jobs
import foundation.limits
import reports.models
import research.models.interview
import research.models.journey
import research.models.organisation
import research.models.study
import surveys.models.files
import surveys.models.invitation
import surveys.models.questionnaire
import surveys.models.response
import surveys.models.trial
from foundation.db import Base
from foundation.machine.schema import is_ours


def run() -> None:
    """Run the migrations on the connection at hand."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        include_name=is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
