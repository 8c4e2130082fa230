import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../api/server-clock.ts'
import { CameraLine } from '../desk/camera-line.tsx'
import { useServerNow } from '../ui/use-server-now.ts'
import { Notice } from '../ui/notice.tsx'
import { Status } from '../ui/status.tsx'
import type { ConsoleApi } from './console-api.ts'
import { Preview } from './preview.tsx'
import { ProblemWords } from './problem-words.tsx'
import { problemsOf } from './problems.ts'
import type { Room } from './rooms.ts'

export interface FreeCourtroomProps {
  api: ConsoleApi
  clock: ServerClock
  room: Room
  old: boolean
  /** Null: nothing is due today. */
  choice: ReactNode
  source: ReactNode
}

/** A courtroom without a hearing, or with several to choose from. */
export function FreeCourtroom({ api, clock, room, old, choice, source }: FreeCourtroomProps) {
  const { t } = useTranslation()
  const nowMs = useServerNow(clock)
  const { id, feed } = room.courtroom
  const problems = problemsOf({ feed, state: null, recording: null, attendance: null, nowMs })
  return (
    <div className="console__room">
      <div className="console__picture">
        <Preview api={api} courtroomId={id} cut={null} />
        {old ? <Notice tone="warn" what={t('desk.listOld')} /> : <CameraLine feed={feed} />}
        {old ? null : problems.map((problem) => <ProblemWords key={problem.of} problem={problem} />)}
      </div>
      <div className="console__acts">
        <p className="console__state">
          <Status tone="quiet">{t(choice === null ? 'console.free' : 'console.chooseFirst')}</Status>
        </p>
        {choice ?? (
          <Notice tone="info" what={t('console.nothingDue.what')} next={t('console.nothingDue.next')} />
        )}
      </div>
      <div className="console__source">{source}</div>
    </div>
  )
}
