import { execFile } from 'node:child_process'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { tokenAnswer } from '../src/protocol/api.ts'
import { watchNamespace } from '../src/protocol/signalling.ts'
import { badTokens, makeToken, type Forgery } from './bad-tokens.ts'
import { install, startServer, type Installation, type ServerProcess } from './server-process.ts'

const rotate = fileURLToPath(new URL('../../infra/rotate-keys.ts', import.meta.url))
const result = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: z.strictObject({ code: z.string() }) }),
])

let installation: Installation
let server: ServerProcess

beforeAll(async () => {
  installation = await install()
  server = await startServer(installation.dataDir)
  const technician = await server.signIn('technician', installation.password)
  for (const hearingId of ['hearing-1', 'hearing-2']) await server.order(technician, hearingId, 'start')
})
afterAll(async () => {
  await server.stop('SIGTERM')
  await installation.remove()
})

const connect = (): Socket =>
  io(`${server.url}${watchNamespace}`, { transports: ['websocket'], forceNew: true })

/** The code that a request is answered with, or `ok`; on a connection of its own, since a connection may fail only so often. */
async function codeOf(event: 'join' | 'renew', token: string, hearingId = 'hearing-1'): Promise<string> {
  const viewer = { rtpCapabilities: {}, fingerprint: Array(32).fill('AB').join(':'), catchUp: false }
  const request = event === 'join' ? { token, hearingId, ...viewer } : { token, hearingId }
  const socket = connect()
  const answer = result.parse(await socket.timeout(5000).emitWithAck(event, request))
  socket.disconnect()
  return answer.ok ? 'ok' : answer.error.code
}

/** What whoever reads the server's keys could forge with. */
function forgery(): Forgery {
  const file = readFileSync(join(installation.dataDir, 'keys', 'hearing-tokens.json'), 'utf8')
  const { signing } = z
    .object({ signing: z.object({ kid: z.string(), privateKey: z.string() }) })
    .parse(JSON.parse(file))
  const privateKey = createPrivateKey(signing.privateKey)
  return {
    kid: signing.kid,
    privateKey,
    publicPem: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }),
    issuer: 'press-gallery',
    hearingId: 'hearing-1',
    otherHearingId: 'hearing-2',
    subjectId: installation.personId('journalist'),
    strangerId: installation.personId('stranger'),
    nowMs: Date.now(),
  }
}

const signIn = (): Promise<string> => server.signIn('journalist', installation.password)

async function tokenOf(session: string): Promise<string> {
  const answer = await fetch(`${server.url}/api/hearings/hearing-1/token`, {
    method: 'POST',
    headers: { Cookie: session },
  })
  return tokenAnswer.parse(await answer.json()).token
}

/** Past the gate there is no playlist while the camera is off; before it there is only a refusal. */
async function playlistCode(token: string): Promise<string> {
  const answer = await fetch(`${server.url}/hls/hearing-1/index.m3u8`, {
    headers: { Authorization: `Bearer ${token}` },
  })
  return z.object({ error: z.object({ code: z.string() }) }).parse(await answer.json()).error.code
}

describe('the gate of the running server', () => {
  it.each(['join', 'renew'] as const)('refuses %s over the socket for every bad token', async (event) => {
    const tokens = badTokens(forgery()).filter(({ token }) => token !== undefined)
    const answers: unknown[] = []
    for (const { name, token } of tokens) answers.push([name, await codeOf(event, token ?? '')])
    expect(answers).toEqual(tokens.map(({ name, code }) => [name, code]))
  })

  it('answers alike over the socket for a hearing that exists and one that does not', async () => {
    const stranger = makeToken(forgery(), { sub: installation.personId('stranger') })
    expect(await codeOf('join', stranger, 'hearing-1')).toBe('refused')
    expect(await codeOf('join', stranger, 'no-such-one')).toBe('refused')
  })

  it('lets the bearer of a good token past, on both ways', async () => {
    const token = await tokenOf(await signIn())
    expect(await codeOf('join', token)).not.toMatch(/refused|token_expired|bad_request/)
    expect(await playlistCode(token)).toBe('feed_unavailable')
  })

  it('takes a rotated key while it runs, and throws nobody out', async () => {
    const session = await signIn()
    const before = await tokenOf(session)
    const settings = { ...process.env, PRESS_GALLERY_DATA_DIR: installation.dataDir }
    const { stdout } = await promisify(execFile)(process.execPath, [rotate], { env: settings })
    const kid = stdout.trim().split(' ').at(-1)
    const after = await tokenOf(session)
    expect(JSON.parse(Buffer.from(after.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({ kid })
    expect(await playlistCode(before)).toBe('feed_unavailable')
    expect(await playlistCode(after)).toBe('feed_unavailable')
    expect(await codeOf('join', before)).not.toMatch(/refused|token_expired/)
  })

  it('keeps sessions and tokens over a restart, also after kill -9', async () => {
    const session = await signIn()
    const token = await tokenOf(session)
    await server.stop('SIGKILL')
    server = await startServer(installation.dataDir)
    expect(await playlistCode(token)).toBe('feed_unavailable')
    expect(await tokenOf(session)).toMatch(/^ey/)
  })
})
