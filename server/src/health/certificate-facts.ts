import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'

/** What a certificate says of itself. */
export interface CertificateFacts {
  subject: string
  /** Host names and addresses that it is good for. */
  names: string[]
  issuer: string
  /** Ms since the epoch. */
  fromMs: number
  untilMs: number
}

/** Reads the first certificate of a PEM file; null where there is none that can be used. */
export async function readCertificateFacts(file: string): Promise<CertificateFacts | null> {
  try {
    const { subject, subjectAltName, issuer, validFromDate, validToDate } = new X509Certificate(
      await readFile(file),
    )
    return {
      subject: oneLine(subject),
      names: (subjectAltName ?? '')
        .split(', ')
        .map((name) => name.replace(/^[\w ]+:/, ''))
        .filter((name) => name !== ''),
      issuer: oneLine(issuer),
      fromMs: validFromDate.getTime(),
      untilMs: validToDate.getTime(),
    }
  } catch {
    return null
  }
}

/** A certificate need name nobody. */
const oneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ')
