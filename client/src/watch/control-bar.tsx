import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { HearingPlayer, PlayerSnapshot } from '../player/hearing-player.ts'
import { Button } from '../ui/button.tsx'
import { Status, type StatusTone } from '../ui/status.tsx'
import type { SoundState } from './sound-state.ts'
import { rememberVolume } from './preferences.ts'
import type { ScreenModes } from './use-screen-modes.ts'

export interface ControlBarProps {
  player: HearingPlayer
  snapshot: PlayerSnapshot
  modes: ScreenModes
  sound: SoundState
  meter: Ref<HTMLDivElement>
  setSound: (on: boolean) => void
  shortcuts: { on: boolean; setOn: (on: boolean) => void }
}

const soundTone: Record<SoundState, StatusTone> = {
  off: 'warn',
  heard: 'good',
  silent: 'warn',
  missing: 'bad',
  waiting: 'quiet',
  unmeasured: 'good',
}

export function ControlBar({ player, snapshot, modes, sound, meter, setSound, shortcuts }: ControlBarProps) {
  const { t } = useTranslation()
  const { soundOn, volume, state } = snapshot
  return (
    <fieldset className="controls" aria-label={t('control.bar')}>
      <div className="controls__row">
        <Status tone={state === 'playing' ? 'good' : 'warn'}>
          {t(state === 'playing' ? 'player.playing' : 'control.waiting')}
        </Status>
        <span className="controls__sound" aria-live="polite">
          <Status tone={soundTone[sound]}>{t(`sound.${sound}`)}</Status>
        </span>
        <div className="level" ref={meter} aria-hidden="true" title={t('sound.level')} />
      </div>
      <div className="controls__row">
        <Button
          icon={soundOn ? 'soundOn' : 'soundOff'}
          aria-keyshortcuts={shortcuts.on ? 'M' : undefined}
          onClick={() => setSound(!soundOn)}
        >
          {t(soundOn ? 'sound.mute' : 'sound.unmute')}
          {shortcuts.on ? <kbd>M</kbd> : null}
        </Button>
        <label className="volume">
          <span className="visually-hidden">{t('sound.volume')}</span>
          <input
            type="range"
            min="0"
            max="100"
            step="5"
            value={Math.round(volume * 100)}
            onChange={(event) => {
              const next = event.target.valueAsNumber / 100
              rememberVolume(next)
              player.setVolume(next)
            }}
          />
        </label>
        <span className="controls__gap" />
        {modes.canPictureInPicture ? (
          <Button
            icon="pip"
            aria-keyshortcuts={shortcuts.on ? 'P' : undefined}
            onClick={modes.togglePictureInPicture}
          >
            {t(modes.pictureInPicture ? 'control.leavePip' : 'control.pip')}
            {shortcuts.on ? <kbd>P</kbd> : null}
          </Button>
        ) : null}
        <Button
          icon={modes.fullScreen ? 'leaveFullScreen' : 'fullScreen'}
          aria-keyshortcuts={shortcuts.on ? 'F' : undefined}
          onClick={modes.toggleFullScreen}
        >
          {t(modes.fullScreen ? 'control.leaveFullScreen' : 'control.fullScreen')}
          {shortcuts.on ? <kbd>F</kbd> : null}
        </Button>
      </div>
      <label className="check controls__keys">
        <input
          type="checkbox"
          checked={shortcuts.on}
          onChange={(event) => shortcuts.setOn(event.target.checked)}
        />
        {t('control.keys')}
      </label>
    </fieldset>
  )
}
