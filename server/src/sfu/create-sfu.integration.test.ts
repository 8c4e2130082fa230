import { pino } from 'pino'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { observeViewers } from './testing/observed-viewers.ts'
import { sfuRig } from './testing/sfu-rig.ts'
import { encodeStripClip, type StripClip } from './testing/strip-clip.ts'

const log = pino({ level: 'silent' })
/** The issue's own limit for viewers to be back after a worker's death. */
const backWithinMs = 3_000

const rig = sfuRig(log)
afterEach(() => rig.end())

let clip: StripClip
beforeAll(async () => {
  clip = await encodeStripClip({ frameCount: 25, log })
})

describe('createSfu()', () => {
  it('rejects for a binary that does not start', async () => {
    await expect(rig.start({ workerBin: '/nonexistent' })).rejects.toThrow('ENOENT')
  })

  it('rejects for an address that no browser could connect to', async () => {
    await expect(rig.start({ listen: { addresses: [{ ip: '0.0.0.0' }], port: 0 } })).rejects.toThrow(
      'announced',
    )
  })

  it('offers UDP and TCP on IPv4 and IPv6, at the announced address', async () => {
    const sfu = await rig.start({
      listen: { addresses: [{ ip: '127.0.0.1', announcedAddress: '192.0.2.7' }, { ip: '::1' }], port: 0 },
    })
    await rig.open(sfu, 'room')
    const { transport } = await sfu.view(rig.viewer(sfu))
    expect(
      transport.iceCandidates.map(({ protocol, address }) => `${protocol} ${address}`).toSorted(),
    ).toEqual(['tcp 192.0.2.7', 'tcp ::1', 'udp 192.0.2.7', 'udp ::1'])
  })
})

describe('view()', () => {
  it('gives sound and picture in one answer', async () => {
    const sfu = await rig.start()
    await rig.open(sfu, 'room')
    const view = await sfu.view(rig.viewer(sfu))
    expect(view.consumers.map(({ kind }) => kind)).toEqual(['audio', 'video'])
    expect(view.catchUp).toBeNull()
    expect((await sfu.stats()).viewers).toEqual({ room: 1 })
    view.close()
    view.close()
    expect((await sfu.stats()).viewers).toEqual({ room: 0 })
  })

  it('adds a catch-up as soon as the camera has sent a key frame', async () => {
    const sfu = await rig.start()
    await rig.open(sfu, 'room', await rig.publish(clip))
    await vi.waitFor(async () => expect((await sfu.view(rig.viewer(sfu))).catchUp).not.toBeNull(), 5_000)
    expect((await sfu.view(rig.viewer(sfu, { catchUp: false }))).catchUp).toBeNull()
    expect((await sfu.stats()).publishedBitrateBps['room']).toBeGreaterThan(0)
  })

  it('throws feed_unavailable for a courtroom that is not open', async () => {
    const sfu = await rig.start()
    await expect(sfu.view(rig.viewer(sfu))).rejects.toMatchObject({ code: 'feed_unavailable' })
    await rig.open(sfu, 'room')
    await sfu.closeCourtroom('room')
    await expect(sfu.view(rig.viewer(sfu))).rejects.toMatchObject({ code: 'feed_unavailable' })
  })

  it.each([
    { name: 'without H.264', codecs: ['audio/opus'] },
    { name: 'without anything', codecs: [] },
  ])('throws cannot_receive for a browser $name', async ({ codecs }) => {
    const sfu = await rig.start()
    await rig.open(sfu, 'room')
    const { codecs: all = [], headerExtensions = [] } = sfu.rtpCapabilities
    const rtpCapabilities = {
      codecs: all.filter(({ mimeType }) => codecs.includes(mimeType)),
      headerExtensions,
    }
    await expect(sfu.view(rig.viewer(sfu, { rtpCapabilities }))).rejects.toMatchObject({
      code: 'cannot_receive',
    })
  })
})

describe('view() that stands by', () => {
  it('is no viewer, and its consumers are paused until it starts', async () => {
    const observed = observeViewers()
    const sfu = await rig.start()
    await rig.open(sfu, 'room', await rig.publish(clip))
    observed.stop()
    const { consumers } = observed
    const before = await sfu.held()
    const view = await sfu.view(rig.viewer(sfu, { standBy: true }))
    const { routers, transports, producers, consumers: consuming } = before
    expect(await sfu.held()).toEqual({
      routers,
      transports: transports + 1,
      producers: producers + 1,
      consumers: consuming + 3,
    })
    expect(view.consumers.map(({ kind }) => kind)).toEqual(['audio', 'video'])
    expect(await sfu.stats()).toMatchObject({ viewers: { room: 0 }, standBys: { room: 1 } })
    expect(consumers.map(({ paused }) => paused)).toEqual([true, true, true])

    await view.start()
    await view.start()
    expect(await sfu.stats()).toMatchObject({ viewers: { room: 1 }, standBys: { room: 0 } })
    // The sound waits for a connection, and for the burst over it.
    expect(consumers.map(({ kind, paused }) => kind === 'audio' || !paused)).toEqual([true, true, true])
    view.close()
    await view.start()
    expect(await sfu.stats()).toMatchObject({ viewers: { room: 0 }, standBys: { room: 0 } })
    expect(await sfu.held()).toEqual(before)
  })

  it('has its catch-up though the camera has sent nothing yet', async () => {
    const sfu = await rig.start()
    await rig.open(sfu, 'room')
    const view = await sfu.view(rig.viewer(sfu, { standBy: true }))
    expect(view.catchUp).not.toBeNull()
    await view.start()
    expect((await sfu.view(rig.viewer(sfu, { standBy: true, catchUp: false }))).catchUp).toBeNull()
  })

  it('is told when the SFU ends it, as any view is', async () => {
    const sfu = await rig.start()
    await rig.open(sfu, 'room')
    const ended = vi.fn<(reason: string) => void>()
    const view = await sfu.view(rig.viewer(sfu, { standBy: true }))
    view.onEnd(ended)
    process.kill(await rig.pidOf(sfu), 'SIGKILL')
    await vi.waitFor(() => expect(ended.mock.calls).toEqual([['rebuilt']]), backWithinMs)
    await view.start()
    const stats = await sfu.stats()
    expect(stats).toMatchObject({ viewers: { room: 0 }, standBys: { room: 0 } })
    // It has died, and another one is in its place.
    const index = stats.workers[0]?.index
    expect(stats.deaths).toEqual([{ index, count: 1, lastMs: expect.any(Number) }])
  })
})

describe('workers', () => {
  it('share the courtrooms, each on a port of its own', async () => {
    const sfu = await rig.start({ workerCount: 2 })
    await rig.open(sfu, 'one')
    await rig.open(sfu, 'two')
    const { workers } = await sfu.stats()
    expect(workers.map(({ courtrooms }) => courtrooms)).toEqual([1, 1])
    const ports = await Promise.all(
      ['one', 'two'].map(async (courtroomId) => {
        const { transport } = await sfu.view(rig.viewer(sfu, { courtroomId }))
        return transport.iceCandidates[0]?.port
      }),
    )
    expect(new Set(ports).size).toBe(2)
  })

  it('that die are replaced, and their courtrooms rebuilt, again and again', async () => {
    const sfu = await rig.start()
    const publisher = await rig.publish(clip)
    const endpoints = await rig.open(sfu, 'room', publisher)
    for (let death = 1; death <= 2; death++) {
      const view = await sfu.view(rig.viewer(sfu))
      const ended = vi.fn<(reason: string) => void>()
      view.onEnd(ended)
      const pid = await rig.pidOf(sfu)

      process.kill(pid, 'SIGKILL')
      await vi.waitFor(() => expect(ended).toHaveBeenCalledWith('rebuilt'), backWithinMs)
      expect(await rig.pidOf(sfu)).not.toBe(pid)
      expect(endpoints.map((endpoint) => endpoint !== null)).toEqual(
        Array.from({ length: 2 * death + 1 }, (_, i) => i % 2 === 0),
      )
      await vi.waitFor(
        async () => expect((await sfu.view(rig.viewer(sfu))).catchUp).not.toBeNull(),
        backWithinMs,
      )
    }
  })

  it('are called unavailable while none is alive', async () => {
    const sfu = await rig.start()
    const endpoints = await rig.open(sfu, 'room')
    process.kill(await rig.pidOf(sfu), 'SIGKILL')
    await vi.waitFor(() => expect(endpoints.at(-1)).toBeNull(), { interval: 1 })
    await expect(sfu.view(rig.viewer(sfu))).rejects.toMatchObject({ code: 'sfu_unavailable' })
  })

  it('end with stop(), which tells viewers', async () => {
    const sfu = await rig.start()
    const endpoints = await rig.open(sfu, 'room')
    const pid = await rig.pidOf(sfu)
    const ended = vi.fn<(reason: string) => void>()
    ;(await sfu.view(rig.viewer(sfu))).onEnd(ended)
    await sfu.stop()
    await sfu.stop()
    expect(ended.mock.calls).toEqual([['stopping']])
    expect(endpoints.at(-1)).toBeNull()
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 5_000)
  })
})
