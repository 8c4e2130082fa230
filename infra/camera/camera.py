#!/usr/bin/python3
"""An RTSP camera for tests, the bench and demonstrations: GStreamer's RTSP server, independent of Press Gallery's own code.

Picture and sound bear the timestamps of one clock, which is also the clock of the sender reports. Frames are
captured at multiples of the frame interval; the strip along the top edge tells the capture time (server/src/ingest/media/clock-strip.ts).
When it is ready it prints one line of JSON on standard output: {"url": "rtsp://127.0.0.1:PORT/court", "clockStartMs": …}.
Later lines tell which frames it had to leave out on a machine that was too busy: {"leftOut": {"fromMs", "toMs", "pictures"}}.
"""

import argparse
import json
import signal
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer

from picture import Painter
from sound import BLOCK_MS, RATE_HZ, Beep, Recording, Silence

NTP_EPOCH_S = 2_208_988_800
MS = 1_000_000

# How much later than its timestamp a decoder gives what an encoder was given, in samples of 48 kHz. GStreamer leaves
# that to the receiver, which RTP tells nothing of it; here timestamps are moved by it, so that they tell the truth.
ENCODER_DELAY_SAMPLES = {"opus": 312, "aac": 1024, "pcma": 0, "pcmu": 0, "g722": 0, "l16": 0}


class CameraClock:
    """The camera's own time: UTC, run fast or slow by `drift_ppm` from the start on. What it shows to the outside (sender
    reports) is off by `ntp_offset_s` besides."""

    def __init__(self, drift_ppm, ntp_offset_s):
        self.start_ns = time.time_ns()
        self.ppm = drift_ppm
        external = self.start_ns + (NTP_EPOCH_S + ntp_offset_s) * 1_000_000_000
        self.offset_ns = external - self.start_ns
        self.gst = Gst.SystemClock()
        self.gst.set_property("clock-type", Gst.ClockType.REALTIME)
        self.gst.set_calibration(self.start_ns, external, 1_000_000 + drift_ppm, 1_000_000)

    def now_ns(self):
        elapsed = time.time_ns() - self.start_ns
        return self.start_ns + elapsed + elapsed * self.ppm // 1_000_000

    def true_ns(self, camera_ns):
        return self.start_ns + (camera_ns - self.start_ns) * 1_000_000 // (1_000_000 + self.ppm)

    def sleep_until(self, camera_ns):
        left = (self.true_ns(camera_ns) - time.time_ns()) / 1e9
        if left > 0:
            time.sleep(left)

    def gst_ns(self, camera_ns):
        return camera_ns + self.offset_ns


def video_branch(options):
    bitrate = options.bitrate
    if options.codec == "h264":
        shape = "bframes=2 b-adapt=false rc-lookahead=4" if options.b_frames else "bframes=0 tune=zerolatency"
        encoder = (
            f"x264enc {shape} speed-preset={options.preset} threads=1 sliced-threads=false key-int-max={options.fps} "
            f"bitrate={bitrate} vbv-buf-capacity=500 aud=false ! video/x-h264,profile={'main' if options.b_frames else 'constrained-baseline'} "
            "! rtph264pay name=pay0 pt=96 config-interval=-1 aggregate-mode=zero-latency"
        )
    elif options.codec == "hevc":
        encoder = (
            f"x265enc speed-preset=ultrafast tune=zerolatency key-int-max={options.fps} bitrate={bitrate} "
            "option-string=pools=1:frame-threads=1 ! rtph265pay name=pay0 pt=96 config-interval=-1"
        )
    else:
        encoder = "jpegenc quality=60 ! rtpjpegpay name=pay0 pt=26"
    return f"appsrc name=video is-live=true format=time max-bytes=0 ! {encoder}"


def audio_branch(options, index):
    pay = f"name=pay{index} pt=97"
    encoder = {
        "opus": f"opusenc audio-type=generic frame-size={options.opus_ms} bitrate=64000 ! rtpopuspay {pay}",
        "aac": f"avenc_aac bitrate=96000 ! rtpmp4gpay {pay}",
        "pcma": f"audioresample ! audio/x-raw,rate=8000 ! alawenc ! rtppcmapay name=pay{index} pt=8 min-ptime=20000000",
        "l16": f"audio/x-raw,format=S16BE ! rtpL16pay {pay}",
        "g722": f"audioresample ! audio/x-raw,rate=16000 ! avenc_g722 ! rtpg722pay name=pay{index} pt=9",
        "pcmu": f"audioresample ! audio/x-raw,rate=8000 ! mulawenc ! rtppcmupay name=pay{index} pt=0 min-ptime=20000000",
    }[options.audio]
    caps = f"audio/x-raw,format=S16LE,rate={RATE_HZ},channels=1,layout=interleaved"
    return f"appsrc name=audio is-live=true format=time max-bytes=0 caps={caps} ! audioconvert ! {encoder}"


class Shooting(threading.Thread):
    """Feeds one media (all viewers share it) from the moment it is prepared until it is torn down."""

    def __init__(self, options, clock, sound, media):
        super().__init__(daemon=True)
        self.options, self.clock, self.sound = options, clock, sound
        element = media.get_element()
        self.video, self.audio = element.get_by_name("video"), element.get_by_name("audio")
        self.over = threading.Event()
        self.played_ns = None
        media.connect("unprepared", lambda _media: self.over.set())

    def played(self):
        if self.played_ns is None:
            self.played_ns = self.clock.now_ns()

    def since_played(self, at_ns, seconds):
        return seconds is not None and self.played_ns is not None and at_ns >= self.played_ns + seconds * 1e9

    def run(self):
        source = self.video or self.audio
        while source.get_base_time() == 0 and not self.over.is_set():
            time.sleep(0.002)
        base_ns = source.get_base_time()
        options, clock = self.options, self.clock
        interval_ns = 1_000_000_000 // options.fps
        delay_ns = ENCODER_DELAY_SAMPLES.get(options.audio, 0) * 1_000_000_000 // RATE_HZ
        first_ns = clock.now_ns() // 1_000_000_000 * 1_000_000_000
        frame = (clock.now_ns() - first_ns) // interval_ns + 1
        block_ns = clock.now_ns() // (BLOCK_MS * MS) * (BLOCK_MS * MS) + BLOCK_MS * MS
        painted, picture, size = None, None, None

        while not self.over.is_set():
            frame_ns = first_ns + frame * interval_ns
            block_end_ns = block_ns + BLOCK_MS * MS
            if self.video and (not self.audio or frame_ns <= block_end_ns):
                frozen = self.since_played(frame_ns, options.freeze_after) and picture is not None
                if not frozen:
                    wanted = options.small if self.since_played(frame_ns, options.resize_after) else options.size
                    if size != wanted:
                        size, painted = wanted, Painter(*wanted, options.flash_beep)
                        caps = f"video/x-raw,format=I420,width={size[0]},height={size[1]},framerate={options.fps}/1"
                        self.video.set_property("caps", Gst.Caps.from_string(caps))
                    true_ms = (clock.true_ns(frame_ns) + MS // 2) // MS
                    picture = painted.paint(true_ms, frame_ns // MS % 2000 < interval_ns // MS)
                clock.sleep_until(frame_ns)
                if not self.since_played(frame_ns, options.silent_after):
                    self.push(self.video, picture, clock.gst_ns(frame_ns) - base_ns, interval_ns)
                frame += 1
                # A machine too busy for the frame rate loses frames, as cameras do, and does not fall behind.
                if clock.now_ns() > first_ns + (frame + 3) * interval_ns:
                    left_out = frame
                    frame = (clock.now_ns() - first_ns) // interval_ns + 1
                    self.tell_left_out(first_ns + left_out * interval_ns, first_ns + (frame - 1) * interval_ns, frame - left_out)
            else:
                # A microphone's block is there when its last sample is.
                clock.sleep_until(block_end_ns)
                if not self.since_played(block_ns, options.silent_after):
                    data = self.sound.block(block_ns // MS)
                    self.push(self.audio, data, clock.gst_ns(block_ns) - base_ns - delay_ns, BLOCK_MS * MS)
                block_ns = block_end_ns

    def tell_left_out(self, from_ns, to_ns, pictures):
        from_ms, to_ms = ((self.clock.true_ns(ns) + MS // 2) // MS for ns in (from_ns, to_ns))
        print(json.dumps({"leftOut": {"fromMs": from_ms, "toMs": to_ms, "pictures": pictures}}), flush=True)

    @staticmethod
    def push(source, data, pts, duration):
        if pts < 0:
            return
        buffer = Gst.Buffer.new_wrapped(data)
        buffer.pts, buffer.duration = pts, duration
        source.emit("push-buffer", buffer)


class Factory(GstRtspServer.RTSPMediaFactory):
    def __init__(self, options):
        super().__init__()
        branches = [] if options.no_video else [video_branch(options)]
        if options.audio != "none":
            branches.append(audio_branch(options, len(branches)))
        self.options = options
        self.camera_clock = CameraClock(options.drift_ppm, options.ntp_offset)
        self.sound = Beep() if options.flash_beep else Recording(options.speech) if options.speech else Silence()
        self.shooting = None
        self.set_launch(f"( {' '.join(branches)} )")
        self.set_shared(True)
        self.set_clock(self.camera_clock.gst)
        lower = GstRtsp.RTSPLowerTrans
        self.set_protocols({"tcp": lower.TCP, "udp": lower.UDP, "both": lower.TCP | lower.UDP}[options.transport])
        self.connect("media-configure", self.configured)

    def configured(self, _factory, media):
        pipeline = media.get_element().get_parent()
        pipeline.connect("deep-element-added", self.added)
        # Else everything waits for the slowest encoder, picture for sound; a camera sends what it has.
        pipeline.set_latency(0)
        self.shooting = Shooting(self.options, self.camera_clock, self.sound, media)
        self.shooting.start()

    @staticmethod
    def added(_pipeline, _bin, element):
        # Sender reports tell the pipeline's own clock, which CameraClock has made NTP time.
        if element.get_factory() and element.get_factory().get_name() == "rtpbin":
            element.set_property("ntp-time-source", "clock-time")
            # Else they tell when a packet was sent, which puts each track off by its encoder's latency.
            element.set_property("rtcp-sync-send-time", False)

    def played(self):
        if self.shooting:
            self.shooting.played()


def make_auth(options):
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    if options.auth == "basic":
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(options.user, options.password), token)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(options.user, options.password, token)
    return auth


def parse_size(text):
    width, height = (int(part) for part in text.split("x"))
    if width % 16 or height % 2:
        raise argparse.ArgumentTypeError("a size like 1280x720, width a multiple of 16")
    return (width, height)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--codec", choices=["h264", "hevc", "mjpeg"], default="h264")
    parser.add_argument("--b-frames", action="store_true", help="H.264 with two B-frames")
    parser.add_argument("--size", type=parse_size, default=(1280, 720))
    parser.add_argument("--fps", type=int, default=25)
    parser.add_argument("--bitrate", type=int, default=2000, help="kbit/s")
    parser.add_argument("--preset", default="ultrafast", help="x264's preset")
    parser.add_argument("--no-video", action="store_true")
    parser.add_argument("--audio", choices=["opus", "aac", "pcma", "pcmu", "g722", "l16", "none"], default="opus")
    parser.add_argument("--opus-ms", type=int, choices=[10, 20], default=20)
    parser.add_argument("--flash-beep", action="store_true", help="a flash and a beep at each even second")
    parser.add_argument("--speech", metavar="FILE", help="a sound file, looped")
    parser.add_argument("--user", default="camera")
    # By a file or a pipe, never by an argument, would a real secret come; this one guards a test picture.
    parser.add_argument("--password", default="")
    parser.add_argument("--auth", choices=["basic", "digest"], help="demand --user and --password")
    parser.add_argument("--transport", choices=["tcp", "udp", "both"], default="both", help="the other is refused (461)")
    parser.add_argument("--silent-after", type=float, metavar="S", help="S seconds after the first PLAY nothing is sent")
    parser.add_argument("--freeze-after", type=float, metavar="S", help="then the same frame again and again")
    parser.add_argument("--resize-after", type=float, metavar="S", help="then pictures of --small")
    parser.add_argument("--small", type=parse_size, default=(960, 540))
    parser.add_argument("--drift-ppm", type=int, default=0, help="how much the camera's clock runs fast")
    parser.add_argument("--ntp-offset", type=int, default=0, metavar="S", help="how far the camera's clock is ahead")
    options = parser.parse_args()
    if options.no_video and options.audio == "none":
        parser.error("neither picture nor sound")
    return options


def main():
    options = parse_options()
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address(options.address)
    server.set_service(str(options.port))
    factory = Factory(options)
    if options.auth:
        server.set_auth(make_auth(options))
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role("viewer", "media.factory.access", True)
        permissions.add_permission_for_role("viewer", "media.factory.construct", True)
        factory.set_permissions(permissions)
    server.get_mount_points().add_factory("/court", factory)

    def connected(_server, client):
        client.connect("play-request", lambda _client, _context: factory.played())

    server.connect("client-connected", connected)
    if server.attach(None) == 0:
        sys.exit(f"cannot listen on {options.address}:{options.port}")
    url = f"rtsp://{options.address}:{server.get_bound_port()}/court"
    print(json.dumps({"url": url, "clockStartMs": factory.camera_clock.start_ns / 1e6}), flush=True)
    loop = GLib.MainLoop()
    for number in (signal.SIGINT, signal.SIGTERM):
        GLib.unix_signal_add(GLib.PRIORITY_HIGH, number, loop.quit)
    # Sessions of clients that vanished without a word.
    GLib.timeout_add_seconds(2, lambda: bool(server.get_session_pool().cleanup()) or True)
    loop.run()


if __name__ == "__main__":
    main()
