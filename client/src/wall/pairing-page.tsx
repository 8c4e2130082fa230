import type { DeviceKind } from '@press-gallery/server/protocol/screens'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QrCode } from '../account/qr-code.tsx'
import type { Requests } from '../api/requests.ts'
import { useAllWords } from '../i18n/use-all-words.ts'
import { Loading } from '../ui/loading.tsx'
import { keepPairing, type PairingView } from './pairing.ts'

export interface PairingPageProps {
  kind: DeviceKind
  requests: Requests
  onPaired: (kind: DeviceKind) => void
}

/** Where a technician enters the code. */
const consolePath = '/screens'

/** Out of the box: a code that a technician enters. In all languages, since nobody has chosen one here. */
export function PairingPage({ kind, requests, onPaired }: PairingPageProps) {
  const { i18n } = useTranslation()
  const [view, setView] = useState<PairingView>({ kind: 'asking' })
  useEffect(() => keepPairing({ requests, kind, onView: setView, onPaired }), [requests, kind, onPaired])
  const spoken = useAllWords()
  const address = `${window.location.origin}${consolePath}`
  if (spoken === null) {
    return (
      <main className="pairing theme-dark">
        <Loading />
      </main>
    )
  }
  return (
    <main className="pairing theme-dark" data-kind={kind}>
      <div className="pairing__words">
        {spoken.map((language) => {
          const t = i18n.getFixedT(language)
          return (
            <div className="pairing__in" key={language} lang={language}>
              <h1 className="pairing__title">{t(`wall.pairing.${kind}`)}</h1>
              <p>{view.kind === 'code' ? t('wall.pairing.enter') : t(`wall.pairing.${view.kind}`)}</p>
            </div>
          )
        })}
      </div>
      {view.kind === 'code' ? (
        <div className="pairing__code-and-qr">
          <output className="pairing__code" translate="no">
            <span>{view.code.slice(0, 3)}</span>
            <span>{view.code.slice(3)}</span>
          </output>
          <div className="pairing__qr">
            <QrCode text={`${address}?code=${view.code}`} label={address} />
            <p className="pairing__address" translate="no">
              {address}
            </p>
          </div>
        </div>
      ) : null}
    </main>
  )
}
