import type { AuditFilter, AuditHead } from '@press-gallery/server/protocol/audit'
import { auditHead } from '@press-gallery/server/protocol/audit'
import { timeOf } from './hearing-draft.ts'

/** What the log is searched for, as the form holds it; empty fields ask for nothing. */
export interface AuditDraft {
  courtId: string
  caseNumber: string
  kind: string
  person: string
  /** As `<input type="datetime-local">` has them. */
  from: string
  until: string
}

export const emptyAuditDraft: AuditDraft = {
  courtId: '',
  caseNumber: '',
  kind: '',
  person: '',
  from: '',
  until: '',
}

/** Without what is empty, and without times that are none. */
export function filterOf(draft: AuditDraft): AuditFilter {
  const fromMs = timeOf(draft.from)
  const untilMs = timeOf(draft.until)
  const person = draft.person.trim()
  const caseNumber = draft.caseNumber.trim()
  return {
    ...(draft.courtId === '' ? {} : { courtId: draft.courtId }),
    ...(caseNumber === '' ? {} : { caseNumber }),
    ...(draft.kind === '' ? {} : { kind: draft.kind }),
    ...(person === '' ? {} : { person }),
    ...(fromMs === null || Number.isNaN(fromMs) ? {} : { fromMs }),
    ...(untilMs === null || Number.isNaN(untilMs) ? {} : { untilMs }),
  }
}

/** The address at which the same entries come as JSON Lines. */
export function exportPathOf(filter: AuditFilter): string {
  const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]))
  const text = query.toString()
  return text === '' ? '/api/audit/export' : `/api/audit/export?${text}`
}

/**
 * Heads as they were printed or mailed: on each line a number and a hash, with anything around them. Null: a line
 * that is not empty has none.
 */
export function headsIn(text: string): AuditHead[] | null {
  const heads: AuditHead[] = []
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const hash = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/i.exec(line)
    const seq = /(?<![0-9a-z])\d{1,15}(?![0-9a-z])/i.exec(hash === null ? line : line.replace(hash[0], ' '))
    const parsed = auditHead.safeParse({ seq: Number(seq?.[0]), hash: hash?.[0].toLowerCase() })
    if (!parsed.success) return null
    heads.push(parsed.data)
  }
  return heads
}
