import type { Alarm } from './attendance-judgement.ts'

/** An alarm that stands, or that no more does. */
export interface AlarmChange {
  readonly alarm: Alarm
  readonly fromMs: number
  /** Null: it begins. */
  readonly toMs: number | null
}

/** How long nothing may be wrong before an alarm is over, so that a line that comes and goes is one alarm. */
const overAfterMs = 3_000

/** The alarm of one hearing, through time. */
export class AttendanceAlarm {
  #current: { alarm: Alarm; fromMs: number } | null = null
  #rightSinceMs: number | null = null

  get alarm(): Alarm | null {
    return this.#current?.alarm ?? null
  }

  get sinceMs(): number | null {
    return this.#current?.fromMs ?? null
  }

  /** What the viewers give now; answers what has changed by it, the end of one before the beginning of the next. */
  update(alarm: Alarm | null, nowMs: number): AlarmChange[] {
    const before = this.#current
    if (alarm === null) {
      this.#rightSinceMs ??= nowMs
      return nowMs - this.#rightSinceMs >= overAfterMs ? this.end(this.#rightSinceMs) : []
    }
    this.#rightSinceMs = null
    if (before?.alarm === alarm) return []
    this.#current = { alarm, fromMs: nowMs }
    const begun = { alarm, fromMs: nowMs, toMs: null }
    return before === null ? [begun] : [{ ...before, toMs: nowMs }, begun]
  }

  /** At once: nobody is to get anything. */
  end(nowMs: number): AlarmChange[] {
    const before = this.#current
    this.#current = null
    this.#rightSinceMs = null
    return before === null ? [] : [{ ...before, toMs: nowMs }]
  }
}
