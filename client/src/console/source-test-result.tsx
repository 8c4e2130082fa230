import { feedFault } from '@press-gallery/server/protocol/feed'
import type { SourceTestAnswer } from '@press-gallery/server/protocol/workplaces'
import { useTranslation } from 'react-i18next'
import { Notice } from '../ui/notice.tsx'
import { Status } from '../ui/status.tsx'
import { JpegPicture } from './jpeg-picture.tsx'

/** What came of trying a source: its first picture and what it carries, or why there is none and what to do. */
export function SourceTestResult({ answer }: { answer: SourceTestAnswer }) {
  const { t } = useTranslation()
  const { ok, reason, firstPictureMs, video, audio, picture } = answer
  const fault = feedFault.safeParse(reason)
  return (
    <div className="test-result">
      {ok ? (
        <Status tone="good">
          {firstPictureMs === null
            ? t('console.source.works')
            : t('console.source.worksAfter', { seconds: firstPictureMs / 1000 })}
        </Status>
      ) : null}
      {fault.success ? (
        <Notice
          tone={ok ? 'warn' : 'bad'}
          what={t(`fault.${fault.data}.what`)}
          next={t(`console.faultNext.${fault.data}`)}
        />
      ) : null}
      {!ok && !fault.success ? (
        <Notice tone="bad" what={t('console.slow.what')} next={t('console.slow.next')} />
      ) : null}
      {reason === 'withheld' ? <p>{t('console.source.withheld')}</p> : null}
      {video === null ? null : (
        <p>
          {t('console.source.video', {
            codec: video.codec.toUpperCase(),
            width: String(video.width),
            height: String(video.height),
          })}
          {video.fps === null ? null : ` · ${t('console.source.fps', { fps: Math.round(video.fps) })}`}
        </p>
      )}
      {audio === null ? null : <p>{t('console.source.audio', { codec: audio.codec.toUpperCase() })}</p>}
      {picture === null ? null : (
        <div className="test-result__picture">
          <JpegPicture jpeg={picture} label={t('console.source.firstPicture')} />
        </div>
      )}
    </div>
  )
}
