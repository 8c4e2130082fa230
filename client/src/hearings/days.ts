const digits = (part: number, length: number): string => String(part).padStart(length, '0')

/** Days as `<input type="date">` has them, by the device's calendar: the one in which what was over just before a time was over. */
export function dayBefore(ms: number): string {
  const day = new Date(ms - 1)
  return `${digits(day.getFullYear(), 4)}-${digits(day.getMonth() + 1, 2)}-${digits(day.getDate(), 2)}`
}

/** When such a day ends, ms since the epoch; null: it is none, or lies before all that can be asked for. */
export function endOfDay(day: string): number | null {
  const ms = new Date(`${day}T00:00`).setHours(24, 0, 0, 0)
  return ms > 0 ? ms : null
}
