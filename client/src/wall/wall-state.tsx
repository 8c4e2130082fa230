import type { HearingState } from '@press-gallery/server/protocol/hearing-state'
import { useTranslation } from 'react-i18next'

/** Each state has a shape of its own, told apart from five metres and in grey: disc, bars, bolted square, ring. */
function Shape({ state }: { state: HearingState }) {
  switch (state) {
    case 'live':
      return <circle cx="12" cy="12" r="10" />
    case 'recess':
      return <path d="M4 3h5.5v18H4zM14.5 3H20v18h-5.5z" />
    case 'closed':
      return <path fillRule="evenodd" d="M2 2h20v20H2zM6 10v4h12v-4z" />
    case 'scheduled':
    case 'ended':
    case 'sealed':
    case 'cancelled':
      break
  }
  return (
    <path
      fillRule="evenodd"
      d="M12 2a10 10 0 1 0 0 20 10 10 0 1 0 0-20zm0 4a6 6 0 1 1 0 12 6 6 0 1 1 0-12z"
    />
  )
}

export function WallState({ state }: { state: HearingState }) {
  const { t } = useTranslation()
  return (
    <span className="wall-state" data-state={state}>
      <svg className="wall-state__shape" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <Shape state={state} />
      </svg>
      {t(`wall.state.${state}`)}
    </span>
  )
}
