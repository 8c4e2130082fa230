/** Tells that somebody may have lost a right, so that whoever holds media open asks again for each (`Rights.watchingAs`). */
export interface RightsChanges {
  /** To be called after the write that changed rights has been committed. */
  changed(): void
  /** Returns the function that takes the listener away. */
  onChanged(listener: () => void): () => void
}

export function createRightsChanges(): RightsChanges {
  const listeners = new Set<() => void>()
  return {
    changed() {
      for (const listener of listeners) listener()
    },
    onChanged(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
