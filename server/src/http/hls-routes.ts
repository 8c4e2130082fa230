import { basename, dirname } from 'node:path'
import type { Attendance } from '../hearings/attendance.ts'
import { DomainError } from '../protocol/errors.ts'
import { pathText } from './path-parameter.ts'
import type { Routes } from './routes.ts'

/** What HLS gives for a hearing; it asks nobody for rights, the rule `hearing` has asked. */
export interface HlsSource {
  /** The media playlist, or null while there is none. */
  playlist(hearingId: string): Promise<string | null>
  /** The absolute path and media type of a listed file, or null for any other name. */
  file(hearingId: string, name: string): Promise<{ path: string; contentType: string } | null>
}

export interface HlsRoutesOptions {
  hls: HlsSource
  attendance: Pick<Attendance, 'readsHls'>
}

const noCache = 'private, no-store'

export function addHlsRoutes(routes: Routes, { hls, attendance }: HlsRoutesOptions): void {
  routes.add('get', '/hls/:hearingId/*name', 'hearing', async (request, response, admission) => {
    const { hearingId } = admission
    const name = pathText(request, 'name')
    // Whether it may be had is asked of the gate each time: no cache, in front of the server or in a browser, may give it to
    // someone whom the gate would refuse by then. A player has what it needs again in its own buffer.
    response.set({ Vary: 'Authorization, Cookie', 'Cache-Control': noCache })
    if (name === 'index.m3u8') {
      const playlist = await hls.playlist(hearingId)
      if (playlist === null) throw new DomainError('feed_unavailable', 'nothing is recorded yet')
      await attendance.readsHls(admission)
      response.type('application/vnd.apple.mpegurl').send(playlist)
      return
    }
    const file = await hls.file(hearingId, name)
    if (file === null) throw new DomainError('not_found', 'no such file in the playlist')
    await attendance.readsHls(admission)
    await new Promise<void>((resolve, reject) => {
      const headers = { 'Content-Type': file.contentType }
      // A data folder may lie below one with a dot; only what is below `root` is judged by its name. Nothing is kept, so
      // nothing is asked for by its tag or date either.
      const options = {
        root: dirname(file.path),
        headers,
        cacheControl: false,
        etag: false,
        lastModified: false,
      }
      response.sendFile(basename(file.path), options, (error?: Error) => {
        if (error === undefined || response.headersSent) resolve()
        else reject(error)
      })
    })
  })
}
