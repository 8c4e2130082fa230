/** A time span in its two largest units, for reading at a glance. */
export type Elapsed =
  | { unit: 's'; s: number }
  | { unit: 'm'; m: number; s: number }
  | { unit: 'h'; h: number; m: number }
  | { unit: 'd'; d: number; h: number }

/** Of a span in ms; less than nothing (a clock was set) counts as nothing. */
export function elapsedOf(ms: number): Elapsed {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  if (minutes === 0) return { unit: 's', s: seconds }
  if (hours === 0) return { unit: 'm', m: minutes, s: seconds % 60 }
  if (hours < 24) return { unit: 'h', h: hours, m: minutes % 60 }
  return { unit: 'd', d: Math.floor(hours / 24), h: hours % 24 }
}
