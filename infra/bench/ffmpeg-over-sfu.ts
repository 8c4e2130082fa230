import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startFfmpeg } from '@press-gallery/recorder/ffmpeg'
import type { types } from 'mediasoup'
import { pino } from 'pino'
import type { SfuLeg } from './sfu-leg.ts'
import type { Wait } from './watching.ts'

/** What ffmpeg takes its timestamps from: RTCP sender reports, or the wall clock at which packets arrive. */
export type Timing = 'sender reports' | 'arrival'

export interface FfmpegRecorder {
  pid: number
  playlist: string
  /** What ffmpeg has said against timestamps until now. */
  readonly complaints: number
  stop(): Promise<void>
}

const loopback = '127.0.0.1'
const boundWithinMs = 10_000
const complaint = /non.monoton|backward in time|out of order|unset/i

/**
 * The usual way to record a mediasoup room: two plain consumers, an SDP and ffmpeg, which writes CMAF segments of 2 s and
 * a playlist. With all that helps it: a large socket buffer, a queue that puts packets in order, a short look at the streams,
 * media only once its sockets are open, from a key frame on (mediasoup waits for one), sound that is pulled to its timestamps.
 */
export async function startFfmpegOverSfu(
  leg: SfuLeg,
  { timing, directory, wait }: { timing: Timing; directory: string; wait: Wait },
): Promise<FfmpegRecorder> {
  await mkdir(directory, { recursive: true })
  const ports = { video: await portPair(), audio: await portPair() }
  const consumers = {
    video: await leg.consume('video', ports.video),
    audio: await leg.consume('audio', ports.audio),
  }
  const sdp = join(directory, 'feed.sdp')
  await writeFile(sdp, sdpOf(consumers, ports))
  const playlist = join(directory, 'index.m3u8')
  let complaints = 0
  const ffmpeg = await startFfmpeg({
    inputs: [{ source: sdp, options: inputOptions(timing) }],
    output: { to: playlist, options: outputOptions(directory) },
    onLogLine: (line) => {
      if (complaint.test(line)) complaints++
    },
    log: pino({ level: 'silent' }),
  })
  try {
    await untilBound([ports.video, ports.audio], wait)
    await Promise.all([consumers.video.resume(), consumers.audio.resume()])
  } catch (error) {
    await ffmpeg.stop()
    throw error
  }
  return {
    pid: ffmpeg.pid,
    playlist,
    get complaints() {
      return complaints
    },
    stop: () => ffmpeg.stop(5000),
  }
}

function inputOptions(timing: Timing): string[] {
  const pairs: [string, string][] = [
    ['-protocol_whitelist', 'file,udp,rtp'],
    ['-f', 'sdp'],
    ['-buffer_size', '4194304'],
    ['-reorder_queue_size', '500'],
    ['-max_delay', '500000'],
    ['-analyzeduration', '1000000'],
    ['-fpsprobesize', '0'],
    ['-c:a', 'libopus'],
  ]
  if (timing === 'arrival') pairs.push(['-use_wallclock_as_timestamps', '1'])
  return pairs.flat()
}

function outputOptions(directory: string): string[] {
  const pairs: [string, string][] = [
    ['-map', '0:v'],
    ['-map', '0:a'],
    ['-c:v', 'copy'],
    // As in our own recorder.
    ['-af', 'aresample=async=1000:min_hard_comp=0.02'],
    ['-c:a', 'aac'],
    ['-b:a', '128k'],
    ['-ar', '48000'],
    ['-ac', '2'],
    ['-f', 'hls'],
    ['-hls_time', '2'],
    ['-hls_list_size', '0'],
    ['-hls_segment_type', 'fmp4'],
    ['-hls_flags', 'program_date_time'],
    ['-hls_segment_filename', join(directory, '%d.m4s')],
  ]
  return pairs.flat()
}

interface PortPair {
  rtpPort: number
  rtcpPort: number
}

function sdpOf(
  consumers: Record<'video' | 'audio', types.Consumer>,
  ports: Record<'video' | 'audio', PortPair>,
): string {
  const media = (kind: 'video' | 'audio'): string[] => {
    const [codec] = consumers[kind].rtpParameters.codecs
    const { rtpPort, rtcpPort } = ports[kind]
    if (codec === undefined) throw new Error(`the SFU offers no ${kind}`)
    const encoding = kind === 'video' ? 'H264/90000' : 'opus/48000/2'
    return [
      `m=${kind} ${rtpPort} RTP/AVP ${codec.payloadType}`,
      `a=rtcp:${rtcpPort}`,
      `a=rtpmap:${codec.payloadType} ${encoding}`,
      ...(kind === 'video' ? [`a=fmtp:${codec.payloadType} packetization-mode=1`] : []),
      'a=recvonly',
    ]
  }
  const session = ['v=0', `o=- 0 0 IN IP4 ${loopback}`, 's=-', `c=IN IP4 ${loopback}`, 't=0 0']
  return [...session, ...media('video'), ...media('audio'), ''].join('\r\n')
}

/** Two ports of the loopback side by side that were free just now, the first even (RFC 3550, 11). */
async function portPair(): Promise<PortPair> {
  for (;;) {
    const first = await bound(0)
    const { port } = first.address()
    const second = port % 2 === 0 ? await bound(port + 1).catch(() => null) : null
    await closed(first)
    if (second === null) continue
    await closed(second)
    return { rtpPort: port, rtcpPort: port + 1 }
  }
}

async function bound(port: number): Promise<Socket> {
  const socket = createSocket('udp4')
  socket.bind(port, loopback)
  await once(socket, 'listening')
  return socket
}

async function closed(socket: Socket): Promise<void> {
  const over = once(socket, 'close')
  socket.close()
  await over
}

/** ffmpeg does not say when it listens; the kernel does. */
async function untilBound(pairs: readonly PortPair[], wait: Wait): Promise<void> {
  const wanted = pairs.flatMap(({ rtpPort, rtcpPort }) => [rtpPort, rtcpPort])
  const deadline = Date.now() + boundWithinMs
  for (;;) {
    const tables = await Promise.all(
      ['/proc/net/udp', '/proc/net/udp6'].map((path) => readFile(path, 'utf8')),
    )
    const open = new Set(
      tables.flatMap((table) =>
        [...table.matchAll(/^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) /gm)].map((match) =>
          Number.parseInt(match[1] ?? '', 16),
        ),
      ),
    )
    if (wanted.every((port) => open.has(port))) return
    if (Date.now() > deadline) throw new Error('ffmpeg does not listen')
    await wait(20)
  }
}
