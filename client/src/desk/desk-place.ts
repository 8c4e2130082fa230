/** The pages of the desk, each with an address of its own. */
export type DeskPlace =
  | { name: 'hearings' }
  | { name: 'schedule'; courtId: string }
  | { name: 'hearing'; hearingId: string }
  | { name: 'change'; hearingId: string }
  | { name: 'accreditation' }
  | { name: 'audit' }

const isIdentifier = (part: string): boolean => /^[a-z0-9-]{1,64}$/.test(part)

/** Of what follows `/desk/` in an address; null: there is no such page. */
export function parseDeskPlace(parts: readonly string[]): DeskPlace | null {
  const [first, second, third] = parts
  if (first === undefined) return { name: 'hearings' }
  if (first === 'accreditation' && parts.length === 1) return { name: 'accreditation' }
  if (first === 'audit' && parts.length === 1) return { name: 'audit' }
  if (second === undefined || !isIdentifier(second)) return null
  if (first === 'courts' && third === 'schedule' && parts.length === 3)
    return { name: 'schedule', courtId: second }
  if (first !== 'hearings') return null
  if (parts.length === 2) return { name: 'hearing', hearingId: second }
  return third === 'change' && parts.length === 3 ? { name: 'change', hearingId: second } : null
}
