/** Does something for a key at once, and then not again before its time: what comes meanwhile is done once, at the end of it. */
export interface Paced {
  due(key: string): void
  /** Idempotent. */
  stop(): void
}

export function createPaced(everyMs: number, act: (key: string) => void): Paced {
  const resting = new Map<string, { timer: NodeJS.Timeout; again: boolean }>()
  const run = (key: string): void => {
    const timer = setTimeout(() => {
      const again = resting.get(key)?.again === true
      resting.delete(key)
      if (again) run(key)
    }, everyMs)
    resting.set(key, { timer, again: false })
    act(key)
  }
  return {
    due(key) {
      const rest = resting.get(key)
      if (rest) rest.again = true
      else run(key)
    },
    stop() {
      for (const { timer } of resting.values()) clearTimeout(timer)
      resting.clear()
    },
  }
}
