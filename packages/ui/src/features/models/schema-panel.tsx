import { Panel } from '../../components/panel.tsx'
import { useModelText } from '../../i18n/models.ts'
import { type Field, type MlModel, PARTS, typeOf } from './read-mlmodel.ts'
import css from './schema-panel.module.css'

export function SchemaPanel({ signature }: { signature: MlModel['signature'] }) {
  const { t } = useModelText()
  const parts = PARTS.filter((part) => signature[part]?.length)
  if (parts.length === 0) return null
  return (
    <Panel title={t('schema.title')}>
      {parts.map((part) => (
        <table key={part} className={css.table}>
          <caption>{t(`schema.${part}`)}</caption>
          <thead>
            <tr>
              <th scope="col">{t('field.name')}</th>
              <th scope="col">{t('schema.type')}</th>
              <th scope="col">{t(part === 'params' ? 'schema.default' : 'schema.required')}</th>
            </tr>
          </thead>
          <tbody>
            {signature[part]?.map((field, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a tensor may have no name
              <tr key={index}>
                <td>{field.name ?? `#${index}`}</td>
                <td>
                  <code>{typeOf(field)}</code>
                </td>
                <td>{part === 'params' ? JSON.stringify(field.default) : <Required field={field} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </Panel>
  )
}

/** What does not say otherwise is required. */
function Required({ field: { required = true } }: { field: Field }) {
  const { t } = useModelText()
  return t(required ? 'schema.yes' : 'schema.no')
}
