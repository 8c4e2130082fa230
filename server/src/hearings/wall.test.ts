import { expect, it } from 'vitest'
import type { Device } from '../access/devices.ts'
import type { Standing } from '../protocol/hearing-state.ts'
import type { Hearing } from './hearings.ts'
import { createWall } from './wall.ts'

const notes = { kk: '', ru: '', en: '' }
const hearing: Hearing = {
  id: 'one',
  courtId: 'court',
  courtroomId: 'room',
  caseNumber: '1',
  title: 'A hearing',
  judge: '',
  plannedStartMs: null,
  plannedEndMs: null,
  languages: [],
  audience: 'accredited',
  poolId: null,
  notes,
  watermark: true,
  closedRecording: 'stop',
  state: 'live',
  version: 1,
  sinceMs: 0,
  groundId: null,
}
const screen: Device = {
  id: 'screen',
  courtId: 'court',
  kind: 'screen',
  name: 'Foyer',
  courtroomId: null,
  settings: { layout: 'grid', hearingIds: [], soundFrom: null, language: 'en', volume: 1 },
  pairedMs: 0,
  seenMs: 0,
}
const told = (state: Standing['state'], version: number, sinceMs: number): Standing => ({
  state,
  version,
  sinceMs,
  ground: null,
})

it('goes by what it was told while the store is behind, and does not keep that of what is over', async () => {
  let nowMs = 1_000
  const wall = createWall({
    hearings: { list: () => Promise.resolve([hearing]) },
    courts: {
      find: () => Promise.resolve(undefined),
      everyCourtroom: () => Promise.resolve([]),
      groundsNamed: () => Promise.resolve([]),
    },
    attendance: { view: () => Promise.reject(new Error('not asked for')) },
    nowMs: () => nowMs,
  })
  const states = async () => (await wall.screen(screen)).underWay.map(({ standing }) => standing.state)
  expect(await states()).toEqual(['live'])
  wall.learn('one', told('closed', 2, nowMs))
  expect(await states()).toEqual(['closed'])
  wall.learn('one', told('ended', 3, nowMs))
  nowMs += 60_000
  wall.learn('another', told('live', 1, nowMs))
  expect(await states()).toEqual([])
  nowMs += 1
  wall.learn('another', told('recess', 2, nowMs))
  // A store that had still not heard of the end by then would be believed.
  expect(await states()).toEqual(['live'])
})
