import type { types } from 'mediasoup'

export interface EndWhenSilentOptions {
  worker: Pick<types.Worker, 'pid' | 'getResourceUsage'>
  /** Just before it is killed. */
  onSilent: () => void
  /** How often it is asked, ms. Default 2000. */
  everyMs?: number
  /** As often it has to be silent one after the other. Default 5: ten seconds, which no starved machine takes to answer. */
  times?: number
}

/**
 * Kills a worker that is alive and answers nothing, so that it is replaced as one that died: a courtroom that hangs is as
 * bad as one that is gone. Counts questions rather than time, since a server that was busy itself has no answer read yet.
 * Returns the function that ends the watch; idempotent.
 */
export function endWhenSilent({
  worker,
  onSilent,
  everyMs = 2000,
  times = 5,
}: EndWhenSilentOptions): () => void {
  let silent = 0
  let asked = false
  const timer = setInterval(() => {
    if (!asked) {
      asked = true
      const answered = (): void => {
        asked = false
        silent = 0
      }
      // A refusal is an answer; of a worker that has died the pool hears elsewhere.
      worker.getResourceUsage().then(answered, answered)
      return
    }
    silent++
    if (silent < times) return
    clearInterval(timer)
    onSilent()
    process.kill(worker.pid, 'SIGKILL')
  }, everyMs)
  return () => clearInterval(timer)
}
