import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useCopy } from '../ui/use-copy.ts'

export interface RecoveryCodesProps {
  codes: readonly string[]
  login: string
  onKept: () => void
}

/** Shown once: to be copied or printed, and kept away from the phone. */
export function RecoveryCodes({ codes, login, onKept }: RecoveryCodesProps) {
  const { t } = useTranslation()
  const { copy, outcome } = useCopy()
  return (
    <div className="recovery form">
      <Notice tone="info" what={t('account.codes.what')} next={t('account.codes.next')} />
      <p className="recovery__owner">
        {t('app.name')} · {login}
      </p>
      <ul className="recovery__codes" aria-label={t('account.codes.list')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="page__actions recovery__actions">
        <Button onClick={() => void copy(codes.join('\n'))}>{t('app.copy')}</Button>
        <Button onClick={() => window.print()}>{t('account.codes.print')}</Button>
        <Button look="primary" onClick={onKept}>
          {t('account.codes.kept')}
        </Button>
        <output className="form__done">
          {outcome === 'copied' ? t('app.copied') : outcome === 'failed' ? t('app.byHand') : ''}
        </output>
      </div>
    </div>
  )
}
