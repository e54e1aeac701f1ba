"""A page as it looks: whether there is anything to be seen where a word is said to stand."""

import ctypes
import math

import pypdfium2.raw as pdfium

from ingest.pdfium.geometry import Rect

_MAX_SIDE = 1_400
_LEAST = 12
"""Difference of brightness, of 255, that an eye still sees."""


class Picture:
    """A small rendering of one page."""

    def __init__(self, page: pdfium.FPDF_PAGE, width: float, height: float) -> None:
        self._scale = min(1.0, _MAX_SIDE / max(width, height, 1.0))
        self._wide = max(1, round(width * self._scale))
        self._high = max(1, round(height * self._scale))
        bitmap = pdfium.FPDFBitmap_Create(self._wide, self._high, 0)
        if not bitmap:
            raise MemoryError
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, self._wide, self._high, 0xFFFFFFFF)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, self._wide, self._high, 0, 0)
            self._stride = pdfium.FPDFBitmap_GetStride(bitmap)
            buffer = pdfium.FPDFBitmap_GetBuffer(bitmap)
            self._data = ctypes.string_at(buffer, self._stride * self._high)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)

    def shows(self, box: Rect) -> bool:
        """Whether anything differs within `box`: letters from what they stand on."""
        left = max(0, math.floor(box.x0 * self._scale))
        right = min(self._wide, math.ceil(box.x1 * self._scale) + 1)
        top = max(0, math.floor(box.y0 * self._scale))
        bottom = min(self._high, math.ceil(box.y1 * self._scale) + 1)
        if left >= right or top >= bottom:
            return False
        # Of the colours green weighs most; the others count where it tells nothing.
        for channel in (1, 2, 0):
            low, high = 255, 0
            for row in range(top, bottom):
                start = row * self._stride + left * 4 + channel
                pixels = self._data[start : start + (right - left) * 4 - channel : 4]
                low, high = min(low, *pixels, 255), max(high, *pixels, 0)
                if high - low >= _LEAST:
                    return True
        return False
