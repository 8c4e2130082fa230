import { pino } from 'pino'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { probeRouters } from './testing/router-probe.ts'
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

/** A courtroom that is being published to, with a probe in its router. */
async function startProbed() {
  const probe = await probeRouters()
  rig.owns(() => probe.stop())
  const sfu = await rig.start()
  const publisher = await rig.publish(clip)
  await sfu.openCourtroom({
    courtroomId: 'room',
    relay: publisher.relay,
    onEndpoint: (endpoint) => publisher.publishTo(endpoint),
  })
  await probe.tap()
  /** Waits until the worker has had to do with some more packets of the publisher. */
  const received = async (): Promise<void> => {
    const before = publisher.packetsSent
    await vi.waitFor(() => expect(publisher.packetsSent).toBeGreaterThan(before + 50), 5_000)
    await vi.waitFor(
      async () => expect((await sfu.stats()).publishedBitrateBps['room']).toBeGreaterThan(0),
      5_000,
    )
  }
  return { sfu, probe, received }
}

/** The worker is killed; answers as why its viewer was ended. */
async function killWorker({ sfu, received }: Awaited<ReturnType<typeof startProbed>>, onAir: boolean) {
  sfu.setOnAir('room', true)
  const ended = vi.fn<(reason: string) => void>()
  ;(await sfu.view(rig.viewer(sfu))).onEnd(ended)
  const pid = await rig.pidOf(sfu)
  process.kill(pid, 'SIGKILL')
  sfu.setOnAir('room', onAir)
  await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce(), backWithinMs)
  await vi.waitFor(async () => expect(await rig.pidOf(sfu)).not.toBe(pid), backWithinMs)
  await received()
  return ended.mock.calls[0]?.[0]
}

describe('setOnAir()', () => {
  it('is off at first: the publisher is received, and nothing goes to anyone', async () => {
    const { sfu, probe, received } = await startProbed()
    await received()
    for (const standBy of [false, true])
      await expect(sfu.view(rig.viewer(sfu, { standBy }))).rejects.toMatchObject({ code: 'not_on_air' })
    expect(probe.packets).toBe(0)
    expect(await sfu.stats()).toMatchObject({ viewers: { room: 0 }, standBys: { room: 0 } })
  })

  it('cuts everyone in the same tick, and the router itself', async () => {
    const { sfu, probe, received } = await startProbed()
    sfu.setOnAir('room', true)
    await vi.waitFor(async () => expect((await sfu.view(rig.viewer(sfu))).catchUp).not.toBeNull(), 5_000)
    const ended = vi.fn<(reason: string) => void>()
    ;(await sfu.view(rig.viewer(sfu))).onEnd(ended)
    const standBy = await sfu.view(rig.viewer(sfu, { standBy: true }))
    standBy.onEnd(ended)
    await vi.waitFor(() => expect(probe.packets).toBeGreaterThan(20), 5_000)

    sfu.setOnAir('room', false)
    expect(ended.mock.calls).toEqual([['not_on_air'], ['not_on_air']])
    expect(await sfu.stats()).toMatchObject({ viewers: { room: 0 }, standBys: { room: 0 } })
    await standBy.start()
    // What was under way has come by now.
    await received()
    const { packets } = probe
    await received()
    expect(probe.packets).toBe(packets)
    await expect(sfu.view(rig.viewer(sfu))).rejects.toMatchObject({ code: 'not_on_air' })
  })

  it('lets in again, with none of the pictures from before the cut', async () => {
    const { sfu, probe } = await startProbed()
    sfu.setOnAir('room', true)
    await vi.waitFor(async () => expect((await sfu.view(rig.viewer(sfu))).catchUp).not.toBeNull(), 5_000)
    sfu.setOnAir('room', false)
    const { packets } = probe
    sfu.setOnAir('room', true)
    // No group is there before the camera's next key frame.
    expect((await sfu.view(rig.viewer(sfu))).catchUp).toBeNull()
    await vi.waitFor(() => expect(probe.packets).toBeGreaterThan(packets), 5_000)
    await vi.waitFor(async () => expect((await sfu.view(rig.viewer(sfu))).catchUp).not.toBeNull(), 5_000)
  })

  it('keeps out whoever was joining at that moment, even when it is on again before they are in', async () => {
    const { sfu } = await startProbed()
    sfu.setOnAir('room', true)
    const held = await sfu.held()
    await vi.waitFor(async () => expect((await sfu.view(rig.viewer(sfu))).catchUp).not.toBeNull(), 5_000)
    const joining = [{}, { standBy: true }, { catchUp: false }].map((how) => sfu.view(rig.viewer(sfu, how)))
    sfu.setOnAir('room', false)
    sfu.setOnAir('room', true)
    for (const outcome of await Promise.allSettled(joining))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'not_on_air' } })
    expect(await sfu.stats()).toMatchObject({ standBys: { room: 0 } })
    // Of those who were kept out nothing stays in the worker.
    await vi.waitFor(async () => expect(await sfu.held()).toEqual(held), 5_000)
  })

  it('lasts through the death of the worker', async () => {
    const probed = await startProbed()
    const { sfu, probe } = probed
    expect(await killWorker(probed, true)).toBe('rebuilt')
    const { packets } = probe
    await probe.tap()
    await vi.waitFor(() => expect(probe.packets).toBeGreaterThan(packets), 5_000)
    await sfu.view(rig.viewer(sfu))
    expect((await sfu.stats()).viewers).toEqual({ room: 1 })
  })

  it('is obeyed while the worker is dead', async () => {
    const probed = await startProbed()
    const { sfu, probe, received } = probed
    expect(await killWorker(probed, false)).toBe('not_on_air')
    const { packets } = probe
    await probe.tap()
    await received()
    expect(probe.packets).toBe(packets)
    await expect(sfu.view(rig.viewer(sfu))).rejects.toMatchObject({ code: 'not_on_air' })
  })

  it('lets previews in beforehand, and no viewer; the router takes nothing but while one is there', async () => {
    const { sfu, probe, received } = await startProbed()
    const preview = () => sfu.view(rig.viewer(sfu, { preview: true }))
    await expect(preview()).rejects.toMatchObject({ code: 'not_on_air' })
    sfu.letPreview('room')
    await received()
    expect(probe.packets).toBe(0)
    const ended = vi.fn<(reason: string) => void>()
    const first = await preview()
    first.onEnd(ended)
    await vi.waitFor(async () => expect((await preview()).catchUp).not.toBeNull(), 5_000)
    for (const standBy of [false, true])
      await expect(sfu.view(rig.viewer(sfu, { standBy }))).rejects.toMatchObject({ code: 'not_on_air' })
    expect(await sfu.stats()).toMatchObject({ viewers: { room: 0 }, standBys: { room: 0 } })
    expect((await sfu.stats()).previews['room']).toBeGreaterThan(1)

    // The hearing begins: previews stay, and the press gets no picture from before it.
    sfu.setOnAir('room', true)
    expect((await sfu.view(rig.viewer(sfu))).catchUp).toBeNull()
    expect(ended).not.toHaveBeenCalled()
    expect((await sfu.stats()).viewers).toEqual({ room: 1 })
    const joining = preview()
    sfu.setOnAir('room', false)
    expect(ended.mock.calls).toEqual([['not_on_air']])
    await expect(joining).rejects.toMatchObject({ code: 'not_on_air' })
    await expect(preview()).rejects.toMatchObject({ code: 'not_on_air' })
    expect((await sfu.stats()).previews).toEqual({ room: 0 })
    await received()
    const { packets } = probe
    await received()
    expect(probe.packets).toBe(packets)

    sfu.letPreview('room')
    const last = await preview()
    await vi.waitFor(() => expect(probe.packets).toBeGreaterThan(packets), 5_000)
    last.close()
    await received()
    const afterLeaving = probe.packets
    await received()
    expect(probe.packets).toBe(afterLeaving)
  })

  it('is nothing for a courtroom that is not open', async () => {
    const sfu = await rig.start()
    sfu.setOnAir('room', true)
    await rig.open(sfu, 'other')
    await expect(sfu.view(rig.viewer(sfu))).rejects.toMatchObject({ code: 'feed_unavailable' })
  })
})
