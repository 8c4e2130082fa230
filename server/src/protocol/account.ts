import { z } from 'zod'
import { language, roleGrant } from './identifiers.ts'
import { personName } from './person-fields.ts'
import { shownTitle } from './texts.ts'

/** Of a password that is chosen; the server also refuses the login itself and what holds it alone. */
export const newPassword = z.string().min(12).max(1024)

// Signing in: `POST /api/session` stands in `api.ts`.

/** `GET /api/session/methods` (public): the ways in that this installation offers beside login and password. */
export const sessionMethodsAnswer = z.strictObject({
  /** The court's directory, at `GET /api/session/oidc`. */
  oidc: z.boolean(),
})
export type SessionMethodsAnswer = z.infer<typeof sessionMethodsAnswer>

const sessionSummary = z.strictObject({
  id: z.string(),
  createdMs: z.number(),
  /** To the minute. */
  seenMs: z.number(),
  endsMs: z.number(),
  userAgent: z.string(),
  /** The one that asks. */
  current: z.boolean(),
})
export type SessionSummary = z.infer<typeof sessionSummary>

/**
 * `GET /api/sessions`: one's own. `DELETE /api/sessions/{sessionId}` ends one and answers 204 (`not_found` for one that is not
 * one's own); `DELETE /api/sessions` ends all, this one too.
 */
export const sessionsAnswer = z.strictObject({ sessions: z.array(sessionSummary) })
export type SessionsAnswer = z.infer<typeof sessionsAnswer>

/** `GET /api/account`, and the answer of `PATCH /api/account`. */
export const accountAnswer = z.strictObject({
  personId: z.string(),
  login: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  language,
  grants: z.array(roleGrant),
  /** False for somebody who only ever came by the court's directory. */
  hasPassword: z.boolean(),
  /** The authenticator app is set up. */
  totp: z.boolean(),
  recoveryCodesLeft: z.number(),
})
export type AccountAnswer = z.infer<typeof accountAnswer>

/** `PATCH /api/account` */
export const accountChangeRequest = z.strictObject({
  name: personName.optional(),
  language: language.optional(),
})
export type AccountChangeRequest = z.infer<typeof accountChangeRequest>

/**
 * `POST /api/account/password`: 204, and all one's other sessions end. `wrong_login`: the current one is not right;
 * `bad_request`: the next one is too short, or is the login.
 */
export const passwordChangeRequest = z.strictObject({
  current: z.string().min(1).max(1024),
  next: newPassword,
})

/** `POST /api/account/totp` (no body): begins anew; nothing changes until it is confirmed. `taken`: it is set up already. */
export const totpBegunAnswer = z.strictObject({
  /** `otpauth://…`, for the QR code. */
  url: z.string(),
  /** Base32, to be typed. */
  secret: z.string(),
})
export type TotpBegunAnswer = z.infer<typeof totpBegunAnswer>

/** `POST /api/account/totp/confirm`. `wrong_login`: not the code. `not_found`: not begun, or more than 10 minutes ago. */
export const totpConfirmRequest = z.strictObject({ code: z.string().regex(/^\d{6}$/) })

/** Shown this once. */
export const recoveryCodesAnswer = z.strictObject({ recoveryCodes: z.array(z.string()) })
export type RecoveryCodesAnswer = z.infer<typeof recoveryCodesAnswer>

/** `DELETE /api/account/totp` and `POST /api/account/recovery-codes` (ten new ones): `wrong_login` where it is not the password. */
export const passwordAgainRequest = z.strictObject({ password: z.string().min(1).max(1024) })

const base64url = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\w-]+$/)

/** `POST /api/account/passkeys/options` (no body): for `startRegistration({ optionsJSON: options })`. */
export const passkeyCreationAnswer = z.strictObject({
  options: z.looseObject({
    challenge: z.string(),
    rp: z.looseObject({ name: z.string(), id: z.string().optional() }),
    user: z.looseObject({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.looseObject({ alg: z.number(), type: z.literal('public-key') })),
  }),
})

/** What the authenticator answered (WebAuthn 3, 5.1); members that we have no use for are let go. */
const credentialFields = {
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
}

/** `POST /api/account/passkeys`: answers `passkeySummary`. `refused`: the challenge has ended, or the answer is not to it. */
export const passkeyAddRequest = z.strictObject({
  /** By which its owner knows it. */
  name: shownTitle(100),
  response: z.object({
    ...credentialFields,
    response: z.object({
      clientDataJSON: base64url(4000),
      attestationObject: base64url(6000),
      transports: z.array(z.string().max(32)).max(10).optional(),
    }),
  }),
})
export type PasskeyAddRequest = z.infer<typeof passkeyAddRequest>

export const passkeySummary = z.strictObject({
  id: z.string(),
  name: z.string(),
  createdMs: z.number(),
  usedMs: z.number().nullable(),
})
export type PasskeySummary = z.infer<typeof passkeySummary>

/** `GET /api/account/passkeys`; `DELETE /api/account/passkeys/{passkeyId}` answers 204. */
export const passkeysAnswer = z.strictObject({ passkeys: z.array(passkeySummary) })
export type PasskeysAnswer = z.infer<typeof passkeysAnswer>

/** `POST /api/session/passkey/options` (public, no body): for `startAuthentication({ optionsJSON: options })`. */
export const passkeyRequestAnswer = z.strictObject({
  options: z.looseObject({ challenge: z.string(), rpId: z.string().optional() }),
})

/** `POST /api/session/passkey` (public): signs in; answers `sessionAnswer`, or `wrong_login`. */
export const passkeySignInRequest = z.strictObject({
  response: z.object({
    ...credentialFields,
    response: z.object({
      clientDataJSON: base64url(4000),
      authenticatorData: base64url(4000),
      signature: base64url(2000),
      userHandle: base64url(200).optional(),
    }),
  }),
})
export type PasskeySignInRequest = z.infer<typeof passkeySignInRequest>

/** `POST /api/links/look` (public). The secret stands in the fragment of the address: `/link#…`. `link_ended` */
export const linkLookRequest = z.strictObject({ secret: base64url(64) })

export const linkKinds = ['invitation', 'reset', 'first_administrator'] as const
export const linkKind = z.enum(linkKinds)
export type LinkKind = z.infer<typeof linkKind>

export const linkLookAnswer = z.strictObject({
  kind: linkKind,
  login: z.string(),
  name: z.string(),
  language,
  endsMs: z.number(),
  /** A code of the authenticator app, or a recovery code, is wanted beside the new password. */
  needsCode: z.boolean(),
})
export type LinkLookAnswer = z.infer<typeof linkLookAnswer>

/**
 * `POST /api/links/use` (public): sets the password, ends all earlier sessions and signs in; answers `sessionAnswer`.
 * `link_ended`; `bad_request` for a password that can't be taken, `second_factor_needed` and `wrong_login` for the code: the link
 * stays good then.
 */
export const linkUseRequest = z.strictObject({
  secret: base64url(64),
  password: newPassword,
  code: z.string().max(64).optional(),
})
