import type { Logger } from 'pino'
import { withheldFrom } from '../access/preview-right.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { decodePicture } from '../ingest/preview/decode-picture.ts'
import type { Clock, SourceFactories, Transcoders } from '../ingest/source.ts'
import { trySource } from '../ingest/try-source.ts'
import { DomainError } from '../protocol/errors.ts'
import type { SourceTestAnswer } from '../protocol/workplaces.ts'
import type { Database } from '../store/open-store.ts'
import type { Courtroom, Courts } from './courts.ts'
import type { OnAir } from './on-air.ts'
import { keptLogin, openSource, sameCamera, type StoredSource } from './stored-source.ts'

export interface SourceTest {
  courtId: string
  personId: string
  /** Whether the person may watch a hearing of this court. */
  mayWatch: boolean
  source: StoredSource
  /** Whose camera it is, or is to be; null: not said. */
  courtroomId: string | null
}

/** Trying a source without putting it anywhere. */
export interface SourceTests {
  /** Answers in 5 s at most. Throws DomainError `too_many_requests` and `refused` (a courtroom of another court). */
  run(test: SourceTest): Promise<SourceTestAnswer>
  /** Ends those under way; resolves when nothing of any is left. Idempotent. */
  stop(): Promise<void>
}

export interface SourceTestsOptions {
  database: Database
  audit: AuditLog
  courts: Pick<Courts, 'courtroom' | 'everyCourtroom'>
  onAir: Pick<OnAir, 'stateIn'>
  sealingKey: () => Buffer
  sources: SourceFactories
  transcode: Transcoders
  clock: Clock
  log: Logger
}

const atOnceOfCourt = 2
/** Together they stay below the 5 s that a test may take. */
const tryWithinMs = 3800
const decodeWithinMs = 900
const pictureWidthPx = 640

export function createSourceTests(options: SourceTestsOptions): SourceTests {
  const { database, audit, courts, onAir, sealingKey, sources, transcode, clock, log } = options
  const running = new Map<string, number>()
  const endings = new Set<Promise<void>>()
  const abort = new AbortController()

  /** Whether it may be a courtroom of which the person sees nothing now: the one it is for, or any that has the same camera. */
  const isWithheld = (test: SourceTest, courtrooms: readonly Courtroom[]): boolean =>
    courtrooms.some(({ id, source }) => {
      if (withheldFrom(onAir.stateIn(id), test) === null) return false
      return id === test.courtroomId || sameCamera(source, test.source)
    })

  const tried = async (test: SourceTest): Promise<SourceTestAnswer> => {
    const { courtId, courtroomId } = test
    const courtrooms = await courts.everyCourtroom()
    const courtroom = courtrooms.find(({ id }) => id === courtroomId)
    if (courtroomId !== null && courtroom?.courtId !== courtId)
      throw new DomainError('refused', 'no such courtroom in this court')
    const settings = openSource(keptLogin(test.source, courtroom?.source), sealingKey())
    const trial = await trySource({
      settings,
      sources,
      transcode,
      clock,
      log: log.child({ courtId, trying: test.source.kind }),
      withinMs: tryWithinMs,
      signal: abort.signal,
    })
    const ended = trial.ended.finally(() => endings.delete(ended))
    endings.add(ended)
    const { keyFrame, size, tracks, fault, firstPictureMs, fps } = trial
    const jpeg =
      keyFrame === null || isWithheld(test, courtrooms)
        ? null
        : await decodePicture({
            picture: keyFrame,
            maxWidthPx: pictureWidthPx,
            timeoutMs: decodeWithinMs,
            log,
          })
    // Asked once more: the session may have been opened or closed meanwhile.
    const withheld = keyFrame !== null && isWithheld(test, courtrooms)
    return {
      ok: keyFrame !== null || trial.heard,
      reason: fault ?? (withheld ? 'withheld' : null),
      firstPictureMs,
      video:
        tracks?.video && size
          ? { codec: tracks.video.sourceCodec, width: size.widthPx, height: size.heightPx, fps }
          : null,
      audio: tracks?.audio && trial.heard ? { codec: tracks.audio.sourceCodec, channels: null } : null,
      picture: withheld || jpeg === null ? null : jpeg.toString('base64'),
    }
  }

  return {
    async run(test) {
      const { courtId } = test
      const now = running.get(courtId) ?? 0
      if (now >= atOnceOfCourt)
        throw new DomainError('too_many_requests', 'two sources are being tried already')
      running.set(courtId, now + 1)
      try {
        const answer = await tried(test)
        await database.transaction().execute((write) =>
          audit.append(write, {
            kind: 'source.tested',
            courtId,
            actorId: test.personId,
            // The rest of an address may hold secrets of the camera's.
            data: {
              courtroom: test.courtroomId,
              source: test.source.kind,
              host: test.source.kind === 'rtsp' ? new URL(test.source.url).host : null,
              outcome: answer.ok ? 'ok' : (answer.reason ?? ''),
            },
          }),
        )
        return answer
      } finally {
        const left = (running.get(courtId) ?? 1) - 1
        if (left > 0) running.set(courtId, left)
        else running.delete(courtId)
      }
    },
    async stop() {
      abort.abort()
      await Promise.all(endings)
    },
  }
}
