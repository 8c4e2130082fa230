import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import type { ConsoleKeys } from './use-console-keys.ts'

export interface ShortcutsDialogProps {
  keys: ConsoleKeys
  /** Besides `?` itself. */
  of: readonly { shown: string; says: string }[]
}

/** Every single key of the page, and the switch that turns them off. */
export function ShortcutsDialog({ keys, of }: ShortcutsDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('console.keys.title')} onClose={keys.help.close}>
      <dl className="shortcuts">
        {[...of, { shown: '?', says: t('console.keys.show') }].map(({ shown, says }) => (
          <div className="shortcuts__one" key={shown}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <label className="check">
        <input type="checkbox" checked={keys.on} onChange={(event) => keys.setOn(event.target.checked)} />
        {t('console.keys.on')}
      </label>
      <div className="page__actions">
        <Button look="primary" onClick={keys.help.close}>
          {t('console.keys.close')}
        </Button>
      </div>
    </Dialog>
  )
}
