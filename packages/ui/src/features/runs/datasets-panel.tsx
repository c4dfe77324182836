import type { DatasetInput } from '@millrace/contract'
import { Panel } from '../../components/panel.tsx'
import { useRunText } from '../../i18n/run.ts'
import css from './datasets-panel.module.css'

export function DatasetsPanel({ inputs }: { inputs: DatasetInput[] }) {
  const { t } = useRunText()
  if (inputs.length === 0) return null
  return (
    <Panel title={t('run.datasets')}>
      <ul className={css.list}>
        {inputs.map(({ dataset, tags }) => (
          <li key={`${dataset?.name} ${dataset?.digest}`}>
            <b>{dataset?.name}</b>
            <code>{dataset?.digest}</code>
            <span>
              {[dataset?.source_type, tags?.find(({ key }) => key === 'mlflow.data.context')?.value]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
