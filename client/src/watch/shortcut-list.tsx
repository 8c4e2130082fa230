import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import type { Shortcuts } from './use-shortcuts.ts'

export interface ShortcutListProps {
  shortcuts: Shortcuts
  canPictureInPicture: boolean
  onClose: () => void
}

/** What each key does, and the switch to do without them. */
export function ShortcutList({ shortcuts, canPictureInPicture, onClose }: ShortcutListProps) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('watch.keys.title')} onClose={onClose}>
      <dl className="shortcuts">
        <Shortcut name="M" does={t('watch.keys.sound')} />
        <Shortcut name="F" does={t('watch.keys.fullScreen')} />
        {canPictureInPicture ? <Shortcut name="P" does={t('watch.keys.pip')} /> : null}
        <Shortcut name="?" does={t('watch.keys.list')} />
      </dl>
      <label className="check">
        <input
          type="checkbox"
          checked={shortcuts.on}
          onChange={(event) => shortcuts.setOn(event.target.checked)}
        />
        {t('watch.keys.on')}
      </label>
      <p className="shortcuts__hint">{t('watch.keys.onHint')}</p>
      <div className="page__actions">
        <Button look="primary" onClick={onClose}>
          {t('watch.keys.close')}
        </Button>
      </div>
    </Dialog>
  )
}

function Shortcut({ name, does }: { name: string; does: string }) {
  return (
    <div className="shortcuts__key">
      <dt>
        <kbd>{name}</kbd>
      </dt>
      <dd>{does}</dd>
    </div>
  )
}
