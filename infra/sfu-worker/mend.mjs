// The one line of mediasoup's C++ that has to change when it is built against a distribution's OpenSSL.
//
// onSslBioOut is the BIO's callback. OpenSSL calls it before an operation, and once more after it with BIO_CB_RETURN
// added to the operation's number; the callback must hand the result on. mediasoup compares where it must mask, so the
// comparison is never true and every control call is answered with 1. Its own OpenSSL has no kernel TLS and never
// notices. Debian's has: it asks BIO_CTRL_GET_KTLS_SEND, takes the 1 for "yes", allots no write buffer, and
// writes to NULL at the first browser.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const MENDS = [
  {
    file: 'RTC/DtlsTransport.cpp',
    from: 'const long resultOfcallback = (operationType == BIO_CB_RETURN) ? static_cast<long>(ret) : 1;',
    to: 'const long resultOfcallback = (operationType & BIO_CB_RETURN) ? static_cast<long>(ret) : 1;',
  },
]

/**
 * Writes mended copies of the sources under `mendedDir`. Refuses when a line is not there exactly once: a worker without
 * the mend starts, passes everything short of DTLS, and crashes in front of the first journalist.
 */
export function mendSources(workerDir, mendedDir) {
  for (const { file, from, to } of MENDS) {
    const source = join(workerDir, 'src', file)
    const parts = readFileSync(source, 'utf8').split(from)
    if (parts.length !== 2) {
      throw new Error(
        `${source}: the line to mend was found ${parts.length - 1} times instead of once. mediasoup has changed: ` +
          `see whether onSslBioOut now hands on the result of BIO control calls, then correct infra/sfu-worker/mend.mjs.`,
      )
    }
    const mended = join(mendedDir, file)
    mkdirSync(dirname(mended), { recursive: true })
    writeFileSync(mended, parts.join(to))
  }
}
