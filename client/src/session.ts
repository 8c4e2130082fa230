import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useCallback, useEffect, useState } from 'react'
import { ApiError } from './api/api-error.ts'
import { askAgain } from './api/ask-again.ts'
import type { Api, Credentials } from './api/client.ts'

export type Session =
  | { kind: 'asking'; serverLost: boolean }
  /** `ended`: there was a session, and the server no longer knows it. */
  | { kind: 'out'; ended: boolean }
  | { kind: 'in'; person: SessionAnswer }

export interface SessionControl {
  session: Session
  signIn: (credentials: Credentials) => Promise<void>
  /** Signed in by other means (a passkey, a one-time link), or something about the person has changed. */
  signedIn: (person: SessionAnswer) => void
  /** Whether it is done; not while the server can't be reached. */
  signOut: () => Promise<boolean>
  /** To be told when any answer says `not_signed_in`. */
  sessionEnded: () => void
}

/** Who is signed in, as the server says; asked anew until it answers. Each time it is somebody, `onPerson` is told. */
export function useSession(api: Api, onPerson: (person: SessionAnswer) => void): SessionControl {
  const [session, setSession] = useState<Session>({ kind: 'asking', serverLost: false })
  const asking = session.kind === 'asking'

  const signedIn = useCallback(
    (person: SessionAnswer) => {
      onPerson(person)
      setSession({ kind: 'in', person })
    },
    [onPerson],
  )

  useEffect(() => {
    if (!asking) return undefined
    const end = askAgain({
      ask: () => api.session(),
      everyMs: 1000,
      maxEveryMs: 5000,
      onAnswer: signedIn,
      onFailure: (error) => {
        if (error instanceof ApiError && error.code === 'not_signed_in') {
          setSession({ kind: 'out', ended: false })
          return false
        }
        setSession({ kind: 'asking', serverLost: true })
        return true
      },
    })
    return end
  }, [api, asking, signedIn])

  const signIn = useCallback(
    async (credentials: Credentials) => {
      signedIn(await api.signIn(credentials))
    },
    [api, signedIn],
  )
  const signOut = useCallback(async () => {
    try {
      await api.signOut()
    } catch (error) {
      // Still signed in as far as anyone knows: the page must not claim otherwise. A session that is gone is fine.
      if (!(error instanceof ApiError && error.code === 'not_signed_in')) return false
    }
    setSession({ kind: 'out', ended: false })
    return true
  }, [api])
  const sessionEnded = useCallback(() => setSession({ kind: 'out', ended: true }), [])

  return { session, signIn, signedIn, signOut, sessionEnded }
}
