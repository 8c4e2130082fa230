import pino from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import type { SwitchableFeed } from '../ingest/create-feed.ts'
import { noFeed } from './desk.ts'
import { createCourtrooms, type Courtrooms } from './courtrooms.ts'

/** What was done to the feed and to the SFU, in its order. */
let done: string[]
let courtrooms: Courtrooms
/** Until it resolves, a feed is starting. */
let started: Promise<void>

const feedOf = (courtroomId: string): SwitchableFeed => ({
  courtroomId,
  relay: { address: '127.0.0.1', port: 1 },
  status: noFeed,
  start: () => started,
  stop: () => Promise.resolve(void done.push(`stop ${courtroomId}`)),
  publishTo: () => undefined,
  onStatus: () => () => undefined,
  onMediaClock: () => () => undefined,
  tap: () => () => undefined,
  switchTo: () => void done.push(`switch ${courtroomId}`),
})

beforeEach(() => {
  done = []
  started = Promise.resolve()
  courtrooms = createCourtrooms({
    createFeed: ({ id }) => feedOf(id),
    sfu: {
      openCourtroom: ({ courtroomId }) => Promise.resolve(void done.push(`open ${courtroomId}`)),
      closeCourtroom: (courtroomId) => Promise.resolve(void done.push(`close ${courtroomId}`)),
    },
    log: pino({ level: 'silent' }),
  })
})

const open = (id: string): Promise<void> => courtrooms.open({ id, source: { kind: 'test' } })

describe('the feeds of courtrooms', () => {
  it('lets go of one courtroom’s camera and of its place in the SFU, and of no other’s', async () => {
    await open('one')
    await open('two')
    await courtrooms.close('one')
    await courtrooms.close('one')
    expect(courtrooms.feeds.map(({ courtroomId }) => courtroomId)).toEqual(['two'])
    await open('one')
    await courtrooms.stop()
    expect(done.slice(0, 5)).toEqual(['open one', 'open two', 'stop one', 'close one', 'open one'])
    expect(done.slice(5).toSorted()).toEqual(['close one', 'close two', 'stop one', 'stop two'])
  })

  it('has no place in the SFU made for a courtroom that is closed while its feed starts', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    started = promise
    const opening = open('one')
    await courtrooms.close('one')
    resolve()
    await opening
    expect(done).toEqual(['stop one', 'close one'])
  })
})
