import { createTransport } from 'nodemailer'
import type { Logger } from 'pino'

import { emailAddress } from '../protocol/person-fields.ts'
import { oneLine } from '../protocol/texts.ts'

/** A letter in plain text. */
export interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Mailer {
  /**
   * Hands a letter to the mail server; false where it was not taken, with a line in the log. Refuses an address or a subject of
   * more than one line, so that neither can bring headers of its own.
   */
  send(letter: Letter): Promise<boolean>
  /** How it went since the server began. */
  readonly outcome: MailOutcome
  stop(): void
}

/** When the mail server last took a letter, and when it last did not; ms since the epoch, null: it has not come to that. */
export interface MailOutcome {
  readonly takenMs: number | null
  readonly failedMs: number | null
  /** The code of the last failure, such as `ECONNECTION`; holds nothing of a letter. */
  readonly failure: string | null
}

export interface MailerOptions {
  /** `smtp://` or `smtps://`, with the login in it where one is needed: never logged. */
  smtpUrl: string
  from: string
  nowMs: () => number
  log: Logger
}

const subjectLine = oneLine(300)

export function createMailer({ smtpUrl, from, nowMs, log }: MailerOptions): Mailer {
  const url = new URL(smtpUrl)
  const secure = url.protocol === 'smtps:'
  const transport = createTransport({
    host: url.hostname.replaceAll(/[[\]]/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    // With a login the line must be encrypted; a relay on the own machine may be plain.
    requireTLS: !secure && url.username !== '',
    connectionTimeout: 5000,
    greetingTimeout: 5000,
    socketTimeout: 15_000,
    // Nothing of a letter is read from files or fetched, whatever stands in it.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  let outcome: MailOutcome = { takenMs: null, failedMs: null, failure: null }
  return {
    get outcome() {
      return outcome
    },
    async send({ to, subject, text }) {
      const address = emailAddress.safeParse(to)
      const line = subjectLine.safeParse(subject)
      if (!address.success || !line.success) {
        log.warn('a letter with a bad address or subject was not sent')
        return false
      }
      try {
        // An object, since a text is parsed as a list of addresses.
        const recipient = { name: '', address: address.data }
        await transport.sendMail({ from, to: recipient, subject: line.data, text })
        outcome = { ...outcome, takenMs: nowMs() }
        return true
      } catch (error) {
        // The library's error can quote the dialogue, and that the address; its code says enough.
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
        outcome = { ...outcome, failedMs: nowMs(), failure: code }
        log.error({ code }, 'the mail server took no letter')
        return false
      }
    },
    stop: () => transport.close(),
  }
}
