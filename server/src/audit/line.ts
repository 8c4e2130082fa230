import { createHash } from 'node:crypto'
import { z } from 'zod'
import { auditFact } from '../protocol/audit.ts'

/** One line of the log as it is hashed and exported. */
export interface AuditLine {
  seq: number
  atMs: number
  kind: string
  courtId: string | null
  hearingId: string | null
  actor: string | null
  /** JSON of `AuditData`. */
  data: string
  previous: string
}

/** Facts of an entry. */
export type AuditData = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/** What the first line follows. */
export const beginning = '0'.repeat(64)

/** SHA-256 over the line in its one spelling. */
export function hashOf(line: AuditLine): string {
  const { seq, atMs, kind, courtId, hearingId, actor, data, previous } = line
  const spelt = JSON.stringify([seq, atMs, kind, courtId, hearingId, actor, data, previous])
  return createHash('sha256').update(spelt).digest('hex')
}

const facts = z.record(z.string(), auditFact)

/** Throws where it is no JSON of facts. */
export const factsOf = (data: string): z.infer<typeof facts> => facts.parse(JSON.parse(data))

const pseudonym = /^p-[0-9a-f]{40}$/

export const isPseudonym = (text: string): boolean => pseudonym.test(text)

/** Everybody whom the line names. */
export function mentionsOf({ actor, data }: Pick<AuditLine, 'actor' | 'data'>): Set<string> {
  const texts = Object.values(factsOf(data)).flat()
  return new Set([actor, ...texts].filter((value) => typeof value === 'string').filter(isPseudonym))
}
