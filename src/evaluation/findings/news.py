"""What is new since a day: the last meeting, or the reader's last visit. Facts alone, never a trend of two points."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

from evaluation.disclosure import Release, Role, completed
from evaluation.findings import promises, sensitive, trial_state
from evaluation.findings.common import READERS_ZONE, main_sites, number_of, openings_text
from evaluation.findings.dataset import Dataset
from evaluation.findings.model import NewsKind, NewsLine
from evaluation.findings.pages import NewsFinding
from evaluation.findings.period import WHOLE, Period
from evaluation.findings.trial_card import verdict
from evaluation.findings.trial_state import LookState, TrialState
from evaluation.findings.wording import spelled
from evaluation.initiative.calendar import Opening
from evaluation.metrics import enquiries_by_import
from evaluation.store import LedgerEntry
from evaluation.texts import format as da
from evaluation.texts import text

_DAY = timedelta(days=1)
MEETING, VISIT = "meeting", "visit"
_Brief = tuple[NewsLine, str]  # a line of the list, and its part of the headline; "" where it has none


def baselines(dataset: Dataset, last_visit: date | None) -> tuple[tuple[str, date], ...]:
    """What the news can be reckoned from: the last meeting before today's data, and the reader's last visit."""
    through = dataset.data_through
    if through is None:
        return ()
    held = [day for day in dataset.initiative.committee_dates if day < through]
    meeting = ((MEETING, max(held)),) if held else ()
    return (*meeting, *(((VISIT, last_visit),) if last_visit else ()))


def news(dataset: Dataset, role: Role, kind: str, since: date) -> NewsFinding:
    """What changed after `since` (`kind`: MEETING or VISIT), for a role. Without data nothing did."""
    found = _found(dataset, role, since) if dataset.data_through else []
    label = text(f"findings.news.{kind}", day=da.day(since))
    told = [brief for _, brief in found if brief]
    headline = text("findings.news.headline" if told else "findings.news.nothing", since=label)
    return NewsFinding(
        id=kind,
        label=label[:1].upper() + label[1:],
        headline=f"{headline} {da.joined(told)}".strip(),
        lines=tuple(line for line, _ in found),
        through=_through(dataset),
    )


def _through(dataset: Dataset) -> str:
    if dataset.data_through is None:
        return ""
    return text("findings.news.through", day=da.day(dataset.data_through))


def _found(dataset: Dataset, role: Role, since: date) -> list[_Brief]:
    parts: tuple[Callable[[Dataset, date], Iterable[_Brief]], ...] = (_begun, _enquiries, _openings)
    release = sensitive.released(dataset, role)
    found = [brief for part in parts for brief in part(dataset, since)]
    found += [*_promises(dataset, release, since), *_quarters(dataset, release, since)]
    found += [*_trials(dataset, since), *_decided(dataset, since)]
    return [*found, *_events(dataset, since), *_imports(dataset, since), *_late(dataset, since)]


def _after(dataset: Dataset, since: date) -> Period | None:
    """The days told about since then that belong to the evaluation; None where there are none."""
    start = max(since + _DAY, dataset.initiative.starts_on)
    end = dataset.data_through
    return Period("since", "", start, end, ()) if end is not None and start <= end else None


def _line(kind: NewsKind, words: str, brief: str = "") -> _Brief:
    return NewsLine(kind, words), brief


def _begun(dataset: Dataset, since: date) -> Iterable[_Brief]:
    starts, through = dataset.initiative.starts_on, dataset.data_through
    if since < starts and through is not None and starts <= through:
        yield _line("begun", text("findings.news.begun", day=da.day(starts)))


def _enquiries(dataset: Dataset, since: date) -> Iterable[_Brief]:
    period = _after(dataset, since)
    if period is None:
        return
    sites = main_sites(dataset)
    mine, every = (number_of(dataset, "enquiries", where, period) for where in ({"site": sites}, {}))
    if not every:
        return
    one = "_one" if mine == 1 else ""
    brief = text(f"findings.news.enquiries_brief{one}", count=da.number(mine)) if mine else ""
    if len(sites) == len(dataset.initiative.sites):
        yield _line("enquiries", text(f"findings.news.enquiries{one}", count=da.number(every)), brief)
    else:
        words = text("findings.news.enquiries_popup", count=da.number(mine), all=da.number(every))
        yield _line("enquiries", words, brief)


def _openings(dataset: Dataset, since: date) -> Iterable[_Brief]:
    period = _after(dataset, since)
    if period is None:
        return
    mine = set(main_sites(dataset))
    found = [o for o in dataset.openings if o.site in mine and period.start <= o.local_date <= period.end]
    if held := sum(o.status == "held" for o in found):
        count = openings_text(held)
        yield _line("openings", text("findings.news.held", openings=count), count)
    replaced = {o.replaces for o in dataset.openings if o.replaces}
    gone = [o for o in found if o.status == "cancelled"]
    for key, some in (
        ("moved", [o for o in gone if o.opening_id in replaced]),
        ("cancelled", [o for o in gone if o.opening_id not in replaced]),
    ):
        if some:
            named = da.joined([_opening(dataset, o) for o in some])
            yield _line("openings", text(f"findings.news.{key}", openings=named))


def _opening(dataset: Dataset, opening: Opening) -> str:
    name = dataset.initiative.site(opening.site).name
    words = text("findings.news.opening", site=name, day=da.day(opening.local_date))
    return f"{words} ({opening.reason[:1].lower()}{opening.reason[1:]})" if opening.reason else words


def _promises(dataset: Dataset, release: Release | None, since: date) -> Iterable[_Brief]:
    """Those whose status has changed; before the evaluation began nothing had one."""
    if since < dataset.initiative.starts_on:
        return
    now = promises.lines(dataset, release, _until(dataset, dataset.data_through or since))
    then = promises.lines(dataset, release, _until(dataset, min(since, dataset.data_through or since)))
    changed = [(a, b) for a, b in zip(then, now, strict=True) if a.status is not b.status]
    if now and not changed and _after(dataset, since) is not None:
        yield _line("unchanged", text("findings.news.promises_same"))
    for number, (before, after) in enumerate(changed):
        statuses = (text(f"findings.news.status_{line.status}") for line in (after, before))
        now_words, then_words = statuses
        words = text("findings.news.promise", name=after.name, now=now_words, before=then_words)
        brief = _changed(len(changed)) if number == 0 else ""
        yield _line("promise", words, brief)


def _changed(count: int) -> str:
    if count == 1:
        return text("findings.news.promise_brief")
    return text("findings.news.promises_brief", count=spelled(count))


def _until(dataset: Dataset, day: date) -> Period:
    """The evaluation as it stood at the end of a day: sensitive figures of the quarters completed by then."""
    first, last = dataset.initiative.starts_on, dataset.initiative.evaluation_ends_on
    done = tuple(q for q in completed(dataset.quarters, day)[0] if q in dataset.completed)
    return Period(WHOLE, "", first, max(first, min(last, day)), done)


def _quarters(dataset: Dataset, release: Release | None, since: date) -> Iterable[_Brief]:
    """Quarters whose figures of the target group were released since; none if the log knows no groups."""
    if release is None:
        return
    known = completed(dataset.quarters, since)[0]
    fresh = [quarter for quarter in dataset.completed if quarter not in known]
    if fresh:
        numbers = da.joined([f"{quarter.number}." for quarter in fresh])
        words = text("findings.news.quarter", numbers=numbers, day=da.day(fresh[-1].ends_on))
        yield _line("quarter", words)


def _trials(dataset: Dataset, since: date) -> Iterable[_Brief]:
    """Trials with a look taken since, and what its rule said: while it is too early, only that."""
    looked = [(state, look) for state in trial_state.states(dataset) if (look := _look(state)) is not None]
    fresh = [(state, look) for state, look in looked if look.date > since]
    for number, (state, look) in enumerate(fresh):
        given = {"name": state.record.trial.name, "day": da.day(look.date), "verdict": verdict(state)}
        one = "trial" if len(fresh) == 1 else "trials"
        brief = "" if number else text(f"findings.news.{one}_brief", count=spelled(len(fresh)))
        yield _line("trial", text("findings.news.trial", **given), brief)


def _look(state: TrialState) -> LookState | None:
    """The look that decided, or the latest taken."""
    return state.decided or next((look for look in reversed(state.looks) if look.taken), None)


def _decided(dataset: Dataset, since: date) -> Iterable[_Brief]:
    """What the decider has decided since."""
    for record in dataset.initiative.trials:
        for one in record.decisions:
            if one.decided_on > since:
                what = text(f"trials.decision.{one.action}")
                given = {
                    "name": record.trial.name,
                    "day": da.day(one.decided_on),
                    "what": what[:1].lower() + what[1:],
                }
                yield _line("trial_decision", text("findings.news.trial_decided", **given))


def _events(dataset: Dataset, since: date) -> Iterable[_Brief]:
    through = dataset.data_through or since
    for event in sorted(dataset.initiative.events, key=lambda e: e.date):
        if since < event.date <= through:
            yield _line(
                "event", text("findings.news.event", day=da.day(event.date), text=event.text.rstrip("."))
            )


def _imports(dataset: Dataset, since: date) -> Iterable[_Brief]:
    found = [entry for entry in dataset.imports if _imported(entry) > since]
    files = sum(len(entry.files) for entry in found)
    if not files:
        return
    latest = da.moment(max(entry.imported_at for entry in found), READERS_ZONE)
    key = "import_one" if files == 1 else "imports"
    yield _line("import", text(f"findings.news.{key}", count=da.number(files), moment=latest))


def _late(dataset: Dataset, since: date) -> Iterable[_Brief]:
    """Enquiries of days before that came, or were corrected, later. At the first import of all nothing is late."""
    known = {entry.import_id for entry in dataset.imports if _imported(entry) <= since}
    if not known:
        return
    told = enquiries_by_import(dataset.engine, since)
    late = sum(count for import_id, count in told.items() if import_id not in known)
    if late:
        key = "late_one" if late == 1 else "late"
        yield _line("late", text(f"findings.news.{key}", count=da.number(late), day=da.day(since)))


def _imported(entry: LedgerEntry) -> date:
    """The day of an import on the reader's clock."""
    return entry.imported_at.replace(tzinfo=UTC).astimezone(ZoneInfo(READERS_ZONE)).date()
