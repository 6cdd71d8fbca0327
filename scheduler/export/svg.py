"""What every picture of the program is drawn with: words, numbers and the frame, as SVG without scripts or styles."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

INK, QUIET, GRID = "#1B2733", "#55606B", "#DDE3E9"
# Okabe and Ito's palette: told apart by the colour-blind, each with a dark outline and a word beside it.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")


def text(
    x: float, y: float, words: str, *, anchor: str = "start", size: int = 12, colour: str = INK, halo: bool = False
) -> str:
    """Words that begin, end or have their middle (`anchor`) at a place; a `halo` keeps a line behind them off.

    Parameters
    ----------
    x
        the place from the left, in units of the picture
    y
        the place from the top, of the line that the letters stand on
    words
        the text
    anchor
        "start", "middle" or "end": which part of the text is at the place
    size
        the height of the letters
    colour
        their color
    halo
        whether a white edge keeps a line behind the words off
    """
    look = f'text-anchor="{anchor}" font-size="{size}" fill="{colour}"'
    if halo:
        look += ' stroke="#FFFFFF" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(words)}</text>'


def picture(body: Sequence[str], title: str, width: int, height: int) -> str:
    """A picture as wide as its place; `title` is what a screen reader says of it.

    Parameters
    ----------
    body
        what is drawn, as SVG
    title
        what a screen reader says of it
    width
        in units of the picture
    height
        in units of the picture
    """
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title, quote=True)}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="Arial, Helvetica, sans-serif">{"".join(body)}</svg>'
    )


def figure(value: float) -> str:
    """ "1,200", or with one decimal where it is not whole."""
    return f"{value:,.0f}" if abs(value - round(value)) < 1e-9 else f"{value:,.1f}"


def short(words: str, most: int) -> str:
    """Words cut to so many characters."""
    return words if len(words) <= most else words[: max(1, most - 1)] + "…"
