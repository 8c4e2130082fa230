"""The camera's sound: mono, 48 kHz, 16 bit, in blocks of 10 ms whose first sample lies on a multiple of 10 ms."""

import array
import math

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst

RATE_HZ = 48000
BLOCK_MS = 10
BLOCK_BYTES = RATE_HZ * BLOCK_MS // 1000 * 2
SILENCE = bytes(BLOCK_BYTES)


class Silence:
    def block(self, _start_ms):
        return SILENCE


class Beep:
    """A tone of 1 kHz and 100 ms from each even second on, silence between."""

    def __init__(self):
        samples = RATE_HZ // 10
        tone = array.array("h", (int(12000 * math.sin(2 * math.pi * 1000 * i / RATE_HZ)) for i in range(samples)))
        self.tone = tone.tobytes()

    def block(self, start_ms):
        into = start_ms % 2000
        return self.tone[into // BLOCK_MS * BLOCK_BYTES :][:BLOCK_BYTES] if into < 100 else SILENCE


class Recording:
    """A sound file, again and again; its start is at a multiple of its length in the camera's time."""

    def __init__(self, path):
        pipeline = Gst.parse_launch(
            "filesrc name=file ! decodebin ! audioconvert ! audioresample ! "
            f"audio/x-raw,format=S16LE,rate={RATE_HZ},channels=1,layout=interleaved ! appsink name=out sync=false"
        )
        pipeline.get_by_name("file").set_property("location", path)
        out = pipeline.get_by_name("out")
        pipeline.set_state(Gst.State.PLAYING)
        data = bytearray()
        while sample := out.emit("pull-sample"):
            buffer = sample.get_buffer()
            data += buffer.extract_dup(0, buffer.get_size())
        pipeline.set_state(Gst.State.NULL)
        self.blocks = len(data) // BLOCK_BYTES
        if self.blocks == 0:
            raise SystemExit(f"no sound in {path}")
        self.data = bytes(data)

    def block(self, start_ms):
        start = start_ms // BLOCK_MS % self.blocks * BLOCK_BYTES
        return self.data[start : start + BLOCK_BYTES]
