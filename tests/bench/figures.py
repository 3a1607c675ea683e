"""What a bar answers with: figures, or what was found where no number says it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`what` was measured, in `unit`; `promised` is the most it may be."""

    what: str
    measured: float
    promised: float
    unit: str

    @property
    def met(self) -> bool:
        return self.measured <= self.promised

    def __str__(self) -> str:
        met = "met" if self.met else "NOT MET"
        return f"{self.what}: {self.measured:g} {self.unit} (at most {self.promised:g}): {met}"


@dataclass(frozen=True)
class Finding:
    """What was found, what was promised, and whether the one is the other."""

    found: str
    promised: str
    met: bool

    def __str__(self) -> str:
        return f"{self.found} (promised: {self.promised}): {'met' if self.met else 'NOT MET'}"
