import { fileSource } from './ingest/file-source.ts'
import { rtspSource } from './ingest/rtsp-source.ts'
import type { SourceFactories, Transcoders } from './ingest/source.ts'
import { testSource } from './ingest/test-source.ts'
import { readableAudio, transcodeAudio } from './ingest/transcode-audio.ts'

export const sources: SourceFactories = { rtsp: rtspSource, file: fileSource, test: testSource }

const noTranscode: Transcoders['video'] = (_codec, sink) => {
  queueMicrotask(() => sink.onEnd('unsupported_codec', 'transcoding is not there yet'))
  return { push: () => undefined, clock: () => undefined, stop: () => Promise.resolve() }
}
export const transcoders: Transcoders = {
  audio: transcodeAudio,
  video: noTranscode,
  readable: { audio: readableAudio, video: [] },
}
