import type { Logger } from 'pino'
import { DomainError, type ErrorCode } from '../protocol/errors.ts'
import type { Result } from '../protocol/signalling.ts'

/** Answers a request with what `run` gives or with the code of what it throws; the message stays in the log. */
export async function acknowledge(
  run: () => unknown,
  ack: (result: Result<unknown>) => void,
  log: Logger,
): Promise<ErrorCode | null> {
  try {
    ack({ ok: true, data: await run() })
    return null
  } catch (error) {
    const code = error instanceof DomainError ? error.code : 'internal'
    if (code === 'internal') log.error({ err: error }, 'request failed')
    else log.debug({ code, reason: error instanceof Error ? error.message : '' }, 'request refused')
    ack({ ok: false, error: { code } })
    return code
  }
}
