import { rtspSource } from './ingest/rtsp-source.ts'
import type { SourceContext, SourceFactories, Transcoders } from './ingest/source.ts'

/** Stands for a kind that this version can't do yet. */
const notYet = (_settings: unknown, { sink }: SourceContext) => ({
  start: () => queueMicrotask(() => sink.onEnd('bad_settings', 'this kind of source is not there yet')),
  stop: () => Promise.resolve(),
})

export const sources: SourceFactories = { rtsp: rtspSource, file: notYet, test: notYet }

const noTranscode: Transcoders['audio'] = (_codec, sink) => {
  queueMicrotask(() => sink.onEnd('unsupported_codec', 'transcoding is not there yet'))
  return { push: () => undefined, clock: () => undefined, stop: () => Promise.resolve() }
}
export const transcoders: Transcoders = {
  audio: noTranscode,
  video: noTranscode,
  readable: { audio: [], video: [] },
}
