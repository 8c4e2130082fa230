import { setTimeout as delay } from 'node:timers/promises'
import autocannon from 'autocannon'
import { z } from 'zod'
import type { Product } from './product.ts'
import { sessionOf } from './staff.ts'
import { percentile, summarise } from './statistics.ts'
import type { Row } from './table.ts'

export interface GateLoadOptions {
  /** How long each kind of request is asked for. */
  seconds: number
  say: (text: string) => void
}

/** 500 HLS viewers: a playlist or a segment each, every second. */
const checksPerSecond = 500
/** Each has a tenth of the second's viewers of its own, who start together; the runs start one after the other. */
const runs = 50
const viewersOfRun = checksPerSecond / runs
/** A server in a hearing has long compiled what it does most. */
const warmUpS = 5
const ours = { system: 'Press Gallery' } as const
const token = z.object({ token: z.string() })

/**
 * What the gate answers under load, with an independent tool: playlists at the rate of 500 HLS viewers, then tokens and sign-ins
 * as fast as they come. The server is one process on one core.
 */
export async function measureGate(product: Product, { seconds, say }: GateLoadOptions): Promise<Row[]> {
  const { url, hearing } = product
  const cookie = await sessionOf(product, 'journalist')
  const tokenUrl = `${url}/api/hearings/${hearing.id}/token`
  const bearers = await Promise.all(
    Array.from({ length: runs }, async () => {
      const given = await fetch(tokenUrl, { method: 'POST', headers: { Cookie: cookie } })
      return `Bearer ${token.parse(await given.json()).token}`
    }),
  )
  const account = product.accounts.find(({ role }) => role === 'journalist')

  const playlist = `${url}/hls/${hearing.id}/index.m3u8`
  await untilThere(playlist, bearers[0] ?? '')
  say(`Press Gallery: ${checksPerSecond} gate checks a second for ${seconds} s`)
  await viewersAsk(playlist, bearers, warmUpS)
  const playlists = await viewersAsk(playlist, bearers, seconds)
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
    { ...ours, metric: `playlist, ${checksPerSecond}/s`, unit: 'ms', summary: summarise(playlists) },
    {
      ...ours,
      metric: `playlist, ${checksPerSecond}/s: p99`,
      unit: 'ms',
      summary: only(percentile(playlists, 0.99), playlists.length),
    },
    ...rowsOf('hearing token, 10 at once', tokens),
    ...rowsOf('sign-in, 4 at once', signIns),
  ]
}

/**
 * 500 connections, each of which asks once a second whether or not others have been answered, spread over the second as viewers are.
 * Answers with the times in ms of all of them.
 */
async function viewersAsk(url: string, bearers: readonly string[], seconds: number): Promise<number[]> {
  const times: number[] = []
  const running = bearers.map(async (bearer, index) => {
    await delay((index * 1000) / runs)
    await new Promise<void>((resolve, reject) => {
      const options = {
        url,
        connections: viewersOfRun,
        overallRate: viewersOfRun,
        duration: seconds,
        headers: { Authorization: bearer },
      }
      const run = autocannon(options, (error, result) => {
        if (error !== null && error !== undefined) reject(new Error('autocannon failed', { cause: error }))
        else if (result.non2xx > 0 || result.errors > 0)
          reject(new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`))
        else resolve()
      })
      run.on('response', (_client, _status, _bytes, ms) => times.push(ms))
    })
  })
  await Promise.all(running)
  return times
}

const only = (value: number, n: number): Row['summary'] => ({
  p50: value,
  p95: value,
  max: value,
  min: value,
  n,
})

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
