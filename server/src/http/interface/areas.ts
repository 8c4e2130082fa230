import { accountArea } from './account.ts'
import { accreditationArea } from './accreditation.ts'
import { auditArea } from './audit.ts'
import { courtsArea } from './courts.ts'
import type { Area, DescribedRoutes } from './described.ts'
import { healthArea } from './health.ts'
import { hearingsArea } from './hearings.ts'
import { hlsArea } from './hls.ts'
import { peopleArea } from './people.ts'
import { screensArea } from './screens.ts'
import { serverArea } from './server.ts'
import { sessionArea } from './session.ts'

/** The interface as a whole, in the order in which it is read. */
export const areas: readonly Area[] = [
  sessionArea,
  accountArea,
  hearingsArea,
  hlsArea,
  accreditationArea,
  peopleArea,
  courtsArea,
  screensArea,
  auditArea,
  serverArea,
  healthArea,
]

export const describedRoutes: DescribedRoutes = Object.assign({}, ...areas.map(({ routes }) => routes))
