"""A picture of a report as bytes of an image."""

from __future__ import annotations

import io

from iomodel.extras import extra
from iomodel.report.document import Picture
from iomodel.text import Lang

DOTS = 200  # an inch


def png(picture: Picture, lang: Lang) -> bytes:
    """Return a picture as PNG."""
    return _image(picture, lang, "png")


def svg(picture: Picture, lang: Lang) -> bytes:
    """Return a picture as SVG, its letters as outlines so that no font is needed."""
    return _image(picture, lang, "svg")


def _image(picture: Picture, lang: Lang, form: str) -> bytes:
    matplotlib = extra("matplotlib", "report")
    import matplotlib.pyplot as plt

    from iomodel.report.fonts import use_language

    figure = picture.draw(use_language(lang)).get_figure(root=True)
    assert figure is not None
    out = io.BytesIO()
    about = {"Date": None} if form == "svg" else None
    with matplotlib.rc_context({"svg.hashsalt": picture.title}):  # the same bytes every time
        figure.savefig(out, format=form, dpi=DOTS, bbox_inches="tight", metadata=about)
    plt.close(figure)
    return out.getvalue()
