import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { Logger } from 'pino'
import { z } from 'zod'
import { identifier, role } from '../protocol/identifiers.ts'

const closing = z.strictObject({
  order: z.strictObject({
    hearingId: identifier,
    kind: z.literal('close'),
    version: z.int(),
    groundId: z.string().nullable(),
    by: z.strictObject({ id: z.string(), roles: z.array(role) }),
  }),
  /** When it was obeyed, ms since the epoch. */
  sinceMs: z.number(),
})
/** An order to close that is obeyed and that the store has not taken. */
export type Closing = Readonly<z.infer<typeof closing>>

/** Such orders, one a hearing at most. They are kept in a file beside the store, so that no restart opens a session again. */
export interface UnwrittenClosings {
  of(hearingId: string): Closing | undefined
  all(): readonly Closing[]
  keep(closing: Closing): void
  forget(hearingId: string): void
}

/** Throws where there is a file that can't be read: what is in it must not be lost. */
export function openUnwrittenClosings(file: string, log: Pick<Logger, 'error'>): UnwrittenClosings {
  const closings = new Map(readFrom(file).map((one) => [one.order.hearingId, one]))
  const write = (): void => {
    try {
      if (closings.size === 0) rmSync(file, { force: true })
      else writeTo(file, JSON.stringify([...closings.values()]))
    } catch (error) {
      // The session is closed for as long as the process lives.
      log.error(
        { err: error, file },
        'a closing that the store does not take could not be kept on disk either',
      )
    }
  }
  return {
    of: (hearingId) => closings.get(hearingId),
    all: () => [...closings.values()],
    keep(one) {
      if (closings.get(one.order.hearingId) === one) return
      closings.set(one.order.hearingId, one)
      write()
    },
    forget(hearingId) {
      if (closings.delete(hearingId)) write()
    },
  }
}

function readFrom(file: string): Closing[] {
  let text
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
  return z.array(closing).parse(JSON.parse(text))
}

function writeTo(file: string, text: string): void {
  const draft = `${file}.draft`
  const handle = openSync(draft, 'w', 0o600)
  try {
    writeFileSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(draft, file)
}
