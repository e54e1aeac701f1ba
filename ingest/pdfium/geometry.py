"""From a page's own coordinates to points from its top left corner, as it is shown."""

import ctypes
from typing import NamedTuple

import pypdfium2.raw as pdfium

_FINE = 64
_FAR = 1000.0


class Matrix(NamedTuple):
    """An affine map: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> "Rect":
        """The upright box around a mapped box."""
        corners = [self.point(x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Rect(min(xs), min(ys), max(xs), max(ys))

    def after(self, first: "Matrix") -> "Matrix":
        """The map that does `first`, then this one."""
        a, b = self.a * first.a + self.c * first.b, self.b * first.a + self.d * first.b
        c, d = self.a * first.c + self.c * first.d, self.b * first.c + self.d * first.d
        return Matrix(a, b, c, d, *self.point(first.e, first.f))


class Rect(NamedTuple):
    """A box in points from the top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def area(self) -> float:
        return max(0.0, self.x1 - self.x0) * max(0.0, self.y1 - self.y0)

    def meets(self, other: "Rect") -> "Rect":
        """What both cover; its area is 0 where they do not meet."""
        return Rect(
            max(self.x0, other.x0),
            max(self.y0, other.y0),
            min(self.x1, other.x1),
            min(self.y1, other.y1),
        )


def shown(page: pdfium.FPDF_PAGE, width: float, height: float) -> Matrix:
    """The map from a page's coordinates to points as it is shown: cropped and turned."""
    wide, high = max(1, round(width * _FINE)), max(1, round(height * _FINE))

    def device(x: float, y: float) -> tuple[float, float]:
        left, top = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, wide, high, 0, x, y, left, top)
        return left.value * width / wide, top.value * height / high

    (e, f), (right, down), (over, up) = device(0, 0), device(_FAR, 0), device(0, _FAR)
    return Matrix((right - e) / _FAR, (down - f) / _FAR, (over - e) / _FAR, (up - f) / _FAR, e, f)
