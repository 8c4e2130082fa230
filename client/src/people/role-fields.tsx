import type { RoleGrant } from '@press-gallery/server/protocol/identifiers'
import { useTranslation } from 'react-i18next'
import { givenRoles, isSameGrant, toggled } from './grant-changes.ts'

export interface RoleFieldsProps {
  courtId: string
  /** Whether roles in all courts may be given as well. */
  allCourts: boolean
  grants: readonly RoleGrant[]
  onChange: (grants: RoleGrant[]) => void
}

/** What a person is to a court, and to all of them; several roles at once are usual. */
export function RoleFields({ courtId, allCourts, grants, onChange }: RoleFieldsProps) {
  const { t } = useTranslation()
  const places = [
    { legend: t('people.rolesHere'), in: courtId },
    ...(allCourts ? [{ legend: t('people.rolesEverywhere'), in: null }] : []),
  ]
  return (
    <>
      {places.map((place) => (
        <fieldset className="roles" key={place.in}>
          <legend className="field__label">{place.legend}</legend>
          {givenRoles.map((role) => {
            const grant = { role, courtId: place.in }
            return (
              <label className="check" key={role}>
                <input
                  type="checkbox"
                  checked={grants.some((one) => isSameGrant(one, grant))}
                  onChange={() => onChange(toggled(grants, grant))}
                />
                {t(`app.role.${role}`)}
              </label>
            )
          })}
        </fieldset>
      ))}
    </>
  )
}
