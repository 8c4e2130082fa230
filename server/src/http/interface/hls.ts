import type { Area } from './described.ts'

export const hlsArea: Area = {
  name: 'hls',
  says: 'The hearing as HLS (RFC 8216), for the bearer of its token.',
  routes: {
    'GET /hls/:hearingId/*name': {
      says: 'Gives the playlist, `index.m3u8`, or a file that it lists.',
      request: null,
      answers: { 200: ['application/vnd.apple.mpegurl', 'video/mp4'] },
      errors: ['not_found', 'watching_elsewhere', 'feed_unavailable'],
    },
  },
}
