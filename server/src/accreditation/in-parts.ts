/** As many rows, or values, as every database takes in one statement. */
const atOnce = 100

/**
 * Does something for a long list part by part. Between parts the process turns to whatever else waits: a list of thousands
 * would stop the media's signalling.
 */
export async function inParts<T>(
  list: readonly T[],
  handle: (part: readonly T[]) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < list.length; start += atOnce) {
    if (start > 0) await new Promise((resolve) => setImmediate(resolve))
    await handle(list.slice(start, start + atOnce))
  }
}

/** As long as something in one piece may keep all others waiting, ms: less than a picture is shown. */
const longestPieceMs = 8

/**
 * For a loop over thousands: awaited at each of them, it lets the process turn to whatever else waits as soon as the loop has had
 * it for long.
 */
export function createPauses(): () => Promise<void> {
  let sinceMs = performance.now()
  return async () => {
    if (performance.now() - sinceMs < longestPieceMs) return
    await new Promise((resolve) => setImmediate(resolve))
    sinceMs = performance.now()
  }
}
