import { X509Certificate, createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:https'
import type { Logger } from 'pino'

export interface CertificateFiles {
  certFile: string
  keyFile: string
}

/** A certificate with its key, both PEM. */
export interface Certificate {
  cert: string
  key: string
  /** Its last moment, ms since the epoch. */
  endsMs: number
}

/** The files hold no certificate with its key; the message is a sentence for a person and holds nothing of them. */
export class CertificateError extends Error {
  override name = 'CertificateError'
}

/** Throws `CertificateError`. */
export function readCertificate({ certFile, keyFile }: CertificateFiles): Certificate {
  const [cert, key] = [certFile, keyFile].map((file) => {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      throw new CertificateError(`${file} can't be read.`)
    }
  })
  if (cert === undefined || key === undefined) throw new CertificateError('There is no certificate.')
  const [x509, privateKey] = [
    parsed(certFile, cert, parseCertificate),
    parsed(keyFile, key, createPrivateKey),
  ]
  if (!x509.checkPrivateKey(privateKey))
    throw new CertificateError(`${keyFile} is not the key of the certificate in ${certFile}.`)
  return { cert, key, endsMs: x509.validToDate.getTime() }
}

const parseCertificate = (pem: string): X509Certificate => new X509Certificate(pem)

function parsed<T>(file: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text)
  } catch {
    throw new CertificateError(`${file} holds no PEM that can be used.`)
  }
}

export interface CertificateKeeperOptions {
  server: Pick<Server, 'setSecureContext'>
  files: CertificateFiles
  /** What the server has now. */
  present: Certificate
  /** How often the files are looked at, ms. */
  everyMs: number
  nowMs: () => number
  log: Logger
}

const dayMs = 86_400_000
/** One that ends within this time is spoken of each day, ms. */
const soonMs = 14 * dayMs

/**
 * Takes a certificate that was renewed in its files into use, without a restart; what is connected stays so. Files that are half
 * written, or do not belong together, change nothing until they do. Returns what ends it.
 */
export function keepCertificate(options: CertificateKeeperOptions): () => void {
  const { server, files, everyMs, nowMs, log } = options
  let { present } = options
  let complaint: string | null = null
  let spokenMs = Number.NEGATIVE_INFINITY

  const renew = (): void => {
    try {
      const found = readCertificate(files)
      complaint = null
      if (found.cert === present.cert && found.key === present.key) return
      server.setSecureContext(found)
      present = found
      spokenMs = Number.NEGATIVE_INFINITY
      log.info({ ends: new Date(found.endsMs).toISOString() }, 'the certificate was renewed')
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      // Once for each fault, not at each look.
      if (why !== complaint)
        log.warn({ why }, 'the certificate in the files is of no use: the one before stays')
      complaint = why
    }
  }
  const speak = (): void => {
    const now = nowMs()
    if (present.endsMs - now > soonMs || now - spokenMs < dayMs) return
    spokenMs = now
    const ends = new Date(present.endsMs).toISOString()
    log.warn({ ends }, present.endsMs > now ? 'the certificate ends soon' : 'the certificate has ended')
  }
  const look = (): void => {
    renew()
    speak()
  }
  speak()
  const timer = setInterval(look, everyMs).unref()
  return () => clearInterval(timer)
}
