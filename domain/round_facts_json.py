"""status.json: what is told of a round, written for scripts and read again."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from domain.board import UnitState
from domain.round_facts import MatterFact, NotTaken, OwedFact, RoundFacts, UnitFact
from domain.rules import Severity


def as_json(facts: RoundFacts) -> dict[str, Any]:
    """Return the facts as JSON has them; a unit's state goes by its name and in words."""
    units = [
        {**asdict(unit), "state": unit.state.name.lower(), "state_words": unit.state.value}
        for unit in facts.units
    ]
    return asdict(facts) | {"units": units}


def from_json(told: Mapping[str, Any]) -> RoundFacts:
    """Read facts; raises KeyError, TypeError or ValueError for what another version wrote."""
    return RoundFacts(
        **{
            **told,
            "matters": tuple(_matter(one) for one in told["matters"]),
            "units": tuple(_unit(one) for one in told["units"]),
            "not_taken": tuple(NotTaken(**one) for one in told["not_taken"]),
        }
    )


def _unit(told: Mapping[str, Any]) -> UnitFact:
    kept = {key: value for key, value in told.items() if key != "state_words"}
    return UnitFact(
        **{
            **kept,
            "state": UnitState[str(told["state"]).upper()],
            "owing": tuple(_owed(one) for one in told["owing"]),
            "files": tuple(told["files"]),
        }
    )


def _owed(told: Mapping[str, Any]) -> OwedFact:
    lists = {key: tuple(told[key]) for key in ("indicators", "lacking")}
    return OwedFact(**{**told, **lists})


def _matter(told: Mapping[str, Any]) -> MatterFact:
    lists = {key: tuple(told[key]) for key in ("ids", "places")}
    return MatterFact(**{**told, **lists, "severity": Severity(told["severity"])})
