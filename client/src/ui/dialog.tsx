import { useLayoutEffect, useRef, type ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'

export interface DialogProps {
  title: string
  /** Esc, the browser's way back, or a button of the dialog's own. */
  onClose: () => void
  children: ReactNode
}

/** A question that must be answered before anything else: it keeps the focus, and gives it back to where it was. */
export function Dialog({ title, onClose, children }: DialogProps) {
  return (
    <ModalOverlay className="dialog-veil" isOpen onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal className="dialog-frame">
        <AriaDialog className="dialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          <FirstFocused>{children}</FirstFocused>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** The focus goes to the first thing that can be filled in or pressed, unless one of them has asked for it. */
function FirstFocused({ children }: { children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = body.current
    if (element === null || element.contains(document.activeElement)) return
    element.querySelector<HTMLElement>('input, select, textarea, button, a[href]')?.focus()
  }, [])
  return (
    <div className="dialog__body" ref={body}>
      {children}
    </div>
  )
}
