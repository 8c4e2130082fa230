export const passkeyFaults = ['ended', 'not_here', 'known', 'failed'] as const
export type PasskeyFault = (typeof passkeyFaults)[number]

/** Whether this browser has passkeys at this address: they need HTTPS (WebAuthn 3, 13.4.9), or a server on the same machine. */
export const passkeysWork = (): boolean => window.isSecureContext && 'PublicKeyCredential' in window

/**
 * Why an authenticator gave nothing, by the names of the errors that WebAuthn and its library throw (WebAuthn 3, 5.1); null: the
 * error is none of theirs.
 */
export function passkeyFault(error: unknown): PasskeyFault | null {
  if (!(error instanceof Error)) return null
  switch (error.name) {
    // Browsers don't tell apart: cancelled, too slow, or no passkey for this site.
    case 'NotAllowedError':
    case 'AbortError':
      return 'ended'
    case 'SecurityError':
      return 'not_here'
    case 'InvalidStateError':
      return 'known'
    case 'ConstraintError':
    case 'NotSupportedError':
    case 'UnknownError':
      return 'failed'
    default:
      return null
  }
}
