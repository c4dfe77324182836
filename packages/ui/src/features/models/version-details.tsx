import type { ModelVersion } from '@millrace/contract'
import { CopyButton } from '../../components/copy-button.tsx'
import { Detail, DetailCode, Details } from '../../components/details.tsx'
import { Panel } from '../../components/panel.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useModelText } from '../../i18n/models.ts'
import { RunLink } from './run-link.tsx'
import { StageMark } from './stage-mark.tsx'

export function VersionDetails({ found, flavors }: { found: ModelVersion; flavors: string[] }) {
  const { t } = useModelText()
  const { source = '', run_id, status = 'READY', status_message, user_id } = found
  return (
    <Panel title={t('run.details')}>
      <Details>
        <Detail label={t('versions.stage')}>
          <StageMark stage={found.current_stage} />
        </Detail>
        <Detail label={t('attribute.status')}>
          {status !== 'READY' && [status, status_message].filter(Boolean).join(': ')}
        </Detail>
        <Detail label={t('versions.created')}>
          <TimeAgo time={found.creation_timestamp} />
        </Detail>
        <Detail label={t('versions.updated')}>
          <TimeAgo time={found.last_updated_timestamp} />
        </Detail>
        <Detail label={t('versions.by')}>{user_id}</Detail>
        <Detail label={t('versions.run')}>{run_id && <RunLink runId={run_id} />}</Detail>
        <Detail label={t('versions.flavors')}>{flavors.join(', ')}</Detail>
        <Detail label={t('attribute.source')}>
          {source && (
            <>
              <DetailCode>{source}</DetailCode>
              <CopyButton text={source} label={t('versions.copySource')} />
            </>
          )}
        </Detail>
      </Details>
    </Panel>
  )
}
