import { readdirSync } from 'node:fs'
import { extname } from 'node:path'
import type { RequestHandler } from 'express'

const encodings = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const

/**
 * Stands before `express.static` of the same directory: whoever accepts it (RFC 9110, section 12.5.3) gets the file that the
 * build has compressed, `app.js.br` for `app.js`. Others, and whatever has not been compressed, go on as they are.
 */
export function packedFiles(directory: string): RequestHandler {
  const packed = new Set(namesIn(directory).map((name) => `/${name}`))
  return (request, response, next) => {
    const { path } = request
    const there = encodings.filter(({ ending }) => packed.has(`${path}${ending}`))
    if (there.length === 0) {
      next()
      return
    }
    response.vary('Accept-Encoding')
    // The smallest of those that are accepted: browsers name them in an order of no meaning.
    const chosen = there.find(({ name }) => request.acceptsEncodings(name) !== false)
    if (chosen !== undefined) {
      response.set('Content-Encoding', chosen.name).type(extname(path))
      request.url = `${path}${chosen.ending}`
    }
    next()
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    // Nothing has been built: nothing is served.
    return []
  }
}
