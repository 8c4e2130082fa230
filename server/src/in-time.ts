/** What is read, or null when it takes longer than `withinMs`: a part that hangs holds up nobody. Rejects as the reading does. */
export async function inTime<T>(reading: Promise<T>, withinMs: number): Promise<T | null> {
  const late = Promise.withResolvers<null>()
  const timer = setTimeout(() => late.resolve(null), withinMs)
  try {
    return await Promise.race([reading, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
