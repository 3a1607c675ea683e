"""`python -m tests.bench [NAME ...]`: measure the bars, all or those named."""

import sys

from tests.bench.bars import BARS


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BARS]
    if unknown:
        print(f"There is no bar {unknown[0]}. There are: {', '.join(BARS)}.", file=sys.stderr)
        return 2
    met = True
    for name in names or BARS:
        for figure in BARS[name]():
            print(f"{name}: {figure}", flush=True)
            met = met and figure.met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
