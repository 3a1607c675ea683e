"""States as a table: one table drives transitions, buttons, the database CHECK and the diagram."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from linkwell.kernel.errors import WrongState

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Move(Generic[S]):
    """One arrow: `name` is the verb on the button, from any of `sources` to `target`."""

    name: str
    sources: frozenset[S]
    target: S


class Lifecycle(Generic[S]):
    """A closed table of moves between the members of one enum. Built once, at import.

    Raises ValueError when the table cannot be right: a state that nothing reaches, two moves
    of one name from one state.
    """

    def __init__(self, noun: str, states: type[S], *, start: S, moves: Iterable[Move[S]]) -> None:
        self.noun, self.states, self.start = noun, states, start
        self.moves = tuple(moves)
        self._targets: dict[tuple[str, S], S] = {}
        for move in self.moves:
            for source in move.sources:
                if (move.name, source) in self._targets:
                    raise ValueError(f"{noun}: two ways to {move.name} from {source}.")
                self._targets[move.name, source] = move.target
        unreached = set(states) - {start} - {move.target for move in self.moves}
        if unreached:
            raise ValueError(f"{noun}: nothing leads to {', '.join(sorted(unreached))}.")

    def after(self, state: S, move: str) -> S:
        """The state that `move` leads to. Raises WrongState when it is not open from `state`."""
        target = self._targets.get((move, state))
        if target is None:
            raise WrongState(f"This {self.noun} is {state.replace('_', ' ')} and cannot be {move}.")
        return target

    def open_from(self, state: S) -> tuple[str, ...]:
        """The moves that `state` allows, in the order of the table: the buttons of a page."""
        return tuple(move.name for move in self.moves if state in move.sources)

    def is_final(self, state: S) -> bool:
        return not self.open_from(state)

    def mermaid(self) -> str:
        """The diagram in docs/generated/states.md."""
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.start}", *self._arrows()])

    def _arrows(self) -> Iterator[str]:
        for move in self.moves:
            for source in sorted(move.sources):
                yield f"    {source} --> {move.target}: {move.name}"
        for state in self.states:
            if self.is_final(state):
                yield f"    {state} --> [*]"


def moves(*rows: tuple[str, S | tuple[S, ...], S]) -> tuple[Move[S], ...]:
    """Write the table as rows: (verb, from, to), where `from` is a state or a tuple of them."""
    return tuple(
        Move(name, frozenset(source if isinstance(source, tuple) else (source,)), target)
        for name, source, target in rows
    )
