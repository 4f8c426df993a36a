"""Who they are and what they need: groups, topics, answers, how long a service takes."""

from collections.abc import Sequence

import numpy as np

from evaluation.demo.contact import Contact
from evaluation.demo.days import neighbour
from evaluation.demo.parameters import Desk, Place, Shares, Truth

_PASSPORTS = {"passports": "pas", "licences": "koerekort"}
_SHUT_OUT = ("late", "vain", "outside")
_OTHERS = "oevrige"
_SHORTEST = 1.0
_PATIENCE = 3.0  # gamma shape: hardly anybody leaves at once


def describe(truth: Truth, contacts: Sequence[Contact], rng: np.random.Generator) -> None:
    """Gives each contact a group, a topic, flags, patience and a service time, in place."""
    places = {place.id: place for place in truth.place}
    for contact in contacts:
        if contact.kind not in _SHUT_OUT:
            _needs(truth, contact, places.get(contact.site), rng)


def answer(truth: Truth, contacts: Sequence[Contact], rng: np.random.Generator) -> None:
    """What is noted once served: the outcome, the answers; and what staff did not note."""
    places = {place.id: place for place in truth.place}
    for contact in contacts:
        place = places.get(contact.site)
        if contact.started is not None:
            _outcome(truth, contact, place, rng)
        _forget(truth, contact, place, rng)


def misdirected(contact: Contact) -> bool:
    """Passports and licences are issued in Aars only."""
    return contact.site != "aars" and contact.topic in _PASSPORTS.values()


def _pick(shares: Shares, rng: np.random.Generator) -> str:
    names = list(shares)
    total = sum(shares.values())
    return names[int(rng.choice(len(names), p=[s / total for s in shares.values()]))]


def _needs(truth: Truth, contact: Contact, place: Place | None, rng: np.random.Generator) -> None:
    group = _group(truth, contact, place, rng)
    contact.group = group
    contact.topic = _PASSPORTS.get(contact.kind) or _pick(_topics(truth, group, place), rng)
    contact.aged = bool(rng.random() < truth.aged[group])
    contact.exempt = bool(rng.random() < truth.exempt[group])
    contact.first_visit = bool(rng.random() < _first_share(truth, contact, place))
    desk = truth.popup if place else truth.aars
    contact.patience = float(rng.gamma(_PATIENCE, desk.patience_minutes / _PATIENCE))
    contact.service = desk.pace * _service(truth, contact, rng)


def _group(truth: Truth, contact: Contact, place: Place | None, rng: np.random.Generator) -> str:
    if contact.kind in _PASSPORTS:
        return _OTHERS
    if contact.kind == "target":
        return _pick(place.groups if place else truth.aars.groups, rng)
    desk: Desk = truth.popup if place else truth.aars
    return _pick(desk.other_groups, rng)


def _topics(truth: Truth, group: str, place: Place | None) -> Shares:
    if group != _OTHERS:
        return truth.topics[group]
    return truth.topics["oevrige_popup" if place else "oevrige_aars"]


def _first_share(truth: Truth, contact: Contact, place: Place | None) -> float:
    """Nearly all are new at first; a third come back in the end."""
    if place is None:
        return 0.4
    weeks = (contact.day - place.from_date).days / 7
    return float(0.65 + 0.33 * np.exp(-weeks / truth.popup.ramp_tau_weeks))


def _service(truth: Truth, contact: Contact, rng: np.random.Generator) -> float:
    if misdirected(contact):
        mean = truth.service["misdirected"]
    else:
        kind = "target" if contact.kind == "target" else "other"
        mean = truth.service.get(contact.topic or "", truth.service[kind])
    shape = truth.service["variation"] ** -2
    return max(_SHORTEST, float(rng.gamma(shape, mean / shape)))


def _outcome(truth: Truth, contact: Contact, place: Place | None, rng: np.random.Generator) -> None:
    desk = truth.popup if place else truth.aars
    drawn = _pick(desk.outcomes, rng)
    contact.outcome = "misdirected" if misdirected(contact) else drawn
    contact.forgotten = bool(rng.random() < desk.forgotten)
    scale = truth.satisfaction["popup" if place else "aars"]
    if rng.random() < desk.answered_satisfaction:
        contact.satisfaction = int(rng.choice(len(scale), p=scale)) + 1
    if place and rng.random() < truth.popup.answered_otherwise:
        named = _pick(truth.popup.otherwise, rng)
        elsewhere = neighbour(truth, place, contact.day) if named == "neighbour" else named
        contact.otherwise = elsewhere or "none"


def _forget(truth: Truth, contact: Contact, place: Place | None, rng: np.random.Generator) -> None:
    """At a pop-up the group is noted at the door; in Aars at the desk, so not of those who left."""
    desk = truth.popup if place else truth.aars
    unseen = place is None and contact.started is None
    if unseen or rng.random() < desk.unknown_group:
        contact.group = None
    if unseen or rng.random() >= desk.age_known:
        contact.aged = contact.exempt = None
    known_visit = place is not None and rng.random() < truth.popup.answered_first_visit
    if contact.started is None or not known_visit:
        contact.first_visit = None
