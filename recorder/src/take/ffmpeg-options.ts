import type { H264Config } from '../media/parameter-sets.ts'

/** What one run of ffmpeg is given. */
export interface TakeTracks {
  video: H264Config | null
  audio: boolean
}

/**
 * How long two tracks wait for each other in ffmpeg's muxer, µs: a track that stops (a muted microphone) must not hold back
 * the other's segments.
 */
const interleaveUsMax = 1_000_000

export function takeInputOptions(tracks: TakeTracks): string[] {
  const options = ['-f', 'matroska', '-analyzeduration', '0']
  // libopus conceals a broken packet where ffmpeg's own decoder gives up on it.
  if (tracks.audio) options.push('-c:a', 'libopus')
  return options
}

/**
 * Pictures are copied; sound becomes AAC. `aresample` keeps sound on its timestamps: it fills a lost packet with silence
 * and takes up a clock's drift inaudibly, where the encoder alone would count samples and wander off.
 */
export function takeOutputOptions(
  tracks: TakeTracks,
  { segmentTargetMs, segmentMaxMs }: { segmentTargetMs: number; segmentMaxMs: number },
): string[] {
  const pairs: [string, string][] = [
    ['-map', '0'],
    ['-threads', '1'],
  ]
  if (tracks.video) pairs.push(['-c:v', 'copy'], ['-video_track_timescale', '90000'])
  if (tracks.audio)
    pairs.push(
      ['-af', 'aresample=async=1000:min_hard_comp=0.02'],
      ['-c:a', 'aac'],
      ['-b:a', '128k'],
      ['-ar', '48000'],
      ['-ac', '2'],
    )
  const fragmentMs = tracks.video ? segmentMaxMs : segmentTargetMs
  pairs.push(
    ['-max_interleave_delta', String(interleaveUsMax)],
    // Together these put the first sample of each track at decode time 0, whole, whatever lies between the tracks
    // (`Segmenter` knows it); any other setting stretches or moves the first picture or the first sound.
    ['-movflags', '+frag_keyframe+empty_moov+default_base_moof+delay_moov'],
    ['-use_editlist', '0'],
    ['-avoid_negative_ts', 'disabled'],
    ['-frag_duration', String(fragmentMs * 1000)],
    ['-flush_packets', '1'],
    ['-f', 'mp4'],
  )
  return pairs.flat()
}
