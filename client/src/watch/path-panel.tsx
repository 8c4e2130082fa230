import { useTranslation } from 'react-i18next'
import type { HearingPlayer, PlayerSnapshot } from '../player/hearing-player.ts'
import type { PathPreference } from '../player/path-chooser.ts'
import { Choice } from '../ui/choice.tsx'
import { Notice } from '../ui/notice.tsx'
import { rememberPath } from './preferences.ts'

const paths = ['auto', 'webrtc', 'hls'] as const

/** The switch of paths, and why the picture does not come the way one would think. */
export function PathPanel({ player, snapshot }: { player: HearingPlayer; snapshot: PlayerSnapshot }) {
  const { t } = useTranslation()
  const { preference } = snapshot
  const choose = (path: PathPreference): void => {
    rememberPath(path)
    player.prefer(path)
  }
  return (
    <>
      <Choice
        legend={t('path.legend')}
        options={paths.map((value) => ({ value, label: t(`path.${value}`) }))}
        value={preference}
        hint={t(`path.${preference}Hint`)}
        onChange={choose}
      />
      {snapshot.fallback && snapshot.state !== 'ended' ? (
        <Notice tone="info" what={t('path.fallback.what')} next={t('path.fallback.next')} />
      ) : null}
    </>
  )
}
