"""What the themes found are called: as the library knows them, else in their own words."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.corpus import KINDS, Known
from analysis.library import Library, home
from analysis.naming import labelling
from analysis.staging import StageReader
from analysis.theming import Group, most_read, spread
from analysis.units import Draft, Material
from analysis.vectors import Matrix, Rows

# So many texts of a theme say what it is called after.
MOST_WEIGHED = 250
# A known pain names a theme of pains, a topic one of praise, and only in the library's own field.
AT_HOME = 0.5


@dataclass(frozen=True)
class Found:
    """What was found, row by row, before it takes the shape of a result.

    `names_nobody` says of a text that no client, colleague or firm of the study is named in it.
    """

    material: Material
    groups: Sequence[Group]
    stages: StageReader
    stage_odds: Matrix
    pain_odds: Rows
    known: Known
    library: Library
    names_nobody: Callable[[str], bool]


@dataclass(frozen=True)
class Name:
    """What a theme is called, and how that is known."""

    id: str
    labels: Mapping[str, str]
    source: str
    confidence: float
    library_id: str | None = None


def name_themes(found: Found) -> list[Name]:
    """Name the themes; known ones keep their names, and no two share an id."""
    taken = {theme.id for theme in found.known.themes} | found.known.retired_ids
    by_library, most = _library_names(found), most_read(found.groups)
    names = []
    for number, each in enumerate(found.groups):
        if each.known:
            sure = float(np.mean(list(each.scores.values())))
            names.append(Name(each.known.id, each.known.labels, "known", sure))
            continue
        name = _new_name(_Told(found, each, most), by_library.get(number), taken)
        taken.add(name.id)
        names.append(name)
    return names


def name_parts(found: Found, parts: Sequence[Group], themes: Sequence[Name]) -> list[Name]:
    """Name the parts of themes; what names a theme names no part, so that the two differ.

    A part's id is made of its texts: the same texts are the same part in every analysis.
    """
    own = replace(found, groups=parts)
    taken = {each.library_id for each in themes}
    by_library = {n: each for n, each in _library_names(own).items() if each[0] not in taken}
    ids, most = {each.id for each in themes}, most_read(parts)
    names = []
    for number, each in enumerate(parts):
        key = labelling.unused(_part_id(own, each), ids)
        name = _new_name(_Told(own, each, most), by_library.get(number), ())
        names.append(replace(name, id=key))
        ids.add(key)
    return names


def _part_id(found: Found, each: Group) -> str:
    texts = "\n".join(sorted(found.material.drafts[row].text for row in each.rows))
    digest = hashlib.sha256(texts.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"part-{digest}"


def _library_names(found: Found) -> dict[int, tuple[str, float]]:
    material = found.material
    if home(material.features) < AT_HOME:
        return {}
    pain_ids = material.head.pain_ids
    topics = [topic for topic in found.library.topics if topic.kind == "praise"]
    columns = [material.head.topic_ids.index(topic.id) for topic in topics]
    praised = material.features.then(
        lambda rows, _: material.head.topics.probabilities(rows)[:, columns]
    )
    return {
        **_named(found, "pain", pain_ids, (found.pain_odds, _near(found.library, pain_ids))),
        **_named(found, "praise", [topic.id for topic in topics], (praised, None)),
    }


def _near(library: Library, pain_ids: Sequence[str]) -> Matrix:
    """Return (pains, pains), 1 where one of two pains says it is easily taken for the other."""
    place = {pain: number for number, pain in enumerate(pain_ids)}
    near = np.zeros((len(place), len(place)), np.float32)
    for pain in library.pains:
        for neighbour in pain.neighbours:
            if pain.id in place and neighbour in place:
                one, other = place[pain.id], place[neighbour]
                near[one, other] = near[other, one] = 1
    return near


def _named(
    found: Found, kind: str, ids: Sequence[str], read: tuple[Rows, Matrix | None]
) -> dict[int, tuple[str, float]]:
    """Return the names for the new themes of a kind, by the number of the group."""
    odds, near = read
    own = [
        n for n, each in enumerate(found.groups) if not each.known and kind_of(found, each) == kind
    ]
    rows = [spread(found.groups[number].rows, MOST_WEIGHED) for number in own]
    named = labelling.library_names(ids, odds, rows, near)
    return {own[place]: name for place, name in named.items()}


def kind_of(found: Found, each: Group) -> str:
    """Return the kind of a theme: the known one's, else what most of its units are."""
    if each.known:
        return each.known.kind
    counts = Counter(found.material.kinds[row] for row in each.rows)
    return max(KINDS, key=lambda kind: (counts[kind], -KINDS.index(kind)))


@dataclass(frozen=True)
class _Told:
    """A group that wants a name, of which at most so many texts are read."""

    found: Found
    group: Group
    most: int


def _new_name(told: _Told, named: tuple[str, float] | None, taken: Collection[str]) -> Name:
    found, each = told.found, told.group
    if named:
        labels = labelling.library_labels(found.library, named[0])
        wanted = labelling.slug(labels.get("en", ""), named[0].replace("_", "-"))
        key = labelling.unused(wanted, taken)
        return Name(key, labels, "library", named[1], named[0])
    rows = spread(each.rows, told.most)
    sure = np.array([each.scores[row] for row in rows], np.float32)
    drafts = [found.material.drafts[row] for row in rows]
    labels = _worded(found, drafts, sure)
    first = min(draft.text for draft in drafts)
    digest = hashlib.sha256(first.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    wanted = labelling.slug(labels.get("en", ""), f"{kind_of(found, each)}-{digest}")
    return Name(labelling.unused(wanted, taken), labels, "words", float(sure.mean()))


def _worded(found: Found, drafts: Sequence[Draft], sure: Matrix) -> Mapping[str, str]:
    """Call a theme by words that were said, and that name nobody unless all of them do."""
    clean = [n for n, draft in enumerate(drafts) if found.names_nobody(draft.text)]
    chosen = clean or [*range(len(drafts))]
    texts = [drafts[n].text for n in chosen]
    return labelling.worded_labels(texts, [drafts[n].language for n in chosen], sure[chosen])
