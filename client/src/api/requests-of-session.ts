import { ApiError } from './api-error.ts'
import type { Requests } from './requests.ts'

/** The same requests, which also tell when any of them is answered that nobody is signed in. */
export function requestsOfSession(requests: Requests, sessionEnded: () => void): Requests {
  const told = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer
    } catch (error) {
      if (error instanceof ApiError && error.code === 'not_signed_in') sessionEnded()
      throw error
    }
  }
  return {
    send: (...request) => told(requests.send(...request)),
    ask: (...request) => told(requests.ask(...request)),
  }
}
