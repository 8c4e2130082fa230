import { pino } from 'pino'
import { playFileFeed } from './file-feed.ts'
import type { FeedTap } from '../../ingest/feed.ts'
import { createRecorderSpawner } from '../recorder-spawner.ts'
import { createRecording } from '../create-recording.ts'

/** Stands for a server that is killed: `record-file.ts FILE LOGDIR` records a file, says `fed`, and waits for its end. */
const [path = '', logDir = ''] = process.argv.slice(2)
const log = pino({ level: 'silent' })
const taps = new Set<FeedTap>()
const recording = createRecording({
  hearingId: 'hearing-1',
  feed: { tap: (tap) => (taps.add(tap), () => taps.delete(tap)) },
  logDir,
  spawner: createRecorderSpawner(log),
  nowMs: Date.now,
  log,
})
recording.start()
for (const tap of taps)
  await playFileFeed({ tap, path, startMs: Math.floor(Date.now() / 2000) * 2000, speed: 3 })
process.stdout.write('fed\n')
setInterval(() => {}, 60_000)
