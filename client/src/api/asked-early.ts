/**
 * Asks at once, before anybody needs the answer: the first to ask gets that one, whatever it is, and everyone after it asks anew.
 */
export function askedEarly<T>(ask: () => Promise<T>): () => Promise<T> {
  let early: Promise<T> | null = ask()
  // Whoever takes it hears of the failure.
  early.catch(() => undefined)
  return () => {
    const answer = early ?? ask()
    early = null
    return answer
  }
}
