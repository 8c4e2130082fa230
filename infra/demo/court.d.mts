export interface DemoCourt {
  hearing: { id: string; title: string; caseNumber: string; courtroomId: string }
  accounts: { role: string; login: string; password: string; note: string }[]
}
export function prepareCourt(wants: { dataDir: string; source?: string }): Promise<DemoCourt>
export function withoutSettings(): Record<string, string | undefined>
