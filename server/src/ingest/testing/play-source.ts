import { pino } from 'pino'
import { transcoders } from '../../source-kinds.ts'
import { createSystemClock } from '../clock.ts'
import type { Source, SourceFactory, SourceSettings, Transcoders } from '../source.ts'
import { CollectedMedia } from './collected-media.ts'

/** Starts a source with all its parts as they are in production, and collects what comes of it. */
export function playSource<Settings extends SourceSettings>(
  factory: SourceFactory<Settings>,
  settings: Settings,
  transcode: Transcoders = transcoders,
): { media: CollectedMedia; source: Source } {
  const clock = createSystemClock()
  const media = new CollectedMedia(clock)
  const source = factory(settings, { sink: media, clock, log: pino({ level: 'silent' }), transcode })
  source.start()
  return { media, source }
}
