import { z } from 'zod'
import * as account from '../../protocol/account.ts'
import * as accreditation from '../../protocol/accreditation.ts'
import * as api from '../../protocol/api.ts'
import * as attendance from '../../protocol/attendance.ts'
import * as audit from '../../protocol/audit.ts'
import * as desk from '../../protocol/desk.ts'
import * as health from '../../protocol/health.ts'
import * as hearingState from '../../protocol/hearing-state.ts'
import * as people from '../../protocol/people.ts'
import * as screens from '../../protocol/screens.ts'
import * as serverHealth from '../../protocol/server-health.ts'
import * as workplaces from '../../protocol/workplaces.ts'

const modules: readonly object[] = [
  account,
  accreditation,
  api,
  attendance,
  audit,
  desk,
  health,
  hearingState,
  people,
  screens,
  serverHealth,
  workplaces,
]

/** Every schema of `protocol/` by the name under which it is exported there. */
export const schemaNames: ReadonlyMap<z.ZodType, string> = new Map(
  modules.flatMap((module) =>
    Object.entries(module).flatMap(([name, value]: [string, unknown]): [z.ZodType, string][] =>
      value instanceof z.ZodType ? [[value, name]] : [],
    ),
  ),
)
