import { Component, type ReactNode } from 'react'
import type { ReloadBudget } from '../browser/reload-budget.ts'

export interface DeviceBoundaryProps {
  reloads: ReloadBudget
  /** In the place of a page that is broken, until it is loaded anew. */
  words: ReactNode
  children: ReactNode
}

const lookEveryMs = 10_000

/** A page that is broken is loaded anew: nobody is there to do it. React has no other way to catch an error than a class. */
export class DeviceBoundary extends Component<DeviceBoundaryProps, { broken: boolean }> {
  override state = { broken: false }
  #timer: number | undefined

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override componentDidCatch(): void {
    window.clearInterval(this.#timer)
    this.#timer = window.setInterval(() => {
      if (this.props.reloads.spend(Date.now())) window.location.reload()
    }, lookEveryMs)
  }

  override componentWillUnmount(): void {
    window.clearInterval(this.#timer)
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.words : this.props.children
  }
}
