/** How long before its end a token is renewed at the latest, ms. */
const maxLeadMs = 60_000
const retryMs = 5_000

export interface RenewalOptions {
  /** ms since the epoch; infinity: what needs no renewing. */
  expiresAtMs: number
  getToken: () => Promise<{ token: string; expiresAtMs: number }>
  renew: (token: string) => Promise<void>
}

/** Renews a token before its end, again and again. Returns the function that ends it; idempotent. */
export function keepRenewed({ expiresAtMs, getToken, renew }: RenewalOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  const renewOnce = async (currentEndMs: number): Promise<void> => {
    try {
      const { token, expiresAtMs: newEndMs } = await getToken()
      if (stopped) return
      if (newEndMs > currentEndMs) await renew(token)
      if (!stopped) schedule(Math.max(newEndMs, currentEndMs))
    } catch {
      // Whatever it was, the server ends the media when the token does, and says so.
      const leftMs = currentEndMs - Date.now()
      if (!stopped && leftMs > 0)
        timer = setTimeout(() => void renewOnce(currentEndMs), Math.min(retryMs, leftMs / 2))
    }
  }
  const schedule = (endMs: number): void => {
    const leftMs = endMs - Date.now()
    if (leftMs <= 0 || leftMs === Number.POSITIVE_INFINITY) return
    const waitMs = Math.max(leftMs - Math.min(maxLeadMs, leftMs / 3), 500)
    timer = setTimeout(() => void renewOnce(endMs), waitMs)
  }

  schedule(expiresAtMs)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
