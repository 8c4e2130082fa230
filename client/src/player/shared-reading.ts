/** One reading for all who ask within `forMs`: statistics of a connection cost the browser time. */
export function sharedReading<T>(read: () => Promise<T>, forMs: number): () => Promise<T> {
  let reading: Promise<T> | null = null
  let readAtMs = -Infinity
  return () => {
    const nowMs = performance.now()
    if (reading === null || nowMs - readAtMs >= forMs) {
      readAtMs = nowMs
      reading = read()
    }
    return reading
  }
}
