import { identifier } from '@press-gallery/server/protocol/identifiers'
import { z } from 'zod'
import type { Remembered } from '../browser/remembered.ts'

/** A press of the button that the server has not answered. */
export const press = z.strictObject({
  hearingId: identifier,
  /** Of the standing that it was given for. */
  version: z.int().min(0),
  /** By the server's clock, as far as it was known. */
  pressedMs: z.number(),
})
export type Press = z.infer<typeof press>

/** Keeps a press over a reload of the page and a power cut. */
export interface KeptPress {
  read(): Press | null
  write(press: Press | null): void
}

export function createKeptPress(shelf: Remembered): KeptPress {
  return {
    read() {
      try {
        return press.parse(JSON.parse(shelf.read() ?? 'null'))
      } catch {
        return null
      }
    },
    write: (kept) => shelf.write(JSON.stringify(kept)),
  }
}
