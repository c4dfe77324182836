import { serverUrl } from '../../api/client.ts'
import { CodeBox } from '../../components/code-box.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { useText } from '../../i18n/index.ts'
import css from './first-run-hint.module.css'

/** What a script needs to log here: the address this page was loaded from, without the page. */
function firstRunSnippet(trackingUri: string, experimentId: string): string {
  return [
    'import mlflow',
    `mlflow.set_tracking_uri("${trackingUri}")`,
    `with mlflow.start_run(experiment_id="${experimentId}"): mlflow.log_metric("auc", 0.87)`,
  ].join('\n')
}

export function FirstRunHint({ experimentId }: { experimentId: string }) {
  const { t } = useText()
  const snippet = firstRunSnippet(serverUrl('').replace(/\/$/, ''), experimentId)
  return (
    <EmptyState title={t('runs.none')}>
      <p className={css.text}>{t('runs.none.hint')}</p>
      <CodeBox text={snippet} />
    </EmptyState>
  )
}
