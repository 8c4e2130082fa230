import { Component, type ReactNode } from 'react'
import { BrokenPage, type PageFault } from './broken-page.tsx'
import { PartMissing } from './use-loaded.ts'

export interface PageBoundaryProps {
  /** Another page begins without the fault of the one before. */
  path: string
  children: ReactNode
}

interface PageBoundaryState {
  path: string
  fault: PageFault | null
}

/** In the place of a page that can't be shown stand words, and what leads on. React has no other way to catch an error than a class. */
export class PageBoundary extends Component<PageBoundaryProps, PageBoundaryState> {
  override state: PageBoundaryState = { path: this.props.path, fault: null }

  static getDerivedStateFromProps(
    { path }: PageBoundaryProps,
    state: PageBoundaryState,
  ): PageBoundaryState | null {
    return path === state.path ? null : { path, fault: null }
  }

  static getDerivedStateFromError(error: unknown): Pick<PageBoundaryState, 'fault'> {
    return { fault: error instanceof PartMissing ? 'partMissing' : 'broken' }
  }

  override render(): ReactNode {
    const { fault } = this.state
    return fault === null ? this.props.children : <BrokenPage fault={fault} />
  }
}
