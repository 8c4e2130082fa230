import { describe, expect, test } from 'vitest'
import { createPlaylistPace } from './playlist-pace.ts'

/** A live playlist of 2 s segments, each published `lateMs` after its end. */
const playlistAt = (nowMs: number, lateMs = 200): string => {
  const last = Math.floor((nowMs - lateMs) / 2000) - 1
  return [last - 1, last].map((n) => `#EXTINF:2.000,\n${n}.m4s`).join('\n')
}

/** Asks as the pace says for so long; how old each new segment was when it was learnt of, ms after publication. */
function ask(
  startMs: number,
  forMs: number,
  lateMs: (atMs: number) => number,
): { ages: number[]; asked: number } {
  const pace = createPlaylistPace()
  const ages: number[] = []
  let asked = 0
  let nowMs = startMs
  while (nowMs < startMs + forMs) {
    nowMs += pace.waitMs(nowMs)
    asked++
    // The way there and back.
    nowMs += 5
    if (pace.observe(playlistAt(nowMs, lateMs(nowMs)), nowMs)) ages.push((nowMs - lateMs(nowMs)) % 2000)
  }
  return { ages, asked }
}

describe('createPlaylistPace()', () => {
  test.for([0, 300, 1000, 1900])('finds the phase when started %i ms after a publication', (phaseMs) => {
    const { ages } = ask(100_200 + phaseMs, 60_000, () => 200)
    expect(Math.max(...ages.slice(1))).toBeLessThan(150)
  })

  test('asks little more than once a segment', () => {
    const { ages, asked } = ask(100_900, 120_000, () => 200)
    expect(ages.length).toBeGreaterThanOrEqual(60)
    expect(asked).toBeLessThan(ages.length * 1.6 + 18)
  })

  test('asks less and less often while nothing new comes, and says that it is stale', () => {
    const pace = createPlaylistPace()
    pace.observe(playlistAt(100_900), 100_900)
    let nowMs = 100_900
    let asked = 0
    for (; nowMs < 160_900; nowMs += pace.waitMs(nowMs) + 5) {
      pace.observe(playlistAt(100_900), nowMs)
      asked++
    }
    expect(asked).toBeLessThan(55)
    expect(pace.isStale(nowMs)).toBe(true)
  })

  test('tells a new segment by its name, whatever stands between', () => {
    const pace = createPlaylistPace()
    expect(pace.observe('#EXTINF:2,\n1.m4s\n', 0)).toBe(true)
    expect(pace.observe('#EXTINF:2,\n1.m4s\n', 1000)).toBe(false)
    expect(pace.observe('#EXTINF:2,\n1.m4s\n#EXTINF:2,\r\n#EXT-X-BYTERANGE:1\r\n2.m4s\r\n', 2000)).toBe(true)
    expect(pace.observe('', 2100)).toBe(false)
  })
})
