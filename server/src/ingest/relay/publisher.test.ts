import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { MediaClock } from '../../protocol/signalling.ts'
import { publisherRtp } from '../../sfu/publisher-rtp.ts'
import type { TrackKind } from '../feed.ts'
import { parseRtcp } from '../rtp/rtcp.ts'
import { looksLikeRtcp, parseRtpHeader, writeRtpHeader } from '../rtp/rtp-header.ts'
import { sequenceDistance, timestampDistance, wrap32 } from '../rtp/wrapping.ts'
import { Publisher } from './publisher.ts'

const startMs = 1_795_544_000_000
/** Fake timers are slow: they go on in steps. */
const timerStepMs = 10

interface Sent {
  kind: TrackKind
  sequence: number
  timestamp: number
  atMs: number
}

interface Device {
  ssrc: number
  videoBase: number
  audioBase: number
  /** The device's clock less UTC. */
  clockMs: number
  ppm: number
  reports: boolean
  /** How much later than capture each kind comes. */
  delayMs: Record<TrackKind, number>
}

const camera: Device = {
  ssrc: 77,
  videoBase: 0xfffff000,
  audioBase: 0xffffff00,
  clockMs: -400_000_000,
  ppm: 0,
  reports: true,
  delayMs: { video: 60, audio: 20 },
}

/** A publisher with a simulated camera before it: video at 25 frames/s in two packets, sound of 20 ms. */
function bench() {
  let nowMs = startMs
  const sent: Sent[] = []
  const reports: { kind: TrackKind; rtpTimestamp: number; utcMs: number }[] = []
  const publisher = new Publisher({
    rtp: publisherRtp,
    clock: { nowMs: () => nowMs },
    firstSequence: 65_500,
    send: (packet) => {
      if (looksLikeRtcp(packet)) {
        const [item] = parseRtcp(packet)
        if (item?.type !== 'sender_report') throw new Error('no report')
        const kind = item.ssrc === publisherRtp.video.ssrc ? 'video' : 'audio'
        reports.push({ kind, rtpTimestamp: item.rtpTimestamp, utcMs: item.sourceMs })
        return
      }
      const header = parseRtpHeader(packet)
      if (!header) throw new Error('no RTP')
      const kind = header.ssrc === publisherRtp.video.ssrc ? 'video' : 'audio'
      expect(header.payloadType).toBe(publisherRtp[kind].payloadType)
      sent.push({ kind, sequence: header.sequence, timestamp: header.timestamp, atMs: nowMs })
    },
  })
  const deviceTicks = (device: Device, kind: TrackKind, captureMs: number): number => {
    const sinceMs = (captureMs - startMs) * (1 + device.ppm / 1e6)
    const base = kind === 'video' ? device.videoBase : device.audioBase
    return wrap32(Math.round(base + sinceMs * (kind === 'video' ? 90 : 48)))
  }
  const sequences = new Map<string, number>()
  const packet = (device: Device, kind: TrackKind, captureMs: number, marker: boolean): Buffer => {
    const key = `${device.ssrc}${kind}`
    const sequence = sequences.get(key) ?? 65_000
    sequences.set(key, sequence + 1)
    const out = Buffer.alloc(40, 1)
    writeRtpHeader(out, {
      payloadType: 96,
      marker,
      sequence: sequence & 0xffff,
      timestamp: deviceTicks(device, kind, captureMs),
      ssrc: device.ssrc + (kind === 'video' ? 0 : 1),
    })
    return out
  }
  /** Lets the device send for a while; time goes on by itself. */
  const run = (device: Device, forMs: number): void => {
    const endMs = nowMs + forMs
    for (; nowMs < endMs; nowMs++) {
      if (nowMs % timerStepMs === 0) vi.advanceTimersByTime(timerStepMs)
      const videoMs = nowMs - device.delayMs.video
      const audioMs = nowMs - device.delayMs.audio
      if (videoMs % 40 === 0) {
        publisher.onRtp('video', packet(device, 'video', videoMs, false), nowMs)
        publisher.onRtp('video', packet(device, 'video', videoMs, true), nowMs)
      }
      if (audioMs % 20 === 0) publisher.onRtp('audio', packet(device, 'audio', audioMs, true), nowMs)
      const report = (kind: TrackKind): void => {
        const sourceMs = startMs + (nowMs - startMs) * (1 + device.ppm / 1e6) + device.clockMs
        publisher.onClock(kind, {
          rtpTimestamp: deviceTicks(device, kind, nowMs),
          sourceMs,
          basis: 'sender_report',
        })
      }
      if (device.reports && nowMs % 2000 === 700) report('video')
      if (device.reports && nowMs % 2000 === 1100) report('audio')
    }
  }
  const wait = (forMs: number): void => {
    vi.advanceTimersByTime(forMs)
    nowMs += forMs
  }
  /** How much later than their capture the latest reports put a track's packets, and the tracks apart. */
  const utcErrorMs = (kind: TrackKind): number => {
    const last = sent.findLast((one) => one.kind === kind)
    const report = reports.findLast((one) => one.kind === kind)
    if (!last || !report) throw new Error('nothing was sent')
    const captureMs = last.atMs - camera.delayMs[kind]
    const rate = kind === 'video' ? 90 : 48
    return report.utcMs + timestampDistance(report.rtpTimestamp, last.timestamp) / rate - captureMs
  }
  const skewMs = (): number => utcErrorMs('video') - utcErrorMs('audio')
  return { publisher, sent, reports, run, wait, skewMs, utcErrorMs, nowMs: () => nowMs }
}

function expectUnbroken(sent: readonly Sent[]): void {
  for (const kind of ['video', 'audio'] as const) {
    const mine = sent.filter((one) => one.kind === kind)
    expect(mine.length).toBeGreaterThan(0)
    for (const [i, one] of mine.entries()) {
      const before = mine[i - 1]
      if (!before) continue
      expect(sequenceDistance(before.sequence, one.sequence)).toBe(1)
      expect(timestampDistance(before.timestamp, one.timestamp)).toBeGreaterThanOrEqual(0)
    }
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the steady publisher', () => {
  test('across the wrap of sequence numbers and timestamps', () => {
    const { publisher, sent, run } = bench()
    publisher.beginRun(false)
    run(camera, 10_000)
    publisher.endRun()
    expectUnbroken(sent)
    const videos = sent.filter(({ kind }) => kind === 'video')
    expect(timestampDistance(videos[100]?.timestamp ?? 0, videos[200]?.timestamp ?? 0)).toBe(50 * 3600)
  })

  test('reports put sound and picture where the camera says, its clock wrong by days', () => {
    const { publisher, reports, run, skewMs } = bench()
    publisher.beginRun(false)
    run(camera, 6000)
    expect(Math.abs(skewMs())).toBeLessThan(1)
    publisher.endRun()
    const first = reports.filter(({ kind, utcMs }) => kind === 'audio' && utcMs < startMs + 2500)
    expect(first.length).toBeGreaterThanOrEqual(7)
  })

  test('UTC is true to the smallest delay', () => {
    const { publisher, run, utcErrorMs } = bench()
    publisher.beginRun(false)
    run(camera, 8000)
    publisher.endRun()
    expect(utcErrorMs('video')).toBeGreaterThanOrEqual(0)
    expect(utcErrorMs('video')).toBeLessThan(camera.delayMs.audio + 20)
  })

  test('a camera whose crystal is 500 ppm fast: UTC is followed, sound and picture stay together', () => {
    const { publisher, sent, run, skewMs, utcErrorMs } = bench()
    const fast = { ...camera, ppm: 500 }
    publisher.beginRun(false)
    run(fast, 10_000)
    const errorMs = utcErrorMs('audio')
    // Unfollowed, this would be 20 ms more.
    run(fast, 40_000)
    expect(Math.abs(utcErrorMs('audio') - errorMs)).toBeLessThan(6)
    expect(Math.abs(skewMs())).toBeLessThan(2)
    publisher.endRun()
    expectUnbroken(sent)
  })

  test('a camera whose clock is set while it sends', () => {
    const { publisher, run, skewMs, sent } = bench()
    publisher.beginRun(false)
    run(camera, 6000)
    run({ ...camera, clockMs: 12_345 }, 6000)
    expect(Math.abs(skewMs())).toBeLessThan(2)
    publisher.endRun()
    expectUnbroken(sent)
  })

  test('one absurd report moves nothing', () => {
    const { publisher, run, skewMs } = bench()
    publisher.beginRun(false)
    run(camera, 6000)
    publisher.onClock('audio', { rtpTimestamp: 1, sourceMs: -1e12, basis: 'sender_report' })
    run(camera, 4000)
    expect(Math.abs(skewMs())).toBeLessThan(2)
    publisher.endRun()
  })
})

describe('a restart', () => {
  test.each([
    ['of the same camera', { ...camera, ssrc: 99, videoBase: 5, audioBase: 1e9 }, true],
    ['as another device without reports', { ...camera, ssrc: 99, reports: false, clockMs: 0 }, false],
  ])('%s: numbers go on, and one offset holds for both tracks', (_name, next, same) => {
    const { publisher, sent, run, wait, nowMs } = bench()
    publisher.beginRun(false)
    run(camera, 6000)
    publisher.endRun()
    const endedMs = nowMs()
    wait(700)
    publisher.beginRun(same)
    run(next, 6000)
    publisher.endRun()
    expectUnbroken(sent)

    // Ticks since capture: how far each track's line has moved against UTC over the seam.
    const movedMs = (['video', 'audio'] as const).map((kind) => {
      const rate = kind === 'video' ? 90 : 48
      const mine = sent.filter((one) => one.kind === kind)
      const before = mine.findLast(({ atMs }) => atMs < endedMs)
      const after = mine.at(-1)
      if (!before || !after) throw new Error('nothing was sent')
      return timestampDistance(before.timestamp, after.timestamp) / rate - (after.atMs - before.atMs)
    })
    const [videoMs = 99, audioMs = 99] = movedMs
    expect(Math.abs(videoMs)).toBeLessThan(same ? 12 : 60)
    expect(Math.abs(videoMs - audioMs)).toBeLessThan(same ? 2 : 60)
  })

  test('the line of the reports goes on where the drift of the crystal had brought it', () => {
    const { publisher, reports, run, wait } = bench()
    publisher.beginRun(false)
    run({ ...camera, ppm: 3000 }, 15_000)
    publisher.endRun()
    const seam = reports.length
    wait(600)
    publisher.beginRun(true)
    run({ ...camera, ssrc: 99, audioBase: 5, videoBase: 6 }, 2000)
    publisher.endRun()
    const movedMs = (['video', 'audio'] as const).map((kind) => {
      const before = reports.slice(0, seam).findLast((report) => report.kind === kind)
      const after = reports.slice(seam).find((report) => report.kind === kind)
      if (!before || !after) throw new Error('no report')
      const ticks = timestampDistance(before.rtpTimestamp, after.rtpTimestamp)
      return ticks / (kind === 'video' ? 90 : 48) - (after.utcMs - before.utcMs)
    })
    // 3000 ppm have moved it by about 45 ms; the seam itself, a second and a half long at most, by 5.
    expect(Math.max(...movedMs.map(Math.abs))).toBeLessThan(10)
  })

  test('of one track within a run: it goes on at its place', () => {
    const { publisher, sent, run, skewMs } = bench()
    publisher.beginRun(false)
    run(camera, 5000)
    publisher.onTrackRestart('audio')
    run({ ...camera, audioBase: 4711 }, 5000)
    publisher.endRun()
    expectUnbroken(sent)
    expect(Math.abs(skewMs())).toBeLessThan(2)
    const sounds = sent.filter(({ kind }) => kind === 'audio')
    expect(Math.max(...sounds.slice(1).map((one, i) => one.atMs - (sounds[i]?.atMs ?? 0)))).toBeLessThan(100)
  })

  test('players are told which timestamps belong together, late comers at once', () => {
    const { publisher, run, sent } = bench()
    const clocks: MediaClock[] = []
    publisher.onMediaClock((clock) => clocks.push(clock))
    expect(clocks).toEqual([])
    publisher.beginRun(false)
    run(camera, 6000)
    const late: MediaClock[] = []
    publisher.onMediaClock((clock) => late.push(clock))
    publisher.endRun()
    expect(late).toEqual(clocks.slice(-1))
    const clock = late[0] ?? { video: 0, audio: 0 }
    // When the instant of the clock would have been sent, by the last packet of each kind; the camera's own delays are known.
    const sentMs = (kind: TrackKind, rateKHz: number): number => {
      const last = sent.findLast((one) => one.kind === kind)
      if (!last) throw new Error(`no ${kind}`)
      return last.atMs - timestampDistance(clock[kind], last.timestamp) / rateKHz - camera.delayMs[kind]
    }
    expect(Math.abs(sentMs('video', 90) - sentMs('audio', 48))).toBeLessThan(2)
  })

  test.each([
    { video: 10, audio: 45 },
    { video: 45, audio: 10 },
  ])(
    'the recorder never hears of sound and picture apart, whichever comes later: $video ms, $audio ms',
    (delayMs) => {
      const { publisher, run, sent } = bench()
      const first = new Map<TrackKind, { ticks: number; utcMs: number }>()
      publisher.tap({
        rtp: () => undefined,
        clock: (kind, ticks, utcMs) => void (first.has(kind) || first.set(kind, { ticks, utcMs })),
      })
      publisher.beginRun(false)
      for (const kind of ['video', 'audio'] as const) {
        const rtpTimestamp = kind === 'video' ? camera.videoBase : camera.audioBase
        publisher.onClock(kind, { rtpTimestamp, sourceMs: 0, basis: 'play_response' })
      }
      run({ ...camera, delayMs }, 6000)
      publisher.endRun()
      /** As one who keeps to the first that is told dates a packet, less its capture. */
      const errorMs = ({ kind, timestamp, atMs }: Sent): number => {
        const told = first.get(kind)
        if (!told) throw new Error('no clock')
        const sinceMs = timestampDistance(told.ticks, timestamp) / (kind === 'video' ? 90 : 48)
        return told.utcMs + sinceMs - (atMs - delayMs[kind])
      }
      // What was held for the start comes in a burst.
      for (const one of sent.filter(({ atMs }) => atMs > startMs + 600)) {
        expect(errorMs(one)).toBeGreaterThan(-2)
        expect(errorMs(one)).toBeLessThan(Math.min(delayMs.video, delayMs.audio) + 8)
      }
    },
  )

  test('the recorder hears of the clock before the first packet of each run', () => {
    const { publisher, run, wait } = bench()
    const heard: string[] = []
    publisher.tap({
      rtp: (kind) => heard.push(`${kind} rtp`),
      clock: (kind) => heard.push(`${kind} clock`),
    })
    for (const ssrc of [1, 50]) {
      heard.length = 0
      publisher.beginRun(true)
      run({ ...camera, ssrc }, 1500)
      publisher.endRun()
      wait(500)
      for (const kind of ['video', 'audio']) {
        expect(heard.indexOf(`${kind} clock`)).toBeLessThan(heard.indexOf(`${kind} rtp`))
        expect(heard).toContain(`${kind} rtp`)
      }
    }
  })
})

describe('rubbish', () => {
  test('a packet whose timestamp leaps is left out, a new line is followed without a seam', () => {
    const { publisher, sent, run } = bench()
    publisher.beginRun(false)
    run(camera, 3000)
    const stray = Buffer.alloc(40)
    writeRtpHeader(stray, {
      payloadType: 96,
      marker: true,
      sequence: 3,
      timestamp: 0x7fffffff,
      ssrc: camera.ssrc,
    })
    const count = sent.length
    publisher.onRtp('video', stray, startMs + 3000)
    expect(sent.length).toBe(count)
    run({ ...camera, videoBase: 123_456_789 }, 3000)
    publisher.endRun()
    const videos = sent.filter(({ kind }) => kind === 'video')
    const steps = videos.slice(1).map((one, i) => timestampDistance(videos[i]?.timestamp ?? 0, one.timestamp))
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0)
  })

  test('what is no RTP goes nowhere', () => {
    const { publisher, sent, run } = bench()
    publisher.beginRun(false)
    run(camera, 1000)
    const count = sent.length
    for (const bytes of ['', '80', 'ffffffffffffffffffffffff', '8060000100000001000000']) {
      publisher.onRtp('video', Buffer.from(bytes, 'hex'), startMs)
    }
    publisher.endRun()
    expect(sent.length).toBe(count)
  })
})
