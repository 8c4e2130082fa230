import type { FeedFault } from '../protocol/feed.ts'

/** Why a source could not begin or go on. The message is for logs and holds no credentials. */
export class SourceError extends Error {
  readonly fault: FeedFault

  constructor(fault: FeedFault, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'SourceError'
    this.fault = fault
  }
}

/** The fault of whatever was thrown; what is not a `SourceError` is a device that we did not understand. */
export function faultOf(thrown: unknown): { fault: FeedFault; detail: string } {
  if (thrown instanceof SourceError) return { fault: thrown.fault, detail: thrown.message }
  return { fault: 'not_understood', detail: thrown instanceof Error ? thrown.message : String(thrown) }
}
