import { describe, expect, it } from 'vitest'
import type { PlayerReport } from '../protocol/attendance.ts'
import { AttendanceAlarm } from './attendance-alarm.ts'
import { alarmOf, hearsForCertain, judge, type Judged, type Observed } from './attendance-judgement.ts'

const nowMs = 100_000
const plays: PlayerReport = {
  path: 'webrtc',
  frames: 50,
  soundLevel: 0.05,
  stalls: 0,
  overMs: 2_000,
  unmuted: true,
}

interface Case {
  name: string
  /** Null: none has come. */
  report: Partial<PlayerReport> | null
  agoMs?: number
  expectedForMs?: number
  silentForMs?: number
  isOwnPlayer?: boolean
  soundPublished?: boolean
  somebodyHears?: boolean
  sees: boolean | null
  hears: boolean | null
}

const cases: Case[] = [
  { name: 'plays', report: {}, sees: true, hears: true },
  { name: 'plays over HLS', report: { path: 'hls' }, sees: true, hears: true },
  { name: 'plays, and the person has it muted', report: { unmuted: false }, sees: true, hears: true },
  { name: 'has stood still in between', report: { stalls: 2, frames: 7 }, sees: true, hears: true },
  { name: 'shows no frame', report: { frames: 0 }, sees: false, hears: true },
  { name: 'has no path', report: { path: 'none', frames: 0, soundLevel: 0 }, sees: false, hears: false },
  { name: 'has reported nothing', report: null, sees: false, hears: false },
  { name: 'has reported nothing yet', report: null, expectedForMs: 4_900, sees: null, hears: null },
  { name: 'has a player that reports nothing', report: null, isOwnPlayer: true, sees: null, hears: null },
  { name: 'has gone silent itself', report: {}, agoMs: 4_001, sees: false, hears: false },
  { name: 'is late with a report', report: {}, agoMs: 3_999, sees: true, hears: true },
  {
    name: 'has only begun',
    report: { frames: 0, soundLevel: 0, soundMs: 0 },
    expectedForMs: 3_000,
    sees: null,
    hears: null,
  },
  {
    name: 'plays on a path that tells nothing of sound',
    report: { soundLevel: null },
    sees: true,
    hears: null,
  },
  {
    name: 'stands still on a path that tells nothing of sound',
    report: { soundLevel: null, frames: 0 },
    sees: false,
    hears: false,
  },
  { name: 'hears an empty room', report: { soundLevel: 0.0005 }, sees: true, hears: true },
  { name: 'is in a hearing in which nobody speaks', report: { soundLevel: 0 }, sees: true, hears: null },
  {
    name: 'is in a hearing in which nobody speaks, all sound having come',
    report: { soundLevel: 0, soundMs: 1_990 },
    sees: true,
    hears: null,
  },
  { name: 'gets no sound to decode', report: { soundLevel: 0, soundMs: 150 }, sees: true, hears: false },
  {
    name: 'is silent where somebody hears',
    report: { soundLevel: 0 },
    somebodyHears: true,
    sees: true,
    hears: false,
  },
  {
    name: 'is silent where none is published',
    report: { soundLevel: 0 },
    soundPublished: false,
    sees: true,
    hears: false,
  },
  {
    name: 'is silent for longer than people keep still',
    report: { soundLevel: 0 },
    silentForMs: 15_000,
    sees: true,
    hears: false,
  },
]

function observed({
  report,
  agoMs = 500,
  expectedForMs = 60_000,
  silentForMs = 2_000,
  isOwnPlayer = false,
}: Case): Observed {
  const silent = report?.soundLevel === 0
  return {
    isOwnPlayer,
    expectedSinceMs: nowMs - expectedForMs,
    report: report === null ? null : { ...plays, ...report },
    reportedMs: nowMs - agoMs,
    silentSinceMs: silent ? nowMs - silentForMs : null,
  }
}

describe('a viewer who', () => {
  it.each(cases)('$name: sees $sees, hears $hears', (given) => {
    const { soundPublished = true, somebodyHears = false, sees, hears } = given
    expect(judge(observed(given), { nowMs, soundPublished, somebodyHears })).toEqual({ sees, hears })
  })

  it.each(cases)('$name: hears for certain what is not to be doubted, and nothing else', (given) => {
    const isNew = (given.expectedForMs ?? Infinity) < 5_000
    expect(hearsForCertain(observed(given), nowMs)).toBe(given.hears === true && !isNew)
  })
})

const all: Judged = { sees: true, hears: true, complains: null }
const deaf: Judged = { ...all, hears: false }
const blind: Judged = { ...all, sees: false }
const unsure: Judged = { ...all, hears: null }
const of = (count: number, viewer: Judged): Judged[] => Array.from({ length: count }, () => viewer)

describe('the alarm', () => {
  it.each([
    { name: 'nobody watches', viewers: [], alarm: null },
    { name: 'all get all', viewers: of(14, all), alarm: null },
    { name: 'nobody speaks', viewers: of(14, unsure), alarm: null },
    { name: 'the only one hears nothing', viewers: [deaf], alarm: 'nobody_hears' },
    { name: 'all hear nothing', viewers: of(14, deaf), alarm: 'nobody_hears' },
    { name: 'all see nothing', viewers: of(14, blind), alarm: 'nobody_sees' },
    { name: 'neither is there', viewers: of(3, { ...deaf, sees: false }), alarm: 'nobody_hears' },
    {
      name: 'all hear nothing but those who can’t tell',
      viewers: [...of(5, deaf), ...of(5, unsure)],
      alarm: 'nobody_hears',
    },
    {
      name: 'one hears nothing beside many who can’t tell',
      viewers: [deaf, ...of(9, unsure)],
      alarm: 'some_hear_nothing',
    },
    { name: 'one of two hears nothing', viewers: [deaf, all], alarm: 'some_hear_nothing' },
    { name: 'a fifth hears nothing', viewers: [...of(2, deaf), ...of(8, all)], alarm: 'some_hear_nothing' },
    { name: 'one line of many is bad', viewers: [{ ...deaf, sees: false }, ...of(29, all)], alarm: null },
    { name: 'a fifth sees nothing', viewers: [...of(2, blind), ...of(8, all)], alarm: 'some_see_nothing' },
    {
      name: 'one of many says so',
      viewers: [{ ...all, complains: 'sound' } as const, ...of(29, all)],
      alarm: 'some_hear_nothing',
    },
    {
      name: 'one of many says so of the picture',
      viewers: [{ ...all, complains: 'picture' } as const, ...of(29, all)],
      alarm: 'some_see_nothing',
    },
    {
      name: 'all say so, whatever their players report',
      viewers: of(3, { ...all, complains: 'sound' }),
      alarm: 'nobody_hears',
    },
  ])('where $name is $alarm', ({ viewers, alarm }) => {
    expect(alarmOf(viewers)).toBe(alarm)
  })

  it('begins at once, ends some seconds after all is well, and says from when to when', () => {
    const alarm = new AttendanceAlarm()
    expect(alarm.update(null, 0)).toEqual([])
    expect(alarm.update('some_hear_nothing', 1_000)).toEqual([
      { alarm: 'some_hear_nothing', fromMs: 1_000, toMs: null },
    ])
    expect(alarm.update('some_hear_nothing', 1_500)).toEqual([])
    expect(alarm.update('nobody_hears', 2_000)).toEqual([
      { alarm: 'some_hear_nothing', fromMs: 1_000, toMs: 2_000 },
      { alarm: 'nobody_hears', fromMs: 2_000, toMs: null },
    ])
    expect(alarm.update(null, 3_000)).toEqual([])
    expect(alarm.update('nobody_hears', 4_000)).toEqual([])
    expect(alarm.update(null, 5_000)).toEqual([])
    expect([alarm.alarm, alarm.sinceMs]).toEqual(['nobody_hears', 2_000])
    expect(alarm.update(null, 8_000)).toEqual([{ alarm: 'nobody_hears', fromMs: 2_000, toMs: 5_000 }])
    expect([alarm.alarm, alarm.sinceMs]).toEqual([null, null])
    expect(alarm.end(9_000)).toEqual([])
  })
})
