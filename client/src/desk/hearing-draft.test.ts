import { describe, expect, test } from 'vitest'
import { draftOf, emptyDraft, factsOf, localTime, timeOf, type HearingDraft } from './hearing-draft.ts'

const draft: HearingDraft = {
  ...emptyDraft,
  caseNumber: ' 7594-26-00-1/12 ',
  title: 'A hearing',
  courtroomId: 'room-1',
  start: '2026-11-25T10:30',
  end: '2026-11-25T12:00',
  languages: ['ru', 'kk'],
}

describe('factsOf()', () => {
  test('gives what the server wants', () => {
    expect(factsOf(draft)).toEqual({
      facts: {
        caseNumber: '7594-26-00-1/12',
        title: 'A hearing',
        courtroomId: 'room-1',
        judge: '',
        plannedStartMs: new Date('2026-11-25T10:30').getTime(),
        plannedEndMs: new Date('2026-11-25T12:00').getTime(),
        languages: ['kk', 'ru'],
        audience: 'accredited',
        poolId: null,
        people: [],
        notes: { kk: '', ru: '', en: '' },
        watermark: true,
        closedRecording: 'stop',
      },
    })
  })

  test('forgets the pool and the people of another audience', () => {
    const facts = factsOf({ ...draft, poolId: 'pool-1', people: ['person-1'] })
    expect(facts).toMatchObject({ facts: { poolId: null, people: [] } })
  })

  test.for([
    [{ caseNumber: ' ' }, { caseNumber: 'missing' }],
    [{ title: '' }, { title: 'missing' }],
    [{ courtroomId: '' }, { courtroomId: 'courtroom' }],
    [{ end: '2026-11-25T10:00' }, { end: 'endsBefore' }],
    [{ start: 'soon' }, { start: 'time' }],
    [{ audience: 'court_pool' }, { poolId: 'pool' }],
    [{ audience: 'named' }, { people: 'people' }],
  ] as const)('asks to mend %o', ([wrong, problems]) => {
    expect(factsOf({ ...draft, ...wrong })).toEqual({ problems })
  })

  test('gives back the facts that a draft was made of', () => {
    const first = factsOf(draft)
    if (!('facts' in first)) throw new Error('no facts')
    expect(factsOf(draftOf(first.facts))).toEqual(first)
  })
})

test('localTime() and timeOf() are each other’s opposite', () => {
  const ms = new Date('2026-03-29T01:30').getTime()
  expect(timeOf(localTime(ms))).toBe(ms)
  expect(localTime(null)).toBe('')
  expect(timeOf('')).toBeNull()
})
