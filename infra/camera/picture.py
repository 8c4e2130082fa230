"""The camera's picture: I420 frames with the strip clock of server/src/ingest/media/clock-strip.ts, the time in digits for people, a
moving block, and the flash. Plain bytes and slices, so that it costs next to nothing and needs no library."""

import random
import time

STRIP_CELLS = 48
TIME_BITS = 42
WHITE, BLACK = 235, 16

# 5x7 dots, one string of rows a glyph.
GLYPHS = {
    "0": "01110 10001 10011 10101 11001 10001 01110",
    "1": "00100 01100 00100 00100 00100 00100 01110",
    "2": "01110 10001 00001 00110 01000 10000 11111",
    "3": "01110 10001 00001 00110 00001 10001 01110",
    "4": "00010 00110 01010 10010 11111 00010 00010",
    "5": "11111 10000 11110 00001 00001 10001 01110",
    "6": "00110 01000 10000 11110 10001 10001 01110",
    "7": "11111 00001 00010 00100 01000 01000 01000",
    "8": "01110 10001 10001 01110 10001 10001 01110",
    "9": "01110 10001 10001 01111 00001 00010 01100",
    "-": "00000 00000 00000 11111 00000 00000 00000",
    ":": "00000 00100 00100 00000 00100 00100 00000",
    ".": "00000 00000 00000 00000 00000 01100 01100",
    " ": "00000 00000 00000 00000 00000 00000 00000",
}


def clock_strip_cells(capture_ms):
    """The 48 cells of a capture time, 1 for white (see clock-strip.ts)."""
    bits = [(capture_ms >> (TIME_BITS - 1 - i)) & 1 for i in range(TIME_BITS)]
    ones = sum(bits) % 16
    return [1, 0] + bits + [(ones >> (3 - i)) & 1 for i in range(4)]


class Painter:
    """Paints frames of one size. `frame_interval_ms` sets how far the block moves a frame."""

    def __init__(self, width, height, flash):
        self.width, self.height, self.flash = width, height, flash
        self.strip_rows = height // 20
        self.scale = max(1, width // 200)
        rng = random.Random(7)
        # A grainy wall: as much detail as a real room, so that an encoder spends what it would spend on one.
        rows = [bytes(rng.randrange(84, 124) for _ in range(width * 2)) for _ in range(16)]
        wall = bytearray()
        for y in range(height):
            start = rng.randrange(width)
            wall += rows[y % 16][start : start + width]
        chroma = (width // 2) * (height // 2)
        self.base = bytes(wall) + bytes([120]) * chroma + bytes([134]) * chroma
        self.block_width, self.block_height = width // 4, height // 4
        self.block = [bytes(rng.randrange(60, 200) for _ in range(self.block_width)) for _ in range(self.block_height)]
        self.flash_rows = height // 6
        self.cells = [self._cell(i) for i in range(STRIP_CELLS)]
        self.glyphs = {char: self._glyph(dots) for char, dots in GLYPHS.items()}

    def _cell(self, i):
        size = (i + 1) * self.width // STRIP_CELLS - i * self.width // STRIP_CELLS
        return (bytes([BLACK]) * size, bytes([WHITE]) * size)

    def _glyph(self, dots):
        colour = {"0": bytes([BLACK]) * self.scale, "1": bytes([WHITE]) * self.scale}
        return [b"".join(colour[dot] for dot in row + "0") for row in dots.split(" ")]

    def paint(self, capture_ms, flashing):
        """One I420 frame of the capture time `capture_ms` (ms since the epoch)."""
        width, height = self.width, self.height
        frame = bytearray(self.base)
        row = b"".join(self.cells[i][bit] for i, bit in enumerate(clock_strip_cells(capture_ms)))
        frame[0 : self.strip_rows * width] = row * self.strip_rows

        text = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(capture_ms // 1000)) + ".%03d" % (capture_ms % 1000)
        glyphs = [self.glyphs[char] for char in text]
        left, y = 4 * self.scale, self.strip_rows + 6 * self.scale
        for i in range(7):
            line = b"".join(glyph[i] for glyph in glyphs)
            for _ in range(self.scale):
                frame[y * width + left : y * width + left + len(line)] = line
                y += 1

        top = self.strip_rows + 20 * self.scale
        x = self._bounce(capture_ms // 8, width - self.block_width)
        y = top + self._bounce(capture_ms // 11, height - self.flash_rows - self.block_height - top)
        for line in self.block:
            frame[y * width + x : y * width + x + self.block_width] = line
            y += 1

        if self.flash:
            start = (height - self.flash_rows) * width
            frame[start : height * width] = bytes([WHITE if flashing else BLACK]) * (self.flash_rows * width)
        return bytes(frame)

    @staticmethod
    def _bounce(distance, room):
        if room <= 0:
            return 0
        step = distance % (2 * room)
        return step if step < room else 2 * room - step
