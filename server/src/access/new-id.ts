import { randomBytes } from 'node:crypto'

/** A new id that says nothing of what it names. */
export const newId = (kind: string): string => `${kind}-${randomBytes(10).toString('hex')}`
