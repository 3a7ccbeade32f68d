"""The ways through the product: which tabs a study has, for whom, and where they lead.

A tab exists when some room has a page at its address and the colleague's role covers the rule
that page declares. So a new page appears by being there, and no room knows another's endpoints.
"""

import re
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext

from accounts.guards import allowed, rule_of

_STUDY_PAGE = re.compile(r"/studies/<(?:\w+:)?(\w+)>(?:/([a-z-]*))?/?")

#: Group -> (last part of the address, name, icon).
_GROUPS = (
    (
        lazy_gettext("Set up"),
        (
            ("", lazy_gettext("Overview"), "home"),
            ("journey", lazy_gettext("Journey"), "route"),
            ("clients", lazy_gettext("Clients"), "users"),
            ("questionnaires", lazy_gettext("Questionnaires"), "forms"),
        ),
    ),
    (
        lazy_gettext("Collect"),
        (
            ("invitations", lazy_gettext("Invitations"), "send"),
            ("interviews", lazy_gettext("Interviews"), "microphone"),
            ("answers", lazy_gettext("Answers"), "clipboard-list"),
            ("evidence", lazy_gettext("Evidence"), "quote"),
        ),
    ),
    (
        lazy_gettext("Make sense"),
        (
            ("themes", lazy_gettext("Themes"), "stack-2"),
            ("map", lazy_gettext("Map"), "map-2"),
            ("reports", lazy_gettext("Reports"), "file-text"),
        ),
    ),
)


#: Pages that belong to another part's tab.
_BELONGS = dict.fromkeys(("grains", "proposals", "reader", "strength"), "themes")


class StudyLike(Protocol):
    """What navigation needs of a study."""

    slug: str


@dataclass(frozen=True)
class StudyPage:
    """An endpoint inside a study, and the name its address gives the slug."""

    endpoint: str
    slug: str

    def url(self, study: StudyLike) -> str:
        """Return the page's address for this study."""
        values: dict[str, Any] = {self.slug: study.slug}
        return url_for(self.endpoint, **values)


@dataclass(frozen=True)
class Tab:
    """One way into a part of a study; `here` when the present page is in that part."""

    name: str
    icon: str
    url: str
    here: bool


@dataclass(frozen=True)
class TabGroup:
    """Tabs of one phase of the work."""

    name: str
    tabs: tuple[Tab, ...]


def tab_groups(study: StudyLike) -> list[TabGroup]:
    """Return the tabs of this study that exist and that the colleague may open."""
    pages, here = _study_pages(current_app), _present_part(study)
    groups = []
    for name, entries in _GROUPS:
        tabs = tuple(
            Tab(str(title), icon, pages[part].url(study), part == here)
            for part, title, icon in entries
            if part in pages and _may_open(pages[part].endpoint)
        )
        if tabs:
            groups.append(TabGroup(str(name), tabs))
    return groups


def study_url(study: StudyLike) -> str:
    """Return the address of a study's overview."""
    pages = _study_pages(current_app)
    return pages[""].url(study) if "" in pages else home_url()


def home_url() -> str:
    """Return the address of the list of studies, or of one's account while there is none."""
    for rule in current_app.url_map.iter_rules():
        if rule.rule == "/studies/" and "GET" in (rule.methods or ()):
            return url_for(rule.endpoint)
    return url_for("account.show")


def _study_pages(app: Flask) -> dict[str, StudyPage]:
    """Return the pages of a study by the last part of their address, found once."""
    found: dict[str, StudyPage] | None = app.extensions.get("study_pages")
    if found is None:
        found = {}
        for rule in app.url_map.iter_rules():
            match = _STUDY_PAGE.fullmatch(rule.rule)
            if match and "GET" in (rule.methods or ()):
                found.setdefault(match[2] or "", StudyPage(rule.endpoint, match[1]))
        app.extensions["study_pages"] = found
    return found


def _present_part(study: StudyLike) -> str | None:
    start = f"/studies/{study.slug}/"
    if not request.path.startswith(start):
        return None
    part = request.path.removeprefix(start).split("/", maxsplit=1)[0]
    return _BELONGS.get(part, part)


def _may_open(endpoint: str) -> bool:
    rule = rule_of(current_app, endpoint)
    return rule is not None and (rule.action is None or allowed(rule.action))


def init_app(app: Flask) -> None:
    """Give the layout its ways."""
    tools = (tab_groups, study_url, home_url)
    app.jinja_env.globals.update({tool.__name__: tool for tool in tools})
