import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/icon.tsx'
import type { ConsoleApi } from './console-api.ts'
import { JpegPicture } from './jpeg-picture.tsx'
import { SoundMeter } from './sound-meter.tsx'
import { usePreview } from './use-preview.ts'

export interface PreviewProps {
  api: ConsoleApi
  courtroomId: string
  /** The state in which nothing leaves the courtroom, where the page knows it before the preview's own answer does. */
  cut: 'recess' | 'closed' | null
}

/** What the courtroom's camera and microphones give, on the air or not: still pictures and measured sound, and said to be that. */
export function Preview({ api, courtroomId, cut }: PreviewProps) {
  const { t } = useTranslation()
  const { value, error } = usePreview(api, courtroomId)
  const withheld = cut ?? value?.withheld ?? null
  if (withheld !== null) {
    return (
      <div className="preview">
        <div className="preview__picture preview__picture--dark">
          <Icon name={withheld === 'recess' ? 'pause' : 'lock'} />
          <p>{t(`console.withheld.${withheld}`)}</p>
        </div>
      </div>
    )
  }
  const picture = error === null ? (value?.picture ?? null) : null
  return (
    <div className="preview">
      <div className="preview__picture">
        {picture === null ? (
          <p>{t(error === null ? 'console.noPicture' : 'console.previewLost')}</p>
        ) : (
          <JpegPicture jpeg={picture.jpeg} label={t('console.pictureOf')} />
        )}
      </div>
      <SoundMeter sound={error === null ? (value?.sound ?? null) : null} />
      <p className="preview__note">{t('console.previewIs')}</p>
    </div>
  )
}
