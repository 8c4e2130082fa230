import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../api/server-clock.ts'
import type { CourtSummary, DeskApi } from '../desk/desk-api.ts'
import { navigate } from '../route.ts'
import { BackLink } from '../ui/back-link.tsx'
import { Button } from '../ui/button.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import type { ConsoleApi } from './console-api.ts'
import { FreeCourtroom } from './free-courtroom.tsx'
import { HearingAtConsole } from './hearing-at-console.tsx'
import { HearingChoice } from './hearing-choice.tsx'
import { hearingAt, type Room } from './rooms.ts'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { SourcePanel } from './source-panel.tsx'
import { useConsoleKeys } from './use-console-keys.ts'

export interface CourtroomPageProps {
  api: ConsoleApi
  desk: DeskApi
  clock: ServerClock
  court: CourtSummary
  room: Room
  /** What the person may do in this court. */
  may: readonly string[]
  personId: string
  /** The server does not answer: all of this may be out of date. */
  old: boolean
  /** Asks at once how the courtroom is. */
  again: () => void
}

/** One courtroom: choose its hearing, start it, see and hear what goes out, and what is wrong. */
export function CourtroomPage(props: CourtroomPageProps) {
  const { api, desk, clock, court, room, may, personId, old, again } = props
  const { t } = useTranslation()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [sourceOpen, setSourceOpen] = useState(false)
  const hearing = hearingAt(room, chosenId)
  const choices: readonly DeskHearing[] = room.underWay === null ? room.due : []
  const keys = useConsoleKeys({
    digit(number) {
      const choice = choices[number - 1]
      if (choice !== undefined) setChosenId(choice.id)
    },
    letters: {
      KeyB: () => navigate('/console'),
      KeyV: () => setSourceOpen(true),
    },
  })
  const choice =
    choices.length === 0 ? null : (
      <HearingChoice
        hearings={choices}
        chosenId={hearing?.id ?? null}
        withKeys={keys.on}
        onChoose={setChosenId}
      />
    )
  const source = (
    <SourcePanel
      key={JSON.stringify(room.courtroom.source)}
      {...{ api, again }}
      courtId={court.id}
      courtroom={room.courtroom}
      underWay={room.underWay !== null}
      open={sourceOpen}
      onOpen={setSourceOpen}
      withKeys={keys.on}
    />
  )
  return (
    <div className="page page--wide console">
      <header className="console__head">
        <BackLink href="/console" words={t('console.all')} shortcut={keys.on ? 'B' : undefined} />
        <PageTitle title={room.courtroom.name} />
        <div className="with-keys">
          <Button look="quiet" aria-keyshortcuts="?" onClick={keys.help.open}>
            {t('console.keys.show')}
            {keys.on ? <kbd>?</kbd> : null}
          </Button>
        </div>
      </header>
      {hearing === null ? (
        <FreeCourtroom {...{ api, clock, room, old, choice, source }} />
      ) : (
        <HearingAtConsole
          key={hearing.id}
          {...{ api, desk, clock, room, may, personId, choice, source }}
          hearingId={hearing.id}
          onMoved={again}
        />
      )}
      {keys.help.shown ? (
        <ShortcutsDialog
          keys={keys}
          of={[
            { shown: '1–9', says: t('console.keys.choose') },
            { shown: 'S', says: t('console.keys.start') },
            { shown: 'R', says: t('desk.order.recess') },
            { shown: 'C', says: t('desk.order.close') },
            { shown: 'E', says: t('desk.order.end') },
            { shown: 'V', says: t('console.keys.source') },
            { shown: 'B', says: t('console.keys.back') },
          ]}
        />
      ) : null}
    </div>
  )
}
