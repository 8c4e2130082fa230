import { isOver, type HearingState, type Standing } from '@press-gallery/server/protocol/hearing-state'
import { useTranslation } from 'react-i18next'
import { timeText } from '../i18n/date-format.ts'
import { isLanguage } from '../i18n/languages.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'

/** The states in which nothing is shown; `unknown` where only that much is known. */
export type SlateKind = Exclude<HearingState, 'live'> | 'unknown'

const iconOf: Record<SlateKind, IconName> = {
  scheduled: 'clock',
  recess: 'pause',
  closed: 'lock',
  ended: 'done',
  sealed: 'done',
  cancelled: 'crossed',
  unknown: 'pause',
}

export interface SlateProps {
  kind: SlateKind
  /** Null where the hearing's standing is not known. */
  standing: Standing | null
  plannedStartMs: number | null
}

/** In the place of the picture, and of its size: what the hearing is in, and what happens next. */
export function Slate({ kind, standing, plannedStartMs }: SlateProps) {
  const { t, i18n } = useTranslation()
  const language = i18n.resolvedLanguage
  const ground = kind === 'closed' && isLanguage(language) ? (standing?.ground?.[language] ?? '') : ''
  const planned = kind === 'scheduled' && plannedStartMs !== null
  return (
    <output className="slate" data-kind={kind}>
      <Icon name={iconOf[kind]} />
      <p className="slate__title">{t(`slate.${kind}.title`)}</p>
      {ground === '' ? null : <p className="slate__ground">{t('slate.ground', { ground })}</p>}
      <p className="slate__next">
        {planned
          ? t('slate.plannedFor', { time: timeText(plannedStartMs, language) })
          : t(`slate.${kind}.next`)}
      </p>
      {standing !== null && (kind === 'recess' || kind === 'closed' || kind === 'ended') ? (
        <p className="slate__since">
          {t(kind === 'ended' ? 'slate.endedAt' : 'slate.since', {
            time: timeText(standing.sinceMs, language),
          })}
        </p>
      ) : null}
      {kind !== 'unknown' && isOver(kind) ? (
        <Link className="button button--secondary slate__way" href="/hearings">
          {t('app.toHearings')}
        </Link>
      ) : null}
    </output>
  )
}
