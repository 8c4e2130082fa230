import type { HearingSummary } from '@press-gallery/server/protocol/api'
import { Link } from '../ui/link.tsx'

export interface HearingLinkProps {
  hearing: HearingSummary
  onNear: (hearingId: string) => void
  onChoose: (hearingId: string) => Promise<void> | null
}

/** Leads to a hearing's watch page; what is needed there is begun before the click, and with it. */
export function HearingLink({ hearing, onNear, onChoose }: HearingLinkProps) {
  const isLive = hearing.standing.state === 'live'
  const near = (): void => {
    if (isLive) onNear(hearing.id)
  }
  return (
    <Link
      className="hearing__link"
      href={hearing.watch}
      onPointerEnter={near}
      onTouchStart={near}
      onFocus={near}
      onFollow={() => (isLive ? onChoose(hearing.id) : null)}
    >
      {hearing.title}
    </Link>
  )
}
