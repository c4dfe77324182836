import type { RegisteredModelAlias } from '@millrace/contract'
import { useModelText } from '../../i18n/models.ts'
import { AliasChip } from './alias-chip.tsx'
import css from './pointing-aliases.module.css'

/** What stops to resolve for everyone who loads by it, when that is deleted to which it points. */
export function PointingAliases({ aliases }: { aliases: RegisteredModelAlias[] }) {
  const { t } = useModelText()
  if (aliases.length === 0) return null
  return (
    <div className={css.warning}>
      <p>{t('aliases.lost', { count: aliases.length })}</p>
      <ul>
        {aliases.map(({ alias = '', version }) => (
          <li key={alias}>
            <AliasChip alias={alias} version={version} />
          </li>
        ))}
      </ul>
    </div>
  )
}
