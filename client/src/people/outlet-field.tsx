import type { Outlet } from '@press-gallery/server/protocol/accreditation'
import { useTranslation } from 'react-i18next'
import { SelectField } from '../ui/select-field.tsx'

export interface OutletFieldProps {
  outlets: readonly Outlet[]
  /** The outlet's id; `''`: none. */
  value: string
  onChange: (outletId: string) => void
}

/** For whom a journalist works. */
export function OutletField({ outlets, value, onChange }: OutletFieldProps) {
  const { t } = useTranslation()
  return (
    <SelectField
      label={t('people.outlet')}
      options={[
        { value: '', label: t('people.noOutlet') },
        ...outlets.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={value}
      onChange={onChange}
    />
  )
}
