import { createServer, type Socket } from 'node:net'
import { DomainError } from '../../protocol/errors.ts'

export interface TestSmtpServer {
  url: string
  /** What was taken: the envelope's lines, and the letter as it came. */
  readonly letters: { envelope: string[]; data: string }[]
  /** From now on every letter is refused. */
  refuse(): void
  stop(): Promise<void>
}

/** Enough of SMTP (RFC 5321) to be handed letters. */
export async function startSmtpServer(): Promise<TestSmtpServer> {
  const letters: { envelope: string[]; data: string }[] = []
  const sockets = new Set<Socket>()
  let refuses = false
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    let envelope: string[] = []
    let rest = ''
    let inData = false
    const say = (line: string): void => void socket.write(`${line}\r\n`)
    say('220 test')
    socket.on('data', (chunk) => {
      rest += chunk.toString('utf8')
      for (;;) {
        const end = rest.indexOf(inData ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const text = rest.slice(0, end)
        rest = rest.slice(end + (inData ? 5 : 2))
        if (inData) {
          letters.push({ envelope, data: text })
          envelope = []
          inData = false
          say('250 taken')
        } else if (/^DATA$/i.test(text)) {
          inData = true
          say('354 go on')
        } else if (/^(MAIL|RCPT)/i.test(text)) {
          envelope.push(text)
          say(refuses ? '550 no' : '250 ok')
        } else if (/^QUIT/i.test(text)) {
          say('221 bye')
          socket.end()
        } else say('250 ok')
      }
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new DomainError('internal', 'no port')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    letters,
    refuse: () => {
      refuses = true
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
