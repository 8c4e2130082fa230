import type { HearingSummary } from '@press-gallery/server/protocol/api'
import type { HearingState } from '@press-gallery/server/protocol/hearing-state'
import { describe, expect, test } from 'vitest'
import { groupHearings, nextOf } from './hearing-groups.ts'
import { pressWords } from './press-words.ts'

const noonMs = new Date(2026, 10, 25, 12, 0).getTime()
const hourMs = 3_600_000

function hearing(
  id: string,
  state: HearingState,
  plannedStartMs: number | null,
  sinceMs = noonMs,
): HearingSummary {
  return {
    id,
    courtId: 'court-1',
    title: id,
    caseNumber: '1',
    courtroom: '1',
    judge: '',
    plannedStartMs,
    plannedEndMs: null,
    languages: ['kk'],
    notes: { kk: '', ru: '', en: '' },
    explanation: null,
    standing: { state, version: 1, sinceMs, ground: null },
    mayWatch: true,
    request: 'none',
    watch: `/watch/${id}`,
    feed: { state: 'connecting', fault: null, sinceMs: 0, nextTryMs: null, video: null, audio: null },
    recording: 'paused',
  }
}

const list = [
  hearing('closed', 'closed', noonMs - 5 * hourMs),
  hearing('live', 'live', noonMs - hourMs),
  hearing('recess', 'recess', noonMs - 6 * hourMs),
  hearing('this evening', 'scheduled', noonMs + 6 * hourMs),
  hearing('an hour late', 'scheduled', noonMs - hourMs),
  hearing('not begun yesterday', 'scheduled', noonMs - 24 * hourMs),
  hearing('no time yet', 'scheduled', null),
  hearing('after midnight', 'scheduled', noonMs + 12 * hourMs),
  hearing('ended this morning', 'ended', noonMs - 3 * hourMs, noonMs - 2 * hourMs),
  hearing('sealed yesterday', 'sealed', noonMs - 30 * hourMs, noonMs - 24 * hourMs),
  hearing('cancelled for tomorrow', 'cancelled', noonMs + 24 * hourMs, noonMs - hourMs),
  hearing('cancelled for the day before', 'cancelled', noonMs - 26 * hourMs, noonMs - hourMs),
]

describe('groupHearings()', () => {
  test('puts each hearing where one looks for it, in order', () => {
    const groups = groupHearings(list, noonMs)
    const ids = Object.fromEntries(
      Object.entries(groups).map(([group, hearings]) => [group, hearings.map(({ id }) => id)]),
    )
    expect(ids).toEqual({
      now: ['live', 'recess', 'closed'],
      today: ['not begun yesterday', 'an hour late', 'this evening'],
      later: ['after midnight', 'cancelled for tomorrow', 'no time yet'],
      past: ['ended this morning', 'cancelled for the day before', 'sealed yesterday'],
    })
  })

  test('knows which comes next, also when that is another day', () => {
    expect(nextOf(groupHearings(list, noonMs))?.id).toBe('not begun yesterday')
    expect(nextOf(groupHearings(list.slice(6, 8), noonMs))?.id).toBe('after midnight')
    expect(nextOf(groupHearings(list.slice(6, 7), noonMs))).toBeNull()
  })
})

describe('pressWords()', () => {
  const words = { kk: '', ru: ' В зале холодно. ', en: 'It is cold.' }
  test.for([
    { name: 'in the language of the page', wanted: 'en', expected: { language: 'en', text: 'It is cold.' } },
    {
      name: 'in another where there are none',
      wanted: 'kk',
      expected: { language: 'ru', text: 'В зале холодно.' },
    },
  ])('are $name', ({ wanted, expected }) => {
    expect(pressWords(words, wanted)).toEqual(expected)
  })

  test('are nothing where nothing was written', () => {
    expect(pressWords({ kk: ' ', ru: '', en: '' }, 'ru')).toBeNull()
    expect(pressWords(null, 'ru')).toBeNull()
  })
})
