import type { AuditEntry } from '@press-gallery/server/protocol/audit'
import { hearingState, type HearingState } from '@press-gallery/server/protocol/hearing-state'
import { role as roleSchema, type Role } from '@press-gallery/server/protocol/identifiers'

/** The facts that there are words for. The log may hold others, of later versions. */
export const auditFacts = [
  'accreditationId',
  'alarm',
  'audience',
  'by',
  'bytes',
  'caseNumber',
  'changed',
  'courtroom',
  'dark',
  'entries',
  'file',
  'from',
  'fromMs',
  'givenFor',
  'ground',
  'grounds',
  'hearing',
  'hears',
  'host',
  'kid',
  'kind',
  'link',
  'missing',
  'name',
  'of',
  'orderedMs',
  'outcome',
  'outletId',
  'ownPlayer',
  'path',
  'personId',
  'poolId',
  'problems',
  'reason',
  'role',
  'rows',
  'screenId',
  'sealRecipient',
  'secondFactor',
  'seeing',
  'sees',
  'sessionId',
  'sha256',
  'silent',
  'slowestMs',
  'sought',
  'soundPublished',
  'source',
  'to',
  'toMs',
  'version',
  'viewer',
  'viewing',
  'watching',
  'what',
  'why',
] as const
export type AuditFact = (typeof auditFacts)[number]

const known: readonly string[] = auditFacts
export const isKnownFact = (name: string): name is AuditFact => known.includes(name)

/** What a fact says: something that the page has words of its own for, or a text that stands as it is in the log. */
export type AuditValue =
  | { kind: 'text'; text: string }
  | { kind: 'time'; ms: number }
  | { kind: 'flag'; is: boolean }
  /** In that court, in all of them (`*`), or, null, in the entry's own. */
  | { kind: 'role'; role: Role; courtId: string | null }
  | { kind: 'state'; state: HearingState }

/** One fact of an entry: whoever it names stands with their name, where it is still known. */
export interface AuditFactSaid {
  name: string
  value: AuditValue
}

const times: ReadonlySet<string> = new Set<AuditFact>(['fromMs', 'toMs', 'orderedMs'])
const states: ReadonlySet<string> = new Set<AuditFact>(['from', 'to'])

/** The facts of an entry, for reading. The log's export has them as they were written. */
export function factsOfEntry({ data, people }: AuditEntry): AuditFactSaid[] {
  const names = new Map(people.map(({ id, name }) => [id, name ?? id]))
  const said = (value: string): string => names.get(value) ?? value
  const valueOf = (name: string, value: AuditEntry['data'][string]): AuditValue => {
    if (typeof value === 'boolean') return { kind: 'flag', is: value }
    if (typeof value === 'number' && times.has(name)) return { kind: 'time', ms: value }
    if (name === 'role' && typeof value === 'string') {
      const [spelt, courtId = null] = value.split('@')
      const role = roleSchema.safeParse(spelt)
      if (role.success) return { kind: 'role', role: role.data, courtId }
    }
    const state = states.has(name) ? hearingState.safeParse(value) : null
    if (state?.success === true) return { kind: 'state', state: state.data }
    return { kind: 'text', text: Array.isArray(value) ? value.map(said).join(', ') : said(String(value)) }
  }
  return Object.entries(data)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => ({ name, value: valueOf(name, value) }))
}
