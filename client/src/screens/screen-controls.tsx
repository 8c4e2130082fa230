import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import { isOver } from '@press-gallery/server/protocol/hearing-state'
import type { ScreenSettings, ScreenSummary } from '@press-gallery/server/protocol/screens'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languageNames, languages } from '../i18n/languages.ts'
import { CheckGroup } from '../ui/check-group.tsx'
import { Choice } from '../ui/choice.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { useTask } from '../ui/use-task.ts'
import { withHearings } from './screen-state.ts'
import type { ScreensApi } from './screens-api.ts'
import { ScreensFailure } from './screens-failure.tsx'
import { VolumeField } from './volume-field.tsx'

export interface ScreenControlsProps {
  api: ScreensApi
  screen: ScreenSummary
  /** When the server told this of it, ms since the epoch by this device's clock. */
  heardMs: number
  hearings: readonly DeskHearing[]
  onChanged: () => void
}

/** The remote control of a display: whatever is changed goes to it at once. */
export function ScreenControls({ api, screen, heardMs, hearings, onChanged }: ScreenControlsProps) {
  const { t } = useTranslation()
  /** What was chosen here last: shown until the server has told of it. */
  const [chosen, setChosen] = useState<{ settings: ScreenSettings; atMs: number } | null>(null)
  const task = useTask(async (change: Partial<ScreenSettings>) => {
    const { settings } = await api.change(screen.id, { settings: change })
    setChosen({ settings, atMs: Date.now() })
  })
  const { busy, error } = task
  const settings = chosen !== null && chosen.atMs >= heardMs ? chosen.settings : screen.settings
  const change = async (part: Partial<ScreenSettings>): Promise<void> => {
    setChosen({ settings: { ...settings, ...part }, atMs: Infinity })
    const done = await task.run(part)
    if (!done) setChosen(null)
    onChanged()
  }

  // What is over is shown no more, but stays chosen until somebody takes it out.
  const offered = hearings.filter(
    ({ id, standing }) => !isOver(standing.state) || settings.hearingIds.includes(id),
  )
  const titleOf = (id: string): string => hearings.find((one) => one.id === id)?.title ?? '…'
  const options = offered.map(({ id, title, courtroom }) => ({ value: id, label: `${courtroom}: ${title}` }))
  const soundOptions = [
    { value: '', label: t('screens.soundFirst') },
    ...(settings.hearingIds.length > 0 ? settings.hearingIds : offered.map(({ id }) => id)).map((id) => ({
      value: id,
      label: titleOf(id),
    })),
  ]
  const { soundFrom } = settings
  if (soundFrom !== null && !soundOptions.some(({ value }) => value === soundFrom))
    soundOptions.push({ value: soundFrom, label: titleOf(soundFrom) })
  return (
    <div className="screen__controls" aria-busy={busy}>
      <Choice
        legend={t('screens.layout.legend')}
        options={[
          { value: 'one', label: t('screens.layout.one') },
          { value: 'grid', label: t('screens.layout.grid') },
        ]}
        value={settings.layout}
        hint={t('screens.layout.hint')}
        onChange={(layout) => void change({ layout })}
      />
      {options.length === 0 ? (
        <p className="page__lead">{t('screens.noHearings')}</p>
      ) : (
        <CheckGroup
          legend={t('screens.hearings')}
          options={options}
          values={settings.hearingIds}
          onChange={(ids) => void change(withHearings(settings, ids))}
        />
      )}
      <SelectField
        label={t('screens.sound')}
        options={soundOptions}
        value={settings.soundFrom ?? ''}
        onChange={(id) => void change({ soundFrom: id === '' ? null : id })}
      />
      <SelectField
        label={t('app.language')}
        options={languages.map((language) => ({ value: language, label: languageNames[language] }))}
        value={settings.language}
        onChange={(language) => void change({ language })}
      />
      <VolumeField volume={settings.volume} onChange={(volume) => void change({ volume })} />
      <output className="form__done">
        {busy
          ? t('screens.telling')
          : chosen !== null && error === null
            ? t(screen.online ? 'screens.told' : 'screens.toldLater')
            : ''}
      </output>
      <ScreensFailure error={error} />
    </div>
  )
}
