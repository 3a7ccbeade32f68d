"""Making a report: figures frozen, pages drawn, PDF kept."""

import uuid
from collections.abc import Callable

from sqlalchemy.orm import Session

from foundation.jobs import Work, handler
from foundation.paper.writer import Pdf, write
from reports import services
from reports.models import Report
from reports.pdf.pages import html

Progress = Callable[[int, int, str], None]
STEPS = 3


@handler("report")
def make(work: Work) -> None:
    """Make the report the job is about; one that cannot be made is marked as failed."""
    report = work.session.get_one(Report, uuid.UUID(work.payload["report"]))
    if report.status == "ready":
        return
    try:
        pdf = produce(work.session, report, work.progress)
    except Exception:
        work.session.rollback()
        services.give_up(work.session, report)
        work.session.commit()
        raise
    work.result["pages"] = pdf.pages
    work.result["warnings"] = list(pdf.warnings)


def produce(session: Session, report: Report, progress: Progress) -> Pdf:
    """Make *report* step by step, each step kept once done, and return its PDF."""
    progress(0, STEPS, "Reading the study")
    document = services.draw_up(session, report)
    session.commit()
    progress(1, STEPS, "Drawing the pages")
    pdf = write(html(document))
    progress(2, STEPS, "Keeping the report")
    services.finish(session, report, pdf=pdf.content, pages=pdf.pages)
    session.commit()
    progress(STEPS, STEPS, "Done")
    return pdf
