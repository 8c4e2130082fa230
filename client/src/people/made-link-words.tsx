import type { MadeLink } from '@press-gallery/server/protocol/people'
import { useTranslation } from 'react-i18next'
import { CopyLine } from '../ui/copy-line.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'

/** A one-time link that was made: mailed to its owner, or shown this once to be handed over. */
export function MadeLinkWords({ link, name }: { link: MadeLink; name: string }) {
  const { t } = useTranslation()
  return (
    <>
      <Notice
        tone="info"
        what={link.mailed ? t('people.link.mailed', { name }) : t('people.link.made', { name })}
        next={
          <>
            {t('people.link.ends')} <Moment ms={link.endsMs} />.
          </>
        }
      />
      {link.link === null ? null : (
        <>
          <CopyLine label={t('people.link.address')} value={link.link} />
          <p>{t('people.link.handOver')}</p>
        </>
      )}
    </>
  )
}
