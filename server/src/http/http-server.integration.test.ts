import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import pino from 'pino'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { CertificateError, readCertificate } from './certificate.ts'
import { createHttpServer, type HttpServer } from './http-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'press-gallery-tls-'))
const files = { certFile: join(folder, 'fullchain.pem'), keyFile: join(folder, 'privkey.pem') }
const said: string[] = []
let server: HttpServer
let port: number

/** A self-made certificate for one host name, in files of its own. */
function made(name: string): { certFile: string; keyFile: string } {
  const [certFile, keyFile] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)]
  const like = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3 -subj /CN=${name}`
  execFileSync('openssl', [...like.split(' '), '-out', certFile, '-keyout', keyFile], { stdio: 'ignore' })
  return { certFile, keyFile }
}

/** As certbot and others do: the old name leads to the new file from one moment to the next. */
function put(from: string, to: string): void {
  copyFileSync(from, `${to}.new`)
  renameSync(`${to}.new`, to)
}

/** For whom the certificate is that a new connection is shown. */
const shownTo = (): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN))
      socket.destroy()
    })
    socket.once('error', reject)
  })

const first = made('first.example')
const second = made('second.example')

beforeAll(async () => {
  put(first.certFile, files.certFile)
  put(first.keyFile, files.keyFile)
  const log = pino({ level: 'info' }, { write: (line: string) => void said.push(line) })
  server = createHttpServer(
    (_asked, answer) => {
      answer.write('before ')
      begun.resolve(() => answer.end('after'))
    },
    { files, nowMs: Date.now, log, lookEveryMs: 20 },
  )
  port = Number(new URL(await server.listen('127.0.0.1', 0)).port)
})
afterAll(async () => {
  await server.stop(100)
  rmSync(folder, { recursive: true })
})
/** The answer has begun; ends it. */
const begun = Promise.withResolvers<() => void>()

it('takes a renewed certificate without a restart, whole, and keeps who is connected', async () => {
  expect(await shownTo()).toBe('first.example')
  const long = new Promise<string>((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', rejectUnauthorized: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => (text += part))
      answer.on('end', () => resolve(text))
    })
    asked.once('error', reject).end()
  })
  const end = await begun.promise

  // The certificate is there before its key: the old pair stays, and it is said why.
  put(second.certFile, files.certFile)
  await vi.waitFor(() => expect(said.join('')).toContain('is not the key of the certificate'))
  expect(await shownTo()).toBe('first.example')

  put(second.keyFile, files.keyFile)
  await vi.waitFor(async () => expect(await shownTo()).toBe('second.example'))
  expect(said.filter((line) => line.includes('is of no use'))).toHaveLength(1)
  end()
  expect(await long).toBe('before after')
})

it('says of a certificate that it ends soon', () => {
  expect(said.some((line) => line.includes('the certificate ends soon'))).toBe(true)
})

it.each([
  ['a file that is not there', { ...files, keyFile: join(folder, 'none') }, /none can't be read/],
  ['a file that is no PEM', { ...files, certFile: '/dev/null' }, /null holds no PEM/],
  ['a key of another certificate', { ...first, keyFile: second.keyFile }, /is not the key of/],
])('has words for %s', (_, pair, words) => {
  expect(() => readCertificate(pair)).toThrow(CertificateError)
  expect(() => readCertificate(pair)).toThrow(words)
})
