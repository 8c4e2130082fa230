import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import type { HearingState } from '@press-gallery/server/protocol/hearing-state'
import { expect, test } from 'vitest'
import { groupsOf } from './hearing-groups.ts'

const hearing = (id: string, state: HearingState, startMs: number | null, sinceMs = 0): DeskHearing => ({
  id,
  courtId: 'court',
  courtroom: 'Courtroom 1',
  courtroomId: 'room-1',
  title: id,
  caseNumber: '1',
  judge: '',
  plannedStartMs: startMs,
  plannedEndMs: null,
  languages: [],
  audience: 'accredited',
  poolId: null,
  people: [],
  notes: { kk: '', ru: '', en: '' },
  watermark: true,
  closedRecording: 'stop',
  standing: { state, version: 0, sinceMs, ground: null },
  feed: { state: 'live', fault: null, sinceMs: 0, nextTryMs: null, video: null, audio: null },
  recording: 'stopped',
})

test('groupsOf() puts first what is under way, then what comes, then what was', () => {
  const groups = groupsOf([
    hearing('yesterday', 'ended', 1, 10),
    hearing('some-day', 'scheduled', null),
    hearing('tomorrow', 'scheduled', 200),
    hearing('today', 'scheduled', 100),
    hearing('now-closed', 'closed', 50),
    hearing('now', 'live', 40),
    hearing('not-held', 'cancelled', 30, 20),
    hearing('whenever', 'scheduled', null),
  ])
  expect(groups.map(({ name, hearings }) => [name, hearings.map(({ id }) => id)])).toEqual([
    ['underWay', ['now', 'now-closed']],
    ['planned', ['today', 'tomorrow', 'some-day', 'whenever']],
    ['over', ['not-held', 'yesterday']],
  ])
})

test('groupsOf() leaves out what is empty', () => {
  expect(groupsOf([])).toEqual([])
})
