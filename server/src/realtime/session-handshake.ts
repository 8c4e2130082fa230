import type { Logger } from 'pino'
import type { Namespace } from 'socket.io'
import type { SignedIn } from '../access/rights.ts'
import { isStoreAway } from '../protocol/errors.ts'

/** Whose session a `Cookie` header carries, at this moment. */
export type SessionOf = (cookieHeader: string | undefined) => Promise<SignedIn | undefined>

/** Lets in those alone who are signed in; others' connections fail with the message `not_signed_in`. */
export function demandSession<C2S extends object, S2C extends object>(
  namespace: Pick<Namespace<C2S, S2C>, 'use'>,
  sessionOf: SessionOf,
  log: Logger,
): void {
  namespace.use((socket, next) => {
    const answer = async (): Promise<void> => {
      let refusal: Error | undefined
      try {
        if (!(await sessionOf(socket.handshake.headers.cookie))) refusal = new Error('not_signed_in')
      } catch (error) {
        if (!isStoreAway(error)) log.error({ err: error }, 'a session could not be asked for')
        refusal = new Error('internal')
      }
      next(refusal)
    }
    void answer()
  })
}
