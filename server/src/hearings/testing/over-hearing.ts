import type { HearingTable } from '../../store/schema.ts'

/** A row of a hearing of the test court that was over at a time, ms since the epoch. */
export const overHearing = (
  id: string,
  sinceMs: number,
  facts: Partial<HearingTable> = {},
): HearingTable => ({
  id,
  court_id: 'court-1',
  courtroom_id: 'room-1',
  case_number: id,
  title: `Hearing ${id}`,
  judge: '',
  planned_start_ms: sinceMs - 3_600_000,
  planned_end_ms: null,
  languages: '[]',
  audience: 'accredited',
  pool_id: null,
  notes: JSON.stringify({ kk: '', ru: '', en: '' }),
  watermark: 1,
  closed_recording: 'stop',
  state: 'ended',
  version: 2,
  since_ms: sinceMs,
  ground_id: null,
  ...facts,
})
