import type { Audience } from '@press-gallery/server/protocol/api'
import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import type { InThree, Language } from '@press-gallery/server/protocol/identifiers'
import { languages } from '@press-gallery/server/protocol/identifiers'
import type { HearingFacts } from './desk-api.ts'

/** A hearing as its form holds it. */
export interface HearingDraft {
  caseNumber: string
  title: string
  courtroomId: string
  judge: string
  /** As `<input type="datetime-local">` has it: this device's local time; empty: none. */
  start: string
  end: string
  languages: readonly Language[]
  audience: Audience
  poolId: string
  people: readonly string[]
  notes: InThree
  watermark: boolean
  closedRecording: DeskHearing['closedRecording']
}

export const emptyDraft: HearingDraft = {
  caseNumber: '',
  title: '',
  courtroomId: '',
  judge: '',
  start: '',
  end: '',
  languages: [],
  audience: 'accredited',
  poolId: '',
  people: [],
  notes: { kk: '', ru: '', en: '' },
  watermark: true,
  closedRecording: 'stop',
}

export const draftOf = (hearing: HearingFacts): HearingDraft => ({
  caseNumber: hearing.caseNumber,
  title: hearing.title,
  courtroomId: hearing.courtroomId,
  judge: hearing.judge,
  start: localTime(hearing.plannedStartMs),
  end: localTime(hearing.plannedEndMs),
  languages: hearing.languages,
  audience: hearing.audience,
  poolId: hearing.poolId ?? '',
  people: hearing.people,
  notes: hearing.notes,
  watermark: hearing.watermark,
  closedRecording: hearing.closedRecording,
})

/** What is wrong with a field: a key of the words under `desk.problem`. */
export type DraftProblem = 'missing' | 'courtroom' | 'time' | 'endsBefore' | 'pool' | 'people'
export type DraftProblems = Partial<Record<keyof HearingDraft, DraftProblem>>

/** The facts to send, or what has to be mended first. */
export function factsOf(draft: HearingDraft): { facts: HearingFacts } | { problems: DraftProblems } {
  const problems: DraftProblems = {}
  const caseNumber = draft.caseNumber.trim()
  const title = draft.title.trim()
  const start = timeOf(draft.start)
  const end = timeOf(draft.end)
  if (caseNumber === '') problems.caseNumber = 'missing'
  if (title === '') problems.title = 'missing'
  if (draft.courtroomId === '') problems.courtroomId = 'courtroom'
  if (Number.isNaN(start)) problems.start = 'time'
  if (Number.isNaN(end)) problems.end = 'time'
  if (start !== null && end !== null && end < start) problems.end = 'endsBefore'
  if (draft.audience === 'court_pool' && draft.poolId === '') problems.poolId = 'pool'
  if (draft.audience === 'named' && draft.people.length === 0) problems.people = 'people'
  if (Object.keys(problems).length > 0) return { problems }
  return {
    facts: {
      caseNumber,
      title,
      courtroomId: draft.courtroomId,
      judge: draft.judge.trim(),
      plannedStartMs: start,
      plannedEndMs: end,
      languages: languages.filter((language) => draft.languages.includes(language)),
      audience: draft.audience,
      poolId: draft.audience === 'court_pool' ? draft.poolId : null,
      people: draft.audience === 'named' ? [...draft.people] : [],
      notes: draft.notes,
      watermark: draft.watermark,
      closedRecording: draft.closedRecording,
    },
  }
}

/** What `<input type="datetime-local">` wants for a time, in this device's time zone. */
export function localTime(ms: number | null): string {
  if (ms === null) return ''
  const minuteMs = 60_000
  const shifted = new Date(ms - new Date(ms).getTimezoneOffset() * minuteMs)
  return shifted.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length)
}

/** The time that such a field says, ms since the epoch; null: it is empty; NaN: it says none. */
export const timeOf = (local: string): number | null => (local === '' ? null : new Date(local).getTime())
