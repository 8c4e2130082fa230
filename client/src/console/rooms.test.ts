import { courtroomSummary, deskHearing, type DeskHearing } from '@press-gallery/server/protocol/desk'
import type { HearingState } from '@press-gallery/server/protocol/hearing-state'
import { describe, expect, test } from 'vitest'
import { endOfDayMs, hearingAt, roomsOf, type Room } from './rooms.ts'

const feed = { state: 'live', fault: null, sinceMs: 0, nextTryMs: null, video: null, audio: null }
const courtroom = (id: string) =>
  courtroomSummary.parse({ id, name: id, source: { kind: 'test', url: null, hasLogin: false }, feed })

const hearing = (
  id: string,
  state: HearingState,
  plannedStartMs: number | null = null,
  courtroomId = 'room-1',
): DeskHearing =>
  deskHearing.parse({
    id,
    courtId: 'court',
    courtroom: courtroomId,
    title: id,
    caseNumber: '1',
    courtroomId,
    judge: '',
    plannedStartMs,
    plannedEndMs: null,
    languages: [],
    audience: 'accredited',
    poolId: null,
    people: [],
    notes: { kk: '', ru: '', en: '' },
    watermark: true,
    closedRecording: 'stop',
    standing: { state, version: 0, sinceMs: 0, ground: null },
    feed,
    recording: 'paused',
  })

const roomOf = (...hearings: DeskHearing[]): Room => {
  const [room] = roomsOf([courtroom('room-1')], hearings, [], 1000)
  if (room === undefined) throw new Error('no room')
  return room
}

describe('roomsOf()', () => {
  test('holds what is due today, the earliest first, and nothing of other days and rooms', () => {
    const room = roomOf(
      hearing('untimed', 'scheduled'),
      hearing('second', 'scheduled', 20),
      hearing('first', 'scheduled', 10),
      hearing('tomorrow', 'scheduled', 1000),
      hearing('over', 'ended', 5),
      hearing('elsewhere', 'scheduled', 5, 'room-2'),
    )
    expect(room.due.map(({ id }) => id)).toEqual(['first', 'second', 'untimed'])
    expect(room.underWay).toBeNull()
  })

  test.for(['live', 'recess', 'closed'] as const)('knows the one that is %s', (state) => {
    expect(roomOf(hearing('next', 'scheduled'), hearing('now', state)).underWay?.id).toBe('now')
  })
})

describe('hearingAt()', () => {
  test('is the one under way, whatever was chosen before', () => {
    expect(hearingAt(roomOf(hearing('now', 'live'), hearing('next', 'scheduled')), 'next')?.id).toBe('now')
  })
  test('is the one chosen, or the only one; of several, none by itself', () => {
    const two = roomOf(hearing('a', 'scheduled'), hearing('b', 'scheduled'))
    expect(hearingAt(two, null)).toBeNull()
    expect(hearingAt(two, 'b')?.id).toBe('b')
    expect(hearingAt(two, 'gone')).toBeNull()
    expect(hearingAt(roomOf(hearing('a', 'scheduled')), null)?.id).toBe('a')
    expect(hearingAt(roomOf(), null)).toBeNull()
  })
})

test('a day ends at the midnight that follows', () => {
  const end = endOfDayMs(new Date(2026, 10, 25, 13, 30).getTime())
  expect(new Date(end)).toEqual(new Date(2026, 10, 26))
})
