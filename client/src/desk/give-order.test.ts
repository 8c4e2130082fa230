import type { HearingState, OrderRequest, Standing } from '@press-gallery/server/protocol/hearing-state'
import { describe, expect, test, vi } from 'vitest'
import { ApiError, NetworkError } from '../api/api-error.ts'
import { giveOrder } from './give-order.ts'

const at = (state: HearingState): Standing => ({ state, version: 5, sinceMs: 0, ground: null })
const close: OrderRequest = { order: 'close', version: 4 }
const lost = new NetworkError('no answer')

function given(
  request: OrderRequest,
  answers: readonly (Standing | Error)[],
  looked: Standing | Error = lost,
) {
  const left = [...answers]
  const give = vi.fn<(request: OrderRequest) => Promise<Standing>>(async () => {
    const answer = left.shift()
    if (answer === undefined) throw new Error('sent once too often')
    if (answer instanceof Error) throw answer
    return answer
  })
  const onUnanswered = vi.fn<(isCut: boolean) => void>()
  const abort = new AbortController()
  const outcome = giveOrder({
    request,
    give,
    look: async () => {
      if (looked instanceof Error) throw looked
      return looked
    },
    onUnanswered,
    pause: async () => {
      if (left.length === 0) abort.abort()
    },
    signal: abort.signal,
  })
  return { outcome, give, onUnanswered }
}

describe('giveOrder()', () => {
  test('tells what was obeyed', async () => {
    expect(await given(close, [at('closed')]).outcome).toEqual({ kind: 'obeyed', standing: at('closed') })
  })

  test('tells why it was refused', async () => {
    const { outcome } = given({ order: 'recess', version: 4 }, [new ApiError('state_moved_on', '')])
    expect(await outcome).toEqual({ kind: 'refused', code: 'state_moved_on' })
  })

  test('sends an order to close until it is answered, for the same version', async () => {
    const { outcome, give, onUnanswered } = given(close, [lost, new ApiError('internal', ''), at('closed')])
    expect(await outcome).toEqual({ kind: 'obeyed', standing: at('closed') })
    expect(give.mock.calls).toEqual([[close], [close], [close]])
    expect(onUnanswered).toHaveBeenCalledTimes(2)
  })

  test('tells one that is obeyed and not written yet from one that nobody has answered', async () => {
    const answers = [
      new ApiError('store_unavailable', ''),
      new ApiError('closed_unwritten', ''),
      at('closed'),
    ]
    const { outcome, onUnanswered } = given(close, answers)
    expect(await outcome).toEqual({ kind: 'obeyed', standing: at('closed') })
    expect(onUnanswered.mock.calls).toEqual([[false], [true]])
  })

  test('knows its own earlier order to close behind a refusal', async () => {
    const { outcome } = given(close, [lost, new ApiError('not_in_this_state', '')], at('closed'))
    expect(await outcome).toEqual({ kind: 'obeyed', standing: at('closed') })
  })

  test('claims nothing where the hearing has been reopened meanwhile', async () => {
    const { outcome } = given(close, [lost, new ApiError('state_moved_on', '')], at('live'))
    expect(await outcome).toEqual({ kind: 'refused', code: 'state_moved_on' })
  })

  test('claims nothing where it can not look', async () => {
    const { outcome } = given(close, [lost, new ApiError('state_moved_on', '')], lost)
    expect(await outcome).toEqual({ kind: 'unknown' })
  })

  test.for(['start', 'reopen', 'recess', 'end'] as const)('sends %s once only', async (order) => {
    const { outcome, give } = given({ order, version: 4 }, [lost])
    expect(await outcome).toEqual({ kind: 'unknown' })
    expect(give).toHaveBeenCalledTimes(1)
  })

  test('stops when whoever gave it has gone', async () => {
    expect(await given(close, [lost]).outcome).toEqual({ kind: 'unknown' })
  })
})
