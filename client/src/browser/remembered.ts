import type { z } from 'zod'

/** A choice remembered on this device. Storage may be switched off: then it lasts as long as the page. */
export interface Remembered {
  read(): string | null
  write(value: string): void
}

export function remembered(key: string): Remembered {
  return {
    read() {
      try {
        return window.localStorage.getItem(key)
      } catch {
        return null
      }
    },
    write(value) {
      try {
        window.localStorage.setItem(key, value)
      } catch {
        // Storage is off or full; the choice holds for this page only.
      }
    },
  }
}

/** What is kept as JSON; null where nothing is, or something else. */
export function rememberedAs<S extends z.ZodType>(
  shelf: Pick<Remembered, 'read'>,
  schema: S,
): z.output<S> | null {
  try {
    return schema.parse(JSON.parse(shelf.read() ?? ''))
  } catch {
    return null
  }
}
