import { once } from 'node:events'
import { createServer } from 'node:net'
import { Secret, TOTP } from 'otpauth'
import type { World } from './case.ts'

/** What a case needs that no call to the interface brings about. */

/** A second factor of which nobody has the secret. */
export const setSecondFactor = ({ http }: World, login: string, secret: string | null = 'sealed') =>
  http.database.updateTable('people').set({ totp_secret: secret }).where('login', '=', login).execute()

export const setState = ({ http }: World, hearingId: string, state: string) =>
  http.database
    .updateTable('hearings')
    .set({ state, since_ms: http.clock.nowMs })
    .where('id', '=', hearingId)
    .execute()

export const setRetired = ({ http }: World, courtroomId: string, retiredMs: number | null) =>
  http.database
    .updateTable('courtrooms')
    .set({ retired_ms: retiredMs })
    .where('id', '=', courtroomId)
    .execute()

/** The same call again and again, one after the other. */
export const times =
  (count: number, method: string, path: string, body: object, as?: string) =>
  async (world: World): Promise<void> => {
    for (let i = 0; i < count; i++) {
      await world.http.request(filledPath(path, world), {
        method,
        headers: {
          'Content-Type': 'application/json',
          ...(as === undefined ? {} : { Cookie: await world.sessionOf(as) }),
        },
        body: filledPath(JSON.stringify(body), world),
      })
    }
  }

const filledPath = (text: string, { known }: World): string =>
  text.replaceAll(/<(\w+)>/g, (all, name) => known.get(name) ?? all)

/** What the authenticator app shows for the secret that was kept. */
export const rightCode = ({ known, http }: World) => ({
  code: new TOTP({ secret: Secret.fromBase32(known.get('totpSecret') ?? '') }).generate({
    timestamp: http.clock.nowMs,
  }),
})

export const wrongCode = (world: World) => ({
  code: String((Number(rightCode(world).code) + 500_000) % 1_000_000).padStart(6, '0'),
})

/** Returns while a log is being verified that is so long that it will be for a while. */
export async function verifyLongLog(world: World): Promise<void> {
  await world.http.database.transaction().execute(async (write) => {
    for (let part = 1; part <= 300; part++) {
      const rows = Array.from({ length: 100 }, (_, i) => ({
        seq: part * 100 + i,
        at_ms: 0,
        kind: 'test',
        court_id: null,
        hearing_id: null,
        actor: null,
        data: '{}',
        previous: '',
        hash: '',
      }))
      await write.insertInto('audit_entries').values(rows).execute()
    }
  })
  const Cookie = await world.sessionOf('auditor')
  const verify = () =>
    world.http.request('/api/audit/verify', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie },
      body: '{}',
    })
  // The first of the two to be answered is the one that has to come back later.
  await Promise.race([verify(), verify()])
}

/** The administrator of a court becomes one of all courts. */
export const manageAllCourts = ({ http }: World) =>
  http.database
    .insertInto('roles')
    .values({ person_id: http.personId('admin'), role: 'administrator', court_id: '' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()

/** Two tests are under way, of cameras that take a connection and say nothing. They end with their server. */
export async function tryTwoSilentSources(world: World): Promise<void> {
  const camera = createServer((socket) => void socket.on('error', () => undefined))
  camera.unref().listen(0, '127.0.0.1')
  await once(camera, 'listening')
  const address = camera.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const headers = { 'Content-Type': 'application/json', Cookie: await world.sessionOf('technician') }
  const body = JSON.stringify({
    source: { kind: 'rtsp', url: `rtsp://127.0.0.1:${port}/silent`, transport: 'tcp' },
  })
  for (let i = 0; i < 2; i++) {
    const connected = once(camera, 'connection')
    // Answered when nobody waits for it any more.
    world.http
      .request('/api/courts/court-1/source-tests', { method: 'POST', headers, body })
      .catch(() => undefined)
    await connected
  }
}
