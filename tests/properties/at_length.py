"""Compares the engine with the specification at length: `python -m tests.properties.at_length 1000000 [SEED]`.

Prints each kind of outcome with its count, and the first case that differs.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter

from iamctl.engine.authorize import authorize
from tests.engine.given import policies_of, request_of
from tests.properties.generated import Maker
from tests.properties.specification import decide


def main(count: int, seed: int) -> int:
    source = random.Random(seed).random
    maker = Maker(lambda below: int(source() * below))
    outcomes: Counter[str] = Counter()
    for number in range(count):
        case = maker.case() if number % 2 else maker.conditional_case()
        specified = decide(case)
        answered = authorize(request_of(case["request"]), policies_of(case)).outcome.value
        outcomes[specified] += 1
        if specified != answered:
            print(f"case {number} of seed {seed}: specified {specified}, answered {answered}")
            print(json.dumps(case, indent=1))
            return 1
    print(f"{count} cases of seed {seed} agree: {dict(outcomes)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
