/** Whose page it is: an account's login in the courts of the tests and of the demo, a device, or nobody's. */
export type Visitor =
  | 'journalist'
  | 'technician'
  | 'clerk'
  | 'press'
  | 'judge'
  | 'admin'
  | 'auditor'
  /** A press officer of several courts. */
  | 'region'
  /** An administrator of all courts. */
  | 'owner'
  | 'screen'
  | 'bench'
  | 'nobody'

export interface PageOf {
  /** Of its picture's file, too. */
  readonly name: string
  readonly path: string
  readonly as: Visitor
}

export interface Places {
  courtId: string
  courtroomId: string
  /** Under way in it. */
  hearingId: string
  /** A hearing that has not begun, whose dates can still be changed. */
  plannedId: string
}

export const isDevice = (visitor: Visitor): visitor is 'screen' | 'bench' =>
  visitor === 'screen' || visitor === 'bench'

/** Before it is all that is over, ms since the epoch. */
const farAheadMs = 4_000_000_000_000

/** Every page there is, each as seen by those who work with it. */
export const pagesOf = ({ courtId, courtroomId, hearingId, plannedId }: Places): readonly PageOf[] => [
  { name: 'sign-in', path: '/sign-in', as: 'nobody' },
  { name: 'pairing', path: '/screen', as: 'nobody' },
  { name: 'pairing-bench', path: '/bench', as: 'nobody' },
  { name: 'interface', path: '/interface', as: 'nobody' },
  { name: 'not-found', path: '/watch/NOTHING', as: 'nobody' },
  { name: 'link-ended', path: '/link', as: 'nobody' },
  { name: 'hearings', path: '/hearings', as: 'journalist' },
  { name: 'earlier', path: `/hearings/earlier/${farAheadMs}`, as: 'journalist' },
  { name: 'watch', path: `/watch/${hearingId}`, as: 'journalist' },
  { name: 'watch-planned', path: `/watch/${plannedId}`, as: 'journalist' },
  { name: 'account', path: '/account', as: 'journalist' },
  { name: 'console', path: '/console', as: 'technician' },
  { name: 'console-courtroom', path: `/console/${courtroomId}`, as: 'technician' },
  { name: 'screens', path: '/screens', as: 'technician' },
  { name: 'desk', path: '/desk', as: 'clerk' },
  { name: 'desk-earlier', path: `/desk/earlier/${farAheadMs}`, as: 'clerk' },
  { name: 'desk-hearing', path: `/desk/hearings/${hearingId}`, as: 'clerk' },
  { name: 'explanation', path: `/desk/hearings/${hearingId}`, as: 'judge' },
  { name: 'schedule', path: `/desk/courts/${courtId}/schedule`, as: 'press' },
  { name: 'change', path: `/desk/hearings/${plannedId}/change`, as: 'press' },
  { name: 'accreditation', path: '/desk/accreditation', as: 'press' },
  { name: 'accredited', path: '/desk/accreditation/granted', as: 'press' },
  { name: 'grant', path: '/desk/accreditation/grant', as: 'press' },
  { name: 'pools', path: '/desk/accreditation/pools', as: 'press' },
  { name: 'audit', path: '/desk/audit', as: 'auditor' },
  { name: 'people', path: '/people', as: 'admin' },
  { name: 'courts', path: '/courts', as: 'admin' },
  { name: 'court', path: `/courts/${courtId}`, as: 'admin' },
  { name: 'region', path: '/region', as: 'region' },
  { name: 'server', path: '/server', as: 'owner' },
  { name: 'server-keys', path: '/server/keys', as: 'owner' },
  { name: 'bench', path: '/bench', as: 'bench' },
  { name: 'wall', path: '/screen', as: 'screen' },
]
