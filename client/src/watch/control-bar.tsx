import { useState, type ReactNode, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { HearingPlayer, PlayerSnapshot } from '../player/hearing-player.ts'
import { Button } from '../ui/button.tsx'
import type { IconName } from '../ui/icon.tsx'
import { Status, type StatusTone } from '../ui/status.tsx'
import type { SoundState } from './sound-state.ts'
import { rememberVolume } from './preferences.ts'
import type { ScreenModes } from './use-screen-modes.ts'
import type { Shortcuts } from './use-shortcuts.ts'

export interface ControlBarProps {
  player: HearingPlayer
  snapshot: PlayerSnapshot
  modes: ScreenModes
  sound: SoundState
  meter: Ref<HTMLDivElement>
  setSound: (on: boolean) => void
  shortcuts: Shortcuts
  onShortcutList: () => void
}

const soundTone: Record<SoundState, StatusTone> = {
  off: 'warn',
  heard: 'good',
  silent: 'warn',
  missing: 'bad',
  waiting: 'quiet',
  unmeasured: 'good',
}

export function ControlBar(props: ControlBarProps) {
  const { snapshot, modes, sound, meter, setSound, shortcuts, onShortcutList } = props
  const { t } = useTranslation()
  const { soundOn, state, onAir } = snapshot
  const key = (name: string): string | null => (shortcuts.on ? name : null)
  return (
    <fieldset className="controls" aria-label={t('control.bar')}>
      <div className="controls__row controls__row--words">
        <Status tone={state === 'playing' ? 'good' : onAir ? 'warn' : 'quiet'}>
          {t(state === 'playing' ? 'player.playing' : 'control.waiting')}
        </Status>
        <span className="controls__sound" aria-live="polite">
          {/* Where nothing is shown there is nothing to hear, either. */}
          <Status tone={onAir ? soundTone[sound] : 'quiet'}>{t(`sound.${sound}`)}</Status>
        </span>
        <div className="level" ref={meter} aria-hidden="true" title={t('sound.level')} />
      </div>
      <div className="controls__row controls__row--buttons">
        <Control
          icon={soundOn ? 'soundOn' : 'soundOff'}
          shortcut={key('M')}
          onClick={() => setSound(!soundOn)}
        >
          {t(soundOn ? 'sound.mute' : 'sound.unmute')}
        </Control>
        <Volume {...props} />
        <span className="controls__gap" />
        {modes.canPictureInPicture ? (
          <Control icon="pip" shortcut={key('P')} onClick={modes.togglePictureInPicture}>
            {t(modes.pictureInPicture ? 'control.leavePip' : 'control.pip')}
          </Control>
        ) : null}
        <Control
          icon={modes.fullScreen ? 'leaveFullScreen' : 'fullScreen'}
          shortcut={key('F')}
          onClick={modes.toggleFullScreen}
        >
          {t(modes.fullScreen ? 'control.leaveFullScreen' : 'control.fullScreen')}
        </Control>
        <span className="controls__keys">
          <Button look="quiet" size="icon" onClick={onShortcutList}>
            <kbd aria-hidden="true">?</kbd>
            <span className="visually-hidden">{t('watch.keys.title')}</span>
          </Button>
        </span>
      </div>
    </fieldset>
  )
}

interface ControlProps {
  icon: IconName
  shortcut: string | null
  onClick: () => void
  children: ReactNode
}

/** Its words give way where there is room for the icon alone, and are read all the same. */
function Control({ icon, shortcut, onClick, children }: ControlProps) {
  return (
    <Button icon={icon} aria-keyshortcuts={shortcut ?? undefined} onClick={onClick}>
      <span className="controls__label">{children}</span>
      {shortcut === null ? null : <kbd>{shortcut}</kbd>}
    </Button>
  )
}

function Volume({ player, snapshot: { volume } }: ControlBarProps) {
  const { t } = useTranslation()
  const [canSet] = useState(canSetVolume)
  if (!canSet) return null
  return (
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
  )
}

/** On iPhones only the buttons at the side of the phone set it. */
function canSetVolume(): boolean {
  const probe = document.createElement('video')
  probe.volume = 0.5
  return probe.volume === 0.5
}
