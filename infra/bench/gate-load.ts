import { setTimeout as delay } from 'node:timers/promises'
import autocannon from 'autocannon'
import { z } from 'zod'
import type { Product } from './product.ts'
import { sessionOf } from './staff.ts'
import type { Row } from './table.ts'

export interface GateLoadOptions {
  /** How long each kind of request is asked for. */
  seconds: number
  say: (text: string) => void
}

/** 500 HLS viewers: a playlist and a segment each, every 2 s. */
const checksPerSecond = 500
const connections = 50
const token = z.object({ token: z.string() })

/**
 * What the gate answers under load, with an independent tool: playlists at the rate of 500 HLS viewers, then tokens and sign-ins
 * as fast as they come. The server is one process on one core.
 */
export async function measureGate(product: Product, { seconds, say }: GateLoadOptions): Promise<Row[]> {
  const { url, hearing } = product
  const cookie = await sessionOf(product, 'journalist')
  const tokenUrl = `${url}/api/hearings/${hearing.id}/token`
  const given = await fetch(tokenUrl, { method: 'POST', headers: { Cookie: cookie } })
  const bearer = `Bearer ${token.parse(await given.json()).token}`
  const account = product.accounts.find(({ role }) => role === 'journalist')

  await untilThere(`${url}/hls/${hearing.id}/index.m3u8`, bearer)
  say(`Press Gallery: ${checksPerSecond} gate checks a second for ${seconds} s`)
  const playlists = await load({
    url: `${url}/hls/${hearing.id}/index.m3u8`,
    connections,
    duration: seconds,
    overallRate: checksPerSecond,
    headers: { Authorization: bearer },
  })
  say('Press Gallery: tokens and sign-ins under load')
  const tokens = await load({
    url: tokenUrl,
    method: 'POST',
    connections: 10,
    duration: seconds,
    headers: { Cookie: cookie },
  })
  const signIns = await load({
    url: `${url}/api/session`,
    method: 'POST',
    connections: 4,
    duration: seconds,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ login: account?.login, password: account?.password }),
  })
  return [
    ...rowsOf(`playlist, ${checksPerSecond}/s`, playlists),
    ...rowsOf('hearing token, 10 at once', tokens),
    ...rowsOf('sign-in, 4 at once', signIns),
  ]
}

const thereWithinMs = 30_000

/** The first segment takes a few seconds. */
async function untilThere(playlist: string, bearer: string): Promise<void> {
  const deadline = Date.now() + thereWithinMs
  while (!(await fetch(playlist, { headers: { Authorization: bearer } })).ok) {
    if (Date.now() > deadline) throw new Error(`no playlist in ${thereWithinMs} ms`)
    await delay(200)
  }
}

async function load(options: autocannon.Options): Promise<autocannon.Result> {
  const result = await autocannon(options)
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${options.url}: ${result.non2xx} refused, ${result.errors} failed`)
  return result
}

/** autocannon tells p99 and not p95: the table's p95 column has p97.5, and its max column p99. */
function rowsOf(metric: string, { latency, requests }: autocannon.Result): Row[] {
  const { p50, p97_5, p99, min } = latency
  const summary = { p50, p95: p97_5, max: p99, min, n: requests.total }
  const perSecond = {
    p50: requests.p50,
    p95: requests.average,
    max: requests.max,
    min: requests.min,
    n: requests.total,
  }
  return [
    { system: 'Press Gallery', metric: `${metric}: p50, p97.5, p99`, unit: 'ms', summary },
    { system: 'Press Gallery', metric: `${metric}: a second`, unit: 'count', summary: perSecond },
  ]
}
