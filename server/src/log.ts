import pino, { type Logger } from 'pino'

/**
 * Structured log lines on standard output. Nothing secret is handed to the log in the first place; the redaction
 * is the second lock, for objects of libraries.
 */
export function createLog(level: string): Logger {
  const secrets = [
    'password',
    'token',
    'credentials',
    'authorization',
    'cookie',
    'passwordHash',
    'privateKey',
  ]
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
  })
}
