import { fileSource } from './ingest/file-source.ts'
import { rtspSource } from './ingest/rtsp-source.ts'
import type { SourceFactories, Transcoders } from './ingest/source.ts'
import { testSource } from './ingest/test-source.ts'
import { readableAudio, transcodeAudio } from './ingest/transcode-audio.ts'
import { readableVideo, transcodeVideo } from './ingest/transcode-video.ts'

/** A new kind of source is one file in `ingest/` and one entry here. */
export const sources: SourceFactories = { rtsp: rtspSource, file: fileSource, test: testSource }

export const transcoders: Transcoders = {
  audio: transcodeAudio,
  video: transcodeVideo,
  readable: { audio: readableAudio, video: readableVideo },
}
