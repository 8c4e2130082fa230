import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepRenewed } from './webrtc-renewal.ts'

describe('keepRenewed', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('renews a minute before the end, again and again', async () => {
    const renewedAtMs: number[] = []
    const stop = keepRenewed({
      expiresAtMs: 600_000,
      getToken: () => Promise.resolve({ token: 'next', expiresAtMs: Date.now() + 600_000 }),
      renew: () => {
        renewedAtMs.push(Date.now())
        return Promise.resolve()
      },
    })
    await vi.advanceTimersByTimeAsync(1_200_000)
    expect(renewedAtMs).toEqual([540_000, 1_080_000])
    stop()
    await vi.advanceTimersByTimeAsync(1_200_000)
    expect(renewedAtMs).toHaveLength(2)
  })

  it('asks for nothing where nothing ends', async () => {
    const getToken = vi.fn<() => Promise<{ token: string; expiresAtMs: number }>>()
    keepRenewed({ expiresAtMs: Number.POSITIVE_INFINITY, getToken, renew: () => Promise.resolve() })
    await vi.advanceTimersByTimeAsync(86_400_000)
    expect(getToken).not.toHaveBeenCalled()
  })

  it('renews a short token after two thirds of it', async () => {
    const renew = vi.fn<(token: string) => Promise<void>>(() => Promise.resolve())
    keepRenewed({
      expiresAtMs: 30_000,
      getToken: () => Promise.resolve({ token: 'next', expiresAtMs: 630_000 }),
      renew,
    })
    await vi.advanceTimersByTimeAsync(19_999)
    expect(renew).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(renew).toHaveBeenCalledWith('next')
  })

  it('tries again while there is time, and stops asking at the end', async () => {
    const getToken = vi.fn<() => Promise<never>>(() => Promise.reject(new Error('no network')))
    keepRenewed({ expiresAtMs: 100_000, getToken, renew: () => Promise.resolve() })
    await vi.advanceTimersByTimeAsync(100_000)
    const asked = getToken.mock.calls.length
    expect(asked).toBeGreaterThan(5)
    await vi.advanceTimersByTimeAsync(1_000_000)
    expect(getToken).toHaveBeenCalledTimes(asked)
  })

  it('does not send a token again that ends no later', async () => {
    const renew = vi.fn<(token: string) => Promise<void>>(() => Promise.resolve())
    keepRenewed({
      expiresAtMs: 60_000,
      getToken: () => Promise.resolve({ token: 'same', expiresAtMs: 60_000 }),
      renew,
    })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(renew).not.toHaveBeenCalled()
  })
})
