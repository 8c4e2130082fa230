/** The key under `watch.missed`, and its values: units are abbreviated, so that no language needs a plural. */
export type MissedWords =
  | { unit: 'seconds'; values: { seconds: number } }
  | { unit: 'minutes'; values: { minutes: number; seconds: number } }
  | { unit: 'hours'; values: { hours: number; minutes: number } }

export function missedWords(missedMs: number): MissedWords {
  const seconds = Math.round(missedMs / 1000)
  if (seconds < 60) return { unit: 'seconds', values: { seconds } }
  if (seconds < 3600)
    return { unit: 'minutes', values: { minutes: Math.floor(seconds / 60), seconds: seconds % 60 } }
  const minutes = Math.round(seconds / 60)
  return { unit: 'hours', values: { hours: Math.floor(minutes / 60), minutes: minutes % 60 } }
}
