import { cpus, loadavg } from 'node:os'

/** Without it no figure of this bench says anything. */
export interface MachineLoad {
  cpuModel: string
  cores: number
  /** Over the last minute: processes that run or want to. */
  loadAverage: number
}

export function machineLoad(): MachineLoad {
  const all = cpus()
  return { cpuModel: all[0]?.model.trim() ?? 'unknown', cores: all.length, loadAverage: loadavg()[0] ?? 0 }
}
