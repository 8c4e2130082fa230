import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { feedState, type FeedState } from './protocol/feed.ts'

export interface MetricsSources {
  feedStates: () => FeedState[]
  sfu: () => Promise<{
    workers: number
    publishedBitrateBps: Record<string, number>
    /** By courtroom id. */
    viewers: Record<string, number>
    /** By those who look after the courtroom; by courtroom id. */
    previews: Record<string, number>
    /** Connected, and sent nothing; by courtroom id. */
    standBys: Record<string, number>
    /** In all workers, by their own account. */
    held: { routers: number; transports: number; producers: number; consumers: number }
  }>
  /** Open socket.io connections, by namespace (`/watch`). */
  sockets: () => Record<string, number>
  recordings: () => {
    hearingId: string
    recording: boolean
    /** Since the end of the newest finished segment, s; null before the first. */
    lagS: number | null
  }[]
}

export interface Metrics {
  readonly contentType: string
  /** In Prometheus' text format, of this moment. */
  text(): Promise<string>
}

/** What Prometheus reads; each value is asked for when it is read. Event loop and process come from prom-client. */
export function createMetrics({ feedStates, sfu, sockets, recordings }: MetricsSources): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> =>
    new Gauge({ name: `press_gallery_${name}`, help, labelNames, registers })

  const feeds = gauge('feeds', 'Courtroom feeds by state', ['state'])
  const bitrates = gauge('feed_bitrate_bps', 'What the SFU receives of a courtroom, bit/s', ['courtroom'])
  const workers = gauge('sfu_workers', 'SFU workers that are up', [])
  const viewers = gauge('viewers', 'WebRTC viewers', ['courtroom'])
  const previews = gauge('previews', 'WebRTC previews of technicians, who are no viewers', ['courtroom'])
  const standBys = gauge('stand_bys', 'WebRTC connections that stand by and are sent nothing', ['courtroom'])
  const held = gauge('sfu_held', 'What the SFU workers hold, by kind', ['kind'])
  const connections = gauge('sockets', 'Open socket.io connections', ['namespace'])
  const recording = gauge('recording', '1 while segments of the hearing are being written', ['hearing'])
  const lag = gauge('recorder_lag_seconds', 'Since the end of the newest finished segment, s', ['hearing'])

  const readAll = async (): Promise<void> => {
    const states = feedStates()
    for (const state of feedState.options) feeds.set({ state }, states.filter((one) => one === state).length)
    const stats = await sfu()
    for (const labelled of [bitrates, viewers, previews, standBys, connections, recording, lag])
      labelled.reset()
    workers.set(stats.workers)
    for (const [courtroom, bps] of Object.entries(stats.publishedBitrateBps)) bitrates.set({ courtroom }, bps)
    for (const [courtroom, count] of Object.entries(stats.viewers)) viewers.set({ courtroom }, count)
    for (const [courtroom, count] of Object.entries(stats.previews)) previews.set({ courtroom }, count)
    for (const [courtroom, count] of Object.entries(stats.standBys)) standBys.set({ courtroom }, count)
    for (const [kind, count] of Object.entries(stats.held)) held.set({ kind }, count)
    for (const [namespace, count] of Object.entries(sockets())) connections.set({ namespace }, count)
    for (const one of recordings()) {
      recording.set({ hearing: one.hearingId }, one.recording ? 1 : 0)
      if (one.lagS !== null) lag.set({ hearing: one.hearingId }, one.lagS)
    }
  }
  return {
    contentType: registry.contentType,
    async text() {
      await readAll()
      return registry.metrics()
    },
  }
}
