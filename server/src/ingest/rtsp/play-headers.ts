import type { TrackKind } from '../feed.ts'
import { SourceError } from '../source-error.ts'

/** Where a track's play began (RTP-Info, RFC 2326, 12.33): both tracks' timestamps stand for the same instant. */
export interface PlayedFrom {
  rtpTimestamp: number | null
  sequence: number | null
}

/** `Session: id;timeout=60` (RFC 2326, 12.37). */
export function parseSession(value: string | null): { id: string; timeoutMs: number } {
  const match = /^\s*([\w$.+=/-]{1,256})\s*(?:;\s*timeout\s*=\s*(\d{1,6}))?/i.exec(value ?? '')
  if (!match) throw new SourceError('not_understood', 'SETUP answered without a session')
  return { id: match[1] ?? '', timeoutMs: Number(match[2] ?? 60) * 1000 }
}

/** The answer's `Transport` (RFC 2326, 12.39): the channels or the camera's ports, RTP first. */
export function parseTransport(value: string): {
  interleaved: [number, number] | null
  serverPort: [number, number] | null
} {
  const pair = (name: string, max: number): [number, number] | null => {
    const match = new RegExp(`(?:^|;)\\s*${name}\\s*=\\s*(\\d{1,5})(?:-(\\d{1,5}))?`, 'i').exec(value)
    if (!match) return null
    const first = Number(match[1])
    const second = match[2] === undefined ? first + 1 : Number(match[2])
    return first <= max && second <= max ? [first, second] : null
  }
  return { interleaved: pair('interleaved', 255), serverPort: pair('server_port', 65_535) }
}

/** Entries are matched to tracks by the end of their URL: cameras write them relative, absolute or with another host. */
export function parseRtpInfo(
  values: readonly string[],
  tracks: readonly { kind: TrackKind; controlUrl: string }[],
): Map<TrackKind, PlayedFrom> {
  const played = new Map<TrackKind, PlayedFrom>()
  for (const entry of values.join(',').split(/,(?=\s*url\s*=)/i)) {
    const url = /url\s*=\s*"?([^;",\s]+)/i.exec(entry)?.[1]
    if (url === undefined) continue
    const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '')
    const track = tracks.find(({ controlUrl }) => path !== '' && controlUrl.endsWith(path))
    if (!track || played.has(track.kind)) continue
    const rtpTime = /;\s*rtptime\s*=\s*(\d{1,10})/i.exec(entry)?.[1]
    const sequence = /;\s*seq\s*=\s*(\d{1,5})/i.exec(entry)?.[1]
    played.set(track.kind, {
      rtpTimestamp: rtpTime !== undefined && Number(rtpTime) < 2 ** 32 ? Number(rtpTime) : null,
      sequence: sequence !== undefined && Number(sequence) < 65_536 ? Number(sequence) : null,
    })
  }
  return played
}
