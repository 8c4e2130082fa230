const againMs = 10_000

/** A part of a page that nobody stands before: where it can't be had, the page is loaded anew, since browsers remember a failure. */
export async function loadedInTheEnd<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch {
    window.setTimeout(() => window.location.reload(), againMs)
    return new Promise<never>(() => undefined)
  }
}
