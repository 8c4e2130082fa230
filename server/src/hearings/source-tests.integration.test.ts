import { createServer } from 'node:net'
import { once } from 'node:events'
import { warmFfmpeg } from '@press-gallery/recorder/ffmpeg'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startCamera, type Camera } from '../../../infra/camera/start-camera.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { createSystemClock } from '../ingest/clock.ts'
import type { HearingState } from '../protocol/hearing-state.ts'
import { sources, transcoders } from '../source-kinds.ts'
import { openTestStore } from '../store/testing/stores.ts'
import { createCourts } from './courts.ts'
import { createSourceTests, type SourceTest } from './source-tests.ts'
import { sealLogin, type StoredSource } from './stored-source.ts'

const log = pino({ level: 'silent' })
const key = Buffer.alloc(32, 7)
const names = { kk: 'Сот', ru: 'Суд', en: 'Court' }

let camera: Camera
const stops: (() => unknown)[] = []
beforeAll(async () => {
  await warmFfmpeg()
  camera = await startCamera({
    size: { widthPx: 640, heightPx: 360 },
    bitrateKbps: 600,
    auth: { scheme: 'digest', user: 'admin', password: 's3cret' },
  })
})
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})
afterAll(() => camera.stop())

const rtsp = (url: string, credentials?: string): StoredSource => ({
  kind: 'rtsp',
  url,
  transport: 'auto',
  ...(credentials === undefined ? {} : { credentials }),
})

async function start() {
  const store = await openTestStore()
  stops.push(() => store.end())
  const { database } = store
  const audit = createAuditLog(() => Date.now())
  const courts = createCourts(database, audit)
  await courts.create({ id: 'court', name: 'Court', names, contact: '', sealRecipient: null }, 'admin')
  const states = new Map<string, HearingState>()
  const sourceTests = createSourceTests({
    database,
    audit,
    courts,
    onAir: { stateIn: (courtroomId) => states.get(courtroomId) ?? null },
    sealingKey: () => key,
    sources,
    transcode: transcoders,
    clock: createSystemClock(),
    log,
  })
  stops.push(() => sourceTests.stop())
  const run = (source: StoredSource, more: Partial<SourceTest> = {}) =>
    sourceTests.run({
      courtId: 'court',
      personId: 'technician',
      mayWatch: true,
      courtroomId: null,
      source,
      ...more,
    })
  const addRoom = (source: StoredSource): Promise<void> =>
    courts.addCourtroom({ id: 'room', courtId: 'court', name: 'Room', source }, 'admin')
  const logged = async (): Promise<string[]> => {
    const entries = await database
      .selectFrom('audit_entries')
      .selectAll()
      .where('kind', '=', 'source.tested')
      .execute()
    return entries.map((entry) => JSON.stringify(entry))
  }
  return { run, addRoom, logged, states }
}

const isJpeg = (picture: string | null): boolean =>
  Buffer.from(picture ?? '', 'base64')
    .subarray(0, 2)
    .equals(Buffer.from([0xff, 0xd8]))

describe('a test of a source', () => {
  it('shows the first picture of a camera whose kept login it uses, and tells nobody of that login', async () => {
    const { run, addRoom, logged } = await start()
    await addRoom(rtsp(camera.url, sealLogin(key, 'admin', 's3cret')))
    const beganMs = performance.now()
    const answer = await run(rtsp(camera.url), { courtroomId: 'room' })
    // A limit that the contract names.
    expect(performance.now() - beganMs).toBeLessThan(5000)
    expect(answer).toMatchObject({
      ok: true,
      reason: null,
      video: { codec: 'h264', width: 640, height: 360 },
    })
    expect(answer.audio).not.toBeNull()
    expect(isJpeg(answer.picture)).toBe(true)
    const entries = await logged()
    expect(entries).toHaveLength(1)
    expect(entries.join() + JSON.stringify(answer)).not.toMatch(/s3cret|admin/)
  })

  it('gives no picture of a courtroom from which nothing leaves, by whatever name it is asked for', async () => {
    const { run, addRoom, states } = await start()
    const source = rtsp(camera.url, sealLogin(key, 'admin', 's3cret'))
    await addRoom(source)
    for (const [state, mayWatch] of [
      ['closed', true],
      ['recess', true],
      ['live', false],
    ] as const) {
      states.set('room', state)
      const answer = await run(source, { mayWatch })
      expect(answer).toMatchObject({ ok: true, reason: 'withheld', picture: null })
      expect(answer.video).not.toBeNull()
    }
  })

  it('keeps a login to the host that it was kept for', async () => {
    const { run, addRoom } = await start()
    let heard = ''
    const thief = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (data) => {
        heard += String(data)
        const cseq = /CSeq: (\d+)/.exec(String(data))?.[1] ?? '1'
        socket.write(
          `RTSP/1.0 401 Unauthorized\r\nCSeq: ${cseq}\r\nWWW-Authenticate: Basic realm="camera"\r\n\r\n`,
        )
      })
    }).listen(0, '127.0.0.1')
    await once(thief, 'listening')
    stops.push(() => thief.close())
    const address = thief.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await addRoom(rtsp(camera.url, sealLogin(key, 'admin', 's3cret')))
    const answer = await run(rtsp(`rtsp://127.0.0.1:${port}/court`), { courtroomId: 'room' })
    expect(answer).toMatchObject({ ok: false, reason: 'wrong_password', picture: null })
    expect(heard).toMatch(/^OPTIONS|^DESCRIBE/)
    expect(heard).not.toMatch(/authorization/i)
  })

  it('says why there is nothing, and tries two at a time', async () => {
    const { run } = await start()
    expect(await run(rtsp('rtsp://127.0.0.1:9/off'))).toMatchObject({ ok: false, reason: 'unreachable' })
    expect(await run(rtsp(camera.url))).toMatchObject({ ok: false, reason: 'wrong_password' })
    const three = await Promise.allSettled(
      [1, 2, 3].map(() => run(rtsp(camera.url, sealLogin(key, 'admin', 's3cret')))),
    )
    expect(three.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    expect(three[2]).toMatchObject({ reason: { code: 'too_many_requests' } })
  })
})
