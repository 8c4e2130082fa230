import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { languages } from '../protocol/identifiers.ts'
import { linkLetter } from './link-letters.ts'
import { createMailer, type Mailer } from './mailer.ts'
import { startSmtpServer, type TestSmtpServer } from './testing/smtp-server.ts'

let smtp: TestSmtpServer
let mailer: Mailer
let logged: string
beforeEach(async () => {
  smtp = await startSmtpServer()
  logged = ''
  const log = pino({ level: 'trace' }, { write: (line) => void (logged += line) })
  mailer = createMailer({ smtpUrl: smtp.url, from: 'Court <court@example.kz>', nowMs: () => 7, log })
})
afterEach(async () => {
  mailer.stop()
  await smtp.stop()
})

const letter = { to: 'ann@example.kz', subject: 'A subject', text: 'A text' }

describe('mail', () => {
  it.each(languages)('carries a link in %s to one address', async (language) => {
    const link = 'https://press.example/link#secret'
    const facts = {
      to: 'ann@example.kz',
      language,
      name: 'Әлия Қызы',
      login: 'ann',
      link,
      endsMs: 1_790_000_000_000,
    }
    for (const kind of ['invitation', 'reset'] as const) {
      expect(await mailer.send(linkLetter(kind, facts))).toBe(true)
    }
    expect(smtp.letters.map(({ envelope }) => envelope)).toEqual([
      ['MAIL FROM:<court@example.kz>', 'RCPT TO:<ann@example.kz>'],
      ['MAIL FROM:<court@example.kz>', 'RCPT TO:<ann@example.kz>'],
    ])
    for (const { data } of smtp.letters) {
      const [head = '', ...rest] = data.split('\r\n\r\n')
      const body = rest.join('\n')
      expect(head).toContain('Content-Type: text/plain; charset=utf-8')
      const encoding = /Content-Transfer-Encoding: (\S+)/.exec(head)?.[1]
      const text =
        encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : body.replaceAll('=\r\n', '')
      expect(text.replaceAll('=23', '#')).toContain(link)
    }
  })

  it.each([
    { name: 'a header in the subject', letter: { ...letter, subject: 'A\r\nBcc: eve@example.com' } },
    { name: 'a line end alone', letter: { ...letter, subject: 'A\nBcc: eve@example.com' } },
    { name: 'a Unicode line end', letter: { ...letter, subject: 'A\u2028Bcc: eve@example.com' } },
    { name: 'a header in the address', letter: { ...letter, to: 'ann@example.kz\r\nBcc: eve@example.com' } },
    { name: 'two addresses', letter: { ...letter, to: 'ann@example.kz, eve@example.com' } },
    { name: 'a named address', letter: { ...letter, to: 'Ann <ann@example.kz>' } },
  ])('is not sent with $name', async ({ letter: bad }) => {
    expect(await mailer.send(bad)).toBe(false)
    expect(smtp.letters).toEqual([])
  })

  it('has no header out of the text', async () => {
    await mailer.send({ ...letter, text: 'Bcc: eve@example.com\r\n\r\n.\r\nMAIL FROM:<eve@example.com>' })
    expect(smtp.letters).toHaveLength(1)
    expect(smtp.letters[0]?.data.split('\r\n\r\n')[0]).not.toContain('eve@example.com')
    expect(smtp.letters[0]?.envelope).toEqual(['MAIL FROM:<court@example.kz>', 'RCPT TO:<ann@example.kz>'])
  })

  it('that is not taken is told, and logged without the address', async () => {
    smtp.refuse()
    expect(await mailer.send(letter)).toBe(false)
    expect(mailer.outcome).toEqual({ takenMs: null, failedMs: 7, failure: 'EENVELOPE' })
    expect(logged).toContain('EENVELOPE')
    expect(logged).not.toContain('ann@example.kz')
  })
})
