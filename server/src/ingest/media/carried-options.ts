/** ffmpeg's arguments out of a line of words; none of them may hold a space. */
export function words(line: string): string[] {
  return line.split(' ')
}

/** ffmpeg's options for carried video: what every browser takes, a key frame each second, no frame held back. */
export function carriedVideoOptions({ bitrateKbps, fps }: { bitrateKbps: number; fps: number }): string[] {
  return [
    ...words(
      '-c:v libx264 -preset ultrafast -tune zerolatency -profile:v baseline -pix_fmt yuv420p -threads 1',
    ),
    ...words(`-b:v ${bitrateKbps}k -maxrate ${bitrateKbps}k -bufsize ${bitrateKbps / 2}k`),
    ...words('-force_key_frames expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+0.99))'),
    // Frames keep their times (passthrough, in units of 90 kHz); the rate is for x264's own reckoning only.
    ...words(
      `-fps_mode passthrough -enc_time_base 1:90000 -x264-params repeat-headers=1:fps=${fps}:scenecut=0`,
    ),
  ]
}

/** ffmpeg's options for carried sound; libopus is named since ffmpeg's own Opus encoder crackles. */
export function carriedAudioOptions(frameMs: 10 | 20): string[] {
  return words(
    `-c:a libopus -ar 48000 -ac 2 -b:a 64k -frame_duration ${frameMs} -application ${frameMs === 10 ? 'lowdelay' : 'audio'}`,
  )
}
