import { expect, it } from 'vitest'
import type { FigureId, Figures } from './figures.ts'
import { failuresOf, judge, minuteLines, outcomeLines, verdictTable } from './report.ts'
import type { SoakOutcome } from './soak.ts'

const calm: Figures = {
  wallHeap: 8,
  wallNodes: 2939,
  wallListeners: 439,
  wallDocuments: 1,
  wallConnectionsOpen: 9,
  wallConnectionsKept: 9,
  wallVideos: 18,
  wallAudioContexts: 10,
  wallPageMemory: 400,
  wallBrowserMemory: 800,
  journalistHeap: 8,
  journalistNodes: 423,
  journalistListeners: 212,
  journalistConnectionsOpen: 0,
  journalistConnectionsKept: 0,
  serverHeap: 50,
  serverMemory: 200,
  workerMemory: 34,
  recorderMemory: 1600,
  routers: 9,
  transports: 27,
  producers: 18,
  consumers: 27,
  sockets: 11,
  openFiles: 97,
  children: 21,
}
const outcome: SoakOutcome = {
  watched: { dueS: 1000, stillS: 0, longestStillS: 0, longestFrozenS: 0, wordsOverS: 0, oldestMs: 200 },
  toldStill: 0,
  healed: 0,
  reloaded: 0,
  problems: [],
  warnings: {},
}
const minutes = (growing?: FigureId, by = 1): { minute: number; figures: Figures }[] =>
  Array.from({ length: 11 }, (_, minute) => ({
    minute,
    figures: growing === undefined ? calm : { ...calm, [growing]: calm[growing] + by * minute },
  }))

it('finds nothing in a calm soak', () => {
  const judged = judge(minutes())
  expect(failuresOf(judged, outcome)).toEqual([])
  expect(verdictTable(judged)).not.toContain('NOT FLAT')
  const troubles = { stillS: 1.5, overHls: 7, mended: 2, warned: 0 }
  const lines = minuteLines({ minute: 3, figures: calm, troubles })
  expect(lines).toContain('server     heap 50.0 MB')
  expect(lines).toContain('tiles      without a picture 1.5 s, over HLS at most 7, mended 2')
})

it.each<[FigureId, number, string]>([
  ['transports', 1, 'server: transports is not flat'],
  ['wallNodes', 40, 'wall: DOM nodes is not flat'],
  ['wallHeap', 0.5, 'wall: JS heap is not flat'],
])('names %s when it grows', (id, by, words) => {
  const judged = judge(minutes(id, by))
  expect(failuresOf(judged, outcome)).toEqual([words])
  expect(verdictTable(judged)).toContain('NOT FLAT')
})

it('names what stood still and what went wrong, and says so of a soak that was too short', () => {
  const bad = { ...outcome, watched: { ...outcome.watched, longestFrozenS: 7 }, problems: ['round 3: gone'] }
  expect(failuresOf(judge(minutes()), bad)).toEqual([
    'a tile looked alive and was frozen for 7.0 s',
    'round 3: gone',
  ])
  expect(failuresOf(judge(minutes().slice(0, 3)), outcome)[0]).toContain('too short to say')
  expect(outcomeLines({ ...bad, warnings: { 'recording stalled': 2 } })).toContain('warned 2 times')
})
