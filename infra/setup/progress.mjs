// Tells a person at a terminal, or in a CI log, what set-up is doing and how long that usually takes. Whole lines only:
// they read the same in both.

const HEARTBEAT_MS = 10_000

export const clock = (ms) => {
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** @param {(line: string) => void} log */
export function progressTo(log) {
  return {
    note: (text) => log(`  ${text}`),

    /**
     * Runs one step between a line that announces it and one that says how long it took. Every ten seconds it says
     * where the step stands, so that a slow machine can be told from a hung one.
     * @template T
     * @param {string} title @param {string} usual how long it takes as a rule, "about 2 minutes"
     * @param {(update: (state: string) => void) => Promise<T>} work
     */
    async step(title, usual, work) {
      const started = Date.now()
      let state = ''
      log(`• ${title} (${usual})`)
      const heartbeat = setInterval(
        () => log(`    ${clock(Date.now() - started)}${state ? `: ${state}` : ''}`),
        HEARTBEAT_MS,
      )
      try {
        const result = await work((text) => {
          state = text
        })
        log(`    done in ${clock(Date.now() - started)}`)
        return result
      } finally {
        clearInterval(heartbeat)
      }
    },
  }
}
