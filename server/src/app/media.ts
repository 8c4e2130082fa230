import { warmFfmpeg } from '@press-gallery/recorder/ffmpeg'
import type { Logger } from 'pino'
import { SettingsError, type Config } from '../config.ts'
import { createCourtrooms } from '../hearings/courtrooms.ts'
import { createRecordings } from '../hearings/recordings.ts'
import { createSystemClock } from '../ingest/clock.ts'
import { createFeed } from '../ingest/create-feed.ts'
import type { Owner } from '../owner.ts'
import { rtcAddresses } from '../rtc-addresses.ts'
import { createSfu } from '../sfu/create-sfu.ts'
import { publisherRtp } from '../sfu/publisher-rtp.ts'
import { sources, transcoders } from '../source-kinds.ts'

export type MediaParts = Awaited<ReturnType<typeof startMedia>>

/** From the cameras to the SFU and the segment logs; no courtroom is open yet, and nothing is on the air. */
export async function startMedia(config: Config, nowMs: () => number, log: Logger, owner: Owner) {
  // Asks ffmpeg what it can do while the workers start; no recording or transcoding has to wait for it later.
  const ffmpeg = warmFfmpeg()
  ffmpeg.catch(() => undefined)
  const sfu = await createSfu({
    ...(config.workerBin === null ? {} : { workerBin: config.workerBin }),
    workerCount: config.workerCount,
    listen: {
      addresses: rtcAddresses(config.rtc.listen, config.host, config.rtc.announcedAddress),
      port: config.rtc.firstPort,
    },
    log,
  })
  owner.owns('sfu', () => sfu.stop())
  await ffmpeg.catch((cause: unknown) => {
    log.error({ err: cause }, 'no ffmpeg')
    throw new SettingsError([
      'There is no working ffmpeg: install it (apt-get install ffmpeg), then start again.',
    ])
  })

  const clock = createSystemClock()
  const courtrooms = createCourtrooms({
    createFeed: ({ id, source }) =>
      createFeed({ courtroomId: id, source, publisherRtp, sources, transcode: transcoders, clock, log }),
    sfu,
    log,
  })
  owner.owns('courtrooms', () => courtrooms.stop())
  const { recorder: enabled, dataDir } = config
  const recordings = createRecordings({ enabled, courtrooms, dataDir, nowMs, log })
  owner.owns('recordings', () => recordings.stop())
  return { sfu, courtrooms, recordings }
}
