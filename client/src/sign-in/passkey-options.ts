import { passkeyCreationAnswer, passkeyRequestAnswer } from '@press-gallery/server/protocol/account'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { z } from 'zod'

// The server's options, of which the agreed members are parsed; the browser itself refuses what is wrong in the others.

export const requestOptions = z.object({
  options: z.custom<PublicKeyCredentialRequestOptionsJSON>(
    (options) => passkeyRequestAnswer.shape.options.safeParse(options).success,
  ),
})

export const creationOptions = z.object({
  options: z.custom<PublicKeyCredentialCreationOptionsJSON>(
    (options) => passkeyCreationAnswer.shape.options.safeParse(options).success,
  ),
})
