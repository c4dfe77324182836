import type { Run } from '@millrace/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CopyButton } from '../../components/copy-button.tsx'
import { Detail, DetailCode, Details } from '../../components/details.tsx'
import { Panel } from '../../components/panel.tsx'
import { TimeAgo, useNow } from '../../components/time-ago.tsx'
import { formatDuration } from '../../i18n/format.ts'
import { useRunText } from '../../i18n/run.ts'
import { runQuery } from './get-run.ts'
import { parentIdOf, tagOf } from './nest-runs.ts'
import { StatusMark } from './run-status.tsx'
import { durationOf, userOf } from './run-values.ts'

const SHORT_COMMIT = 10

export function RunDetails({ run }: { run: Run }) {
  const { t, locale } = useRunText()
  const now = useNow()
  const duration = durationOf(run, now)
  const parentId = parentIdOf(run)
  const commit = tagOf(run, 'mlflow.source.git.commit')
  const { run_id = '', experiment_id = '', status, start_time, end_time } = run.info ?? {}
  return (
    <Panel title={t('run.details')}>
      <Details>
        <Detail label={t('attribute.status')}>
          <StatusMark status={status} withLabel />
        </Detail>
        <Detail label={t('attribute.start_time')}>
          <TimeAgo time={start_time} />
        </Detail>
        <Detail label={t('attribute.end_time')}>{end_time ? <TimeAgo time={end_time} /> : ''}</Detail>
        <Detail label={t('attribute.duration')}>
          {duration === undefined ? '' : formatDuration(duration, locale)}
        </Detail>
        <Detail label={t('attribute.user_id')}>{userOf(run)}</Detail>
        <Detail label={t('attribute.source')}>{tagOf(run, 'mlflow.source.name')}</Detail>
        <Detail label={t('run.commit')}>
          {commit && <code title={commit}>{commit.slice(0, SHORT_COMMIT)}</code>}
        </Detail>
        <Detail label={t('run.parent')}>
          {parentId && <RunLink experimentId={experiment_id} runId={parentId} />}
        </Detail>
        <Detail label={t('attribute.run_id')}>
          <DetailCode>{run_id}</DetailCode>
          <CopyButton text={run_id} label={t('run.copyId')} />
        </Detail>
      </Details>
    </Panel>
  )
}

function RunLink({ experimentId, runId }: { experimentId: string; runId: string }) {
  const { data } = useQuery(runQuery(runId))
  return (
    <Link to="/experiments/$experimentId/runs/$runId/$" params={{ experimentId, runId }}>
      {data?.info?.run_name || runId}
    </Link>
  )
}
