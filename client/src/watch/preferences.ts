import { remembered } from '../browser/remembered.ts'
import type { PathPreference } from '../player/path-chooser.ts'

const rememberedPath = remembered('press-gallery.path')
const rememberedSound = remembered('press-gallery.sound')
const rememberedVolume = remembered('press-gallery.volume')

/** What the viewer chose the last time, in this browser. */
export function preferredPath(): PathPreference {
  const value = rememberedPath.read()
  return value === 'webrtc' || value === 'hls' ? value : 'auto'
}

export function preferredSound(): boolean {
  return rememberedSound.read() === 'on'
}

/** 0 to 1. */
export function preferredVolume(): number {
  const volume = Number(rememberedVolume.read() ?? 1)
  return volume > 0 && volume <= 1 ? volume : 1
}

export function rememberPath(preference: PathPreference): void {
  rememberedPath.write(preference)
}

export function rememberSound(on: boolean): void {
  rememberedSound.write(on ? 'on' : 'off')
}

export function rememberVolume(volume: number): void {
  rememberedVolume.write(String(volume))
}
