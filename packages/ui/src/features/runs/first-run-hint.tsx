import { useState } from 'react'
import { serverUrl } from '../../api/client.ts'
import { CodeBox } from '../../components/code-box.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { useText } from '../../i18n/index.ts'
import css from './first-run-hint.module.css'

const LANGUAGES = { python: 'Python', r: 'R', java: 'Java', typescript: 'TypeScript' } as const
type Language = keyof typeof LANGUAGES

const OPTIONS = (Object.keys(LANGUAGES) as Language[]).map((value) => ({ value, label: LANGUAGES[value] }))

/** What a program needs to log here: the address this page was loaded from, without the page. */
function firstRunSnippets(trackingUri: string, experimentId: string): Record<Language, string> {
  const [uri, id] = [trackingUri, experimentId].map((text) => JSON.stringify(text))
  return {
    python: `import mlflow
mlflow.set_tracking_uri(${uri})
with mlflow.start_run(experiment_id=${id}):
    mlflow.log_metric("auc", 0.87)`,
    r: `library(mlflow)
mlflow_set_tracking_uri(${uri})
with(mlflow_start_run(experiment_id = ${id}), {
  mlflow_log_metric("auc", 0.87)
})`,
    java: `import org.mlflow.tracking.MlflowClient;

MlflowClient client = new MlflowClient(${uri});
String runId = client.createRun(${id}).getRunId();
client.logMetric(runId, "auc", 0.87);
client.setTerminated(runId);`,
    typescript: `import { configure, withRun } from '@millrace/sdk'

await configure({ trackingUri: ${uri} })
await withRun({ experimentId: ${id} }, (run) => run.logMetric('auc', 0.87))`,
  }
}

export function FirstRunHint({ experimentId }: { experimentId: string }) {
  const { t } = useText()
  const [language, setLanguage] = useState<Language>('python')
  const snippets = firstRunSnippets(serverUrl('').replace(/\/$/, ''), experimentId)
  return (
    <EmptyState title={t('runs.none')}>
      <p className={css.text}>{t('runs.none.hint')}</p>
      <Segmented label={t('runs.none.language')} value={language} options={OPTIONS} onChange={setLanguage} />
      <CodeBox text={snippets[language]} />
    </EmptyState>
  )
}
