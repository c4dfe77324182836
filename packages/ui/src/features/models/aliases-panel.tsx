import type { RegisteredModel } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { Panel, PanelText } from '../../components/panel.tsx'
import { useModelText } from '../../i18n/models.ts'
import { AliasChip } from './alias-chip.tsx'
import css from './aliases-panel.module.css'

export function AliasesPanel({ model: { name = '', aliases = [] } }: { model: RegisteredModel }) {
  const { t } = useModelText()
  return (
    <Panel title={t('models.aliases')}>
      {aliases.length === 0 ? (
        <PanelText>{t('aliases.none')}</PanelText>
      ) : (
        <ul className={css.aliases}>
          {aliases.map(({ alias = '', version = '' }) => (
            <li key={alias}>
              <AliasChip alias={alias} />
              <Link to="/models/$name/versions/$version" params={{ name, version }}>
                {t('versions.number', { version })}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
