import { describe, expect, it, test } from 'vitest'
import {
  countsOf,
  inOrderOfUrgency,
  urgencyOfCourtroom,
  type RegionCourt,
  type RegionCourtroom,
} from './attention.ts'

const feed: RegionCourtroom['feed'] = {
  state: 'live',
  fault: null,
  sinceMs: 0,
  nextTryMs: null,
  video: null,
  audio: null,
}

type Hearing = NonNullable<RegionCourtroom['hearing']>

const hearing = (state: Hearing['standing']['state'], more: Partial<Hearing> = {}): Hearing => ({
  id: 'hearing-1',
  title: 'A hearing',
  caseNumber: '1',
  plannedStartMs: null,
  standing: { state, version: 1, sinceMs: 0, ground: null },
  recording: 'recording',
  watching: 0,
  seeing: 0,
  hearing: 0,
  alarm: null,
  ...more,
})

const room = (id: string, more: Partial<RegionCourtroom> = {}): RegionCourtroom => ({
  id,
  name: id,
  feed,
  hearing: null,
  ...more,
})

const court = (id: string, courtrooms: RegionCourtroom[], online = 1): RegionCourt => ({
  id,
  name: id,
  names: { kk: id, ru: id, en: id },
  courtrooms,
  screens: { all: 1, online },
})

const down = { ...feed, state: 'failed', fault: 'unreachable' } as const

describe('how urgent a courtroom is', () => {
  test.for<[string, Partial<RegionCourtroom>, number]>([
    ['all is well', { hearing: hearing('live') }, 0],
    ['nobody hears', { hearing: hearing('live', { alarm: 'nobody_hears' }) }, 3],
    ['no camera while it is on the air', { feed: down, hearing: hearing('live') }, 3],
    ['no sound from the camera', { feed: { ...feed, fault: 'no_audio' }, hearing: hearing('live') }, 3],
    ['nothing is recorded', { hearing: hearing('live', { recording: 'stopped' }) }, 3],
    ['in recess nothing need be recorded', { hearing: hearing('recess', { recording: 'paused' }) }, 0],
    ['the disk is full', { hearing: hearing('closed', { recording: 'disk_full' }) }, 3],
    ['no camera for what is to come', { feed: down, hearing: hearing('scheduled') }, 2],
    ['no camera, and nothing today', { feed: down }, 1],
  ])('%s', ([, more, urgency]) => {
    expect(urgencyOfCourtroom(room('room', more))).toBe(urgency)
  })
})

describe('the courts of the region', () => {
  const quiet = court('quiet', [room('empty', { feed: down }), room('on', { hearing: hearing('live') })])
  const alarmed = court('alarmed', [
    room('well'),
    room('bad', { hearing: hearing('live', { alarm: 'nobody_sees' }) }),
  ])
  const dark = court('dark', [room('idle')], 0)
  const shown = (only: boolean) =>
    inOrderOfUrgency([quiet, dark, alarmed], only).map((one) => [
      one.court.id,
      one.courtrooms.map(({ courtroom }) => courtroom.id),
    ])

  it('come with the most urgent first, in each of them as well', () => {
    expect(shown(false)).toEqual([
      ['alarmed', ['bad', 'well']],
      ['dark', ['idle']],
      ['quiet', ['on', 'empty']],
    ])
  })

  it('are left out where nobody has to do anything, if that is wanted', () => {
    expect(shown(true)).toEqual([
      ['alarmed', ['bad']],
      ['dark', []],
    ])
    expect(countsOf([quiet, dark, alarmed])).toEqual({ courtrooms: 5, underWay: 2, attention: 2 })
  })
})
