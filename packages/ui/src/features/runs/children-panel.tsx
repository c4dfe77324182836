import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Panel } from '../../components/panel.tsx'
import { useRunText } from '../../i18n/run.ts'
import css from './children-panel.module.css'
import { StatusMark } from './run-status.tsx'
import { childrenFilter, childrenQuery } from './search-children.ts'
import { runIdOf } from './search-runs.ts'

export function ChildrenPanel({ experimentId, runId }: { experimentId: string; runId: string }) {
  const { t } = useRunText()
  const { data } = useQuery(childrenQuery(experimentId, runId))
  const children = data?.runs ?? []
  if (children.length === 0) return null
  return (
    <Panel
      title={t('run.children')}
      actions={
        <Link
          to="/experiments/$experimentId"
          params={{ experimentId }}
          search={{ filter: childrenFilter(runId) }}
          className={css.all}
        >
          {t('run.children.more')}
        </Link>
      }
    >
      <ul className={css.list}>
        {children.map((child) => (
          <li key={runIdOf(child)}>
            <StatusMark status={child.info?.status} />
            <Link
              to="/experiments/$experimentId/runs/$runId/$"
              params={{ experimentId, runId: runIdOf(child) }}
            >
              {child.info?.run_name || runIdOf(child)}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
