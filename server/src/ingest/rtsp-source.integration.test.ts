import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test, type TestContext } from 'vitest'
import { startCamera, type Camera, type CameraOptions } from '../../../infra/camera/start-camera.ts'
import { startFeed, type FeedParts, type FeedUnderTest, type Published } from './testing/feed-under-test.ts'
import type { RtspSettings } from './source.ts'
import { readableAudio, transcodeAudio } from './transcode-audio.ts'
import { transcodeVideo } from './transcode-video.ts'

const small: CameraOptions = { size: { widthPx: 320, heightPx: 180 }, bitrateKbps: 400 }

/** What one test starts ends with it: others run beside it, since most of their time is waiting for a camera. */
function own({ onTestFinished }: TestContext): {
  camera: (options?: CameraOptions) => Promise<Camera>
  feedOf: (url: string, settings?: Partial<RtspSettings>, parts?: FeedParts) => Promise<FeedUnderTest>
} {
  return {
    async camera(options = {}) {
      const started = await startCamera({ ...small, ...options })
      onTestFinished(() => started.kill())
      return started
    },
    async feedOf(url, settings = {}, parts = {}) {
      const started = await startFeed({ kind: 'rtsp', url, transport: 'auto', ...settings }, parts)
      onTestFinished(() => started.stop())
      return started
    },
  }
}

/** Process ids of this process's own children. */
function childrenNamed(name: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        const stat = readFileSync(`/proc/${entry}/stat`, 'latin1')
        const [, comm, parent] = /\((.*)\) \S (\d+)/.exec(stat) ?? []
        return comm === name && Number(parent) === process.pid ? [Number(entry)] : []
      } catch {
        return []
      }
    })
}

/** How far the two tracks lie apart in arrival against their reports; both are captured and sent at once here. */
function lipSyncMs(under: FeedUnderTest): number {
  const behindMs = (kind: 'video' | 'audio'): number => {
    const latest = under.published.filter((one: Published) => one.kind === kind).slice(-30)
    return Math.min(...latest.map((one) => one.atMs - under.utcOf(one)))
  }
  return behindMs('video') - behindMs('audio')
}

describe.concurrent('an RTSP camera of GStreamer', () => {
  test('over TCP: picture and sound go on without a break, with reports that agree', async (context) => {
    const { camera, feedOf } = own(context)
    const under = await feedOf((await camera()).url)
    const status = await under.becomes('live', null)
    expect(status.video).toEqual({ sourceCodec: 'h264', mode: 'forwarded' })
    expect(status.audio).toEqual({ sourceCodec: 'opus', mode: 'forwarded' })
    await under.flows(100)
    expect(under.breaks).toEqual([])
    expect(under.published.every(({ packet }) => packet.length <= 1400)).toBe(true)
    expect(under.reports.filter(({ kind }) => kind === 'audio').length).toBeGreaterThanOrEqual(3)
    expect(Math.abs(lipSyncMs(under))).toBeLessThan(100)
  })

  test('over UDP where TCP is refused', async (context) => {
    const { camera, feedOf } = own(context)
    const under = await feedOf((await camera({ transport: 'udp' })).url)
    await under.becomes('live', null)
    await under.flows(50)
    expect(under.breaks).toEqual([])
  })

  test('over UDP when told so', async (context) => {
    const { camera, feedOf } = own(context)
    const under = await feedOf((await camera()).url, { transport: 'udp' })
    await under.flows(50)
    expect(under.breaks).toEqual([])
  })

  test.for(['basic', 'digest'] as const)(
    '%s: the right login, and a wrong one says so',
    async (scheme, context) => {
      const { camera, feedOf } = own(context)
      const { url } = await camera({ auth: { scheme, user: 'court', password: 'se:cret' } })
      const right = await feedOf(url, { credentials: { username: 'court', password: 'se:cret' } })
      await right.flows(10)
      const wrong = await feedOf(url, { credentials: { username: 'court', password: 'guess' } })
      await wrong.becomes('failed', 'wrong_password')
      expect(wrong.feed.status.nextTryMs).not.toBeNull()
      const none = await feedOf(url)
      await none.becomes('failed', 'wrong_password')
    },
  )

  test('a wrong path says so', async (context) => {
    const { camera, feedOf } = own(context)
    const { url } = await camera()
    const under = await feedOf(`${url}-nowhere`)
    const status = await under.becomes('failed', 'wrong_path')
    expect(status.nextTryMs).not.toBeNull()
  })

  test('nobody there', async (context) => {
    const { camera, feedOf } = own(context)
    const gone = await camera()
    await gone.kill()
    const under = await feedOf(gone.url)
    const status = await under.becomes('reconnecting', 'unreachable')
    expect(status.fault).toBe('unreachable')
  })

  test('picture alone, and sound alone', async (context) => {
    const { camera, feedOf } = own(context)
    const mute = await feedOf((await camera({ audio: 'none' })).url)
    const blind = await feedOf((await camera({ noVideo: true })).url)
    await mute.becomes('live', 'no_audio')
    await blind.becomes('live', 'no_video')
    await mute.flows(10, ['video'])
    await blind.flows(10, ['audio'])
    expect([mute.count('audio'), blind.count('video')]).toEqual([0, 0])
  })
})

describe.concurrent('trouble', () => {
  test('unplugged and back: the same publisher goes on, on the line of the wall clock', async (context) => {
    const { camera, feedOf } = own(context)
    const first = await camera()
    const under = await feedOf(first.url)
    await under.flows(100)
    await first.kill()
    await under
      .becomes('reconnecting', 'disconnected', 5000)
      .catch(() => under.becomes('reconnecting', 'unreachable'))
    const before = under.published.length
    await camera({ port: first.port })
    await under.becomes('live', null)
    await under.flows(100)
    expect(under.breaks).toEqual([])

    const lastOf = (kind: 'video' | 'audio', from: number, to: number): Published => {
      const found = under.published.slice(from, to).findLast((one) => one.kind === kind)
      if (!found) throw new Error(`no ${kind}`)
      return found
    }
    // Against arrival, both tracks have moved by the same small amount over the seam.
    const moved = (['video', 'audio'] as const).map((kind) => {
      const a = lastOf(kind, 0, before)
      const b = lastOf(kind, before, under.published.length)
      const ticks = (b.timestamp - a.timestamp) | 0
      return ticks / (kind === 'video' ? 90 : 48) - (b.atMs - a.atMs)
    })
    for (const movedMs of moved) expect(Math.abs(movedMs)).toBeLessThan(200)
  })

  test('a camera that answers and sends nothing is found out within 5 s', async (context) => {
    const { camera, feedOf } = own(context)
    const under = await feedOf((await camera({ silentAfterS: 1 })).url)
    await under.becomes('live', null)
    await under.becomes('reconnecting', 'silent', 10_000)
    const quietMs = Date.now() - (under.published.at(-1)?.atMs ?? 0)
    expect(quietMs).toBeLessThan(5000)
  })

  test('a frozen picture is found out within 5 s, and the sound goes on', async (context) => {
    const { camera, feedOf } = own(context)
    const under = await feedOf((await camera({ freezeAfterS: 2 })).url)
    const live = await under.becomes('live', null)
    const frozen = await under.becomes('live', 'frozen', 12_000)
    expect(Date.now() - live.sinceMs).toBeLessThan(2000 + 5000)
    expect(frozen.sinceMs).toBe(live.sinceMs)
    await under.flows(20, ['audio'])
  })

  test('another resolution midway goes on', async (context) => {
    const { camera, feedOf } = own(context)
    const under = await feedOf((await camera({ resizeAfterS: 1 })).url)
    await under.flows(200)
    expect(under.feed.status).toMatchObject({ state: 'live', fault: null })
    expect(under.breaks).toEqual([])
  })

  test('an ffmpeg that is killed is replaced, the picture goes on meanwhile', async (context) => {
    const { camera, feedOf } = own(context)
    const { url } = await camera({ audio: 'aac' })
    const readable = { audio: readableAudio, video: [] }
    const transcode = { audio: transcodeAudio, video: transcodeVideo, readable }
    const under = await feedOf(url, {}, { transcode })
    await under.becomes('live', null)
    // Only a stage that has done well for a while is replaced at once.
    await under.flows(250, ['audio'])
    const [pid] = childrenNamed('ffmpeg')
    process.kill(pid ?? 0, 'SIGKILL')
    await under.flows(300, ['audio'])
    expect(childrenNamed('ffmpeg')).not.toContain(pid)
    expect(under.breaks).toEqual([])
    expect(new Set(under.statuses.map(({ state }) => state))).toEqual(new Set(['connecting', 'live']))
    expect(Math.abs(lipSyncMs(under))).toBeLessThan(200)
  })

  test('another source in its place: the same publisher goes on', async (context) => {
    const { camera, feedOf } = own(context)
    const under = await feedOf((await camera()).url)
    await under.flows(50)
    const other = await camera({ opusMs: 20, ntpOffsetS: -86_400 })
    under.feed.switchTo({ kind: 'rtsp', url: other.url, transport: 'udp' })
    await under.becomes('live', null)
    await under.flows(50)
    expect(under.breaks).toEqual([])
  })
})
