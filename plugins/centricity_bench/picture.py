"""The picture of the benchmark: time by size, both in factors, as plain SVG. The same curves give the same bytes."""

from collections.abc import Callable, Iterator, Mapping
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 760, 380
LEFT, RIGHT, TOP, BOTTOM = 70, 590, 20, 320
STYLE = (
    "text{font:13px 'DejaVu Sans','Segoe UI',Helvetica,Arial,sans-serif;fill:#1b1b1b}.end{text-anchor:end}"
    ".middle{text-anchor:middle}.grid{stroke:#e3e3e3}.curve{fill:none;stroke-width:2.5}"
)
# For every kind of colour vision; the marks differ too.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#6b6b6b")
DASHES = ("", "7 3", "2 3", "9 3 2 3", "14 4")
Curves = Mapping[str, Mapping[int, float]]
Axis = Callable[[float], float]


def draw(curves: Curves) -> str:
    """Curves of factors of time by factors of size, on logarithmic axes."""
    sizes = sorted({size for curve in curves.values() for size in curve})
    factors = [factor for curve in curves.values() for factor in curve.values()]
    low, high = floor(log10(min(factors))), ceil(log10(max(factors)))
    across = _axis(log10(sizes[0]), log10(max(sizes[-1], sizes[0] * 1.1)), LEFT, RIGHT)
    up = _axis(low, max(high, low + 1), BOTTOM, TOP)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">',
            '<title id="t">Time by size of the delivery</title>',
            f'<desc id="d">{escape(_in_words(curves))}</desc>',
            f"<style>{STYLE}</style>",
            '<rect width="100%" height="100%" fill="#fff"/>',
            *(_height(10**power, up) for power in range(low, max(high, low + 1) + 1)),
            *(f'<text class="middle" x="{across(size):.1f}" y="{BOTTOM + 22}">×{size}</text>' for size in sizes),
            f'<text class="middle" x="{(LEFT + RIGHT) / 2}" y="{BOTTOM + 46}">times the sample</text>',
            *_curves(curves, across, up),
            "</svg>\n",
        ]
    )


def _axis(low: float, high: float, start: float, end: float) -> Axis:
    return lambda value: start + (log10(value) - low) / (high - low) * (end - start)


def _height(factor: float, up: Axis) -> str:
    y = up(factor)
    line = f'<line class="grid" x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
    return f'{line}<text class="end" x="{LEFT - 8}" y="{y + 4:.1f}">×{factor:g}</text>'


def _curves(curves: Curves, across: Axis, up: Axis) -> Iterator[str]:
    """Each with its name at its end, one below the other where they meet."""
    ends = sorted(curves, key=lambda name: -curves[name][max(curves[name])])
    lowest = -100.0
    for place, name in enumerate(ends):
        points = [(across(size), up(factor)) for size, factor in sorted(curves[name].items())]
        colour, dash = COLOURS[place % len(COLOURS)], DASHES[place % len(DASHES)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline class="curve" stroke="{colour}" stroke-dasharray="{dash}" points="{path}"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points)
        lowest = max(points[-1][1] + 4, lowest + 16)
        yield f'<text x="{points[-1][0] + 10:.1f}" y="{lowest:.1f}" style="fill:{colour}">{escape(name)}</text>'


def _in_words(curves: Curves) -> str:
    said = (
        f"{name}: {', '.join(f'{factor:.3g} at ×{size}' for size, factor in sorted(curve.items()))}"
        for name, curve in curves.items()
    )
    return f"Seconds in those that the script by hand takes for the sample once. {'; '.join(said)}."
