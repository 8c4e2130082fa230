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
