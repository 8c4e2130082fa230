import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'

export interface RawAnswer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

export interface RawCall {
  method: string
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
}

/** Unlike fetch, sends path and headers as they are, and follows nothing. */
export function rawCall(url: string, { method, path, headers = {}, body }: RawCall): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    // Of its own connection, since an answer may come before the whole of a body has gone.
    const request = httpRequest({ hostname, port, path, method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}
