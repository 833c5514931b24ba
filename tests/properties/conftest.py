"""How many examples: `HYPOTHESIS_PROFILE=long python -m pytest tests/properties` looks much further."""

import os

from hypothesis import HealthCheck, Phase, settings

COMMON = {
    "deadline": None,  # the machine may be busy
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
    # Not to the smallest example: that takes minutes, and most of an example is small already.
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],
    "print_blob": True,
}
settings.register_profile("short", max_examples=40, **COMMON)
settings.register_profile("long", max_examples=300, **COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))
