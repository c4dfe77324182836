import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/index.ts'
import { experimentQuery } from './get-experiment.ts'

/** The way back from what an experiment holds. */
export function ExperimentCrumbs({ experimentId }: { experimentId: string }) {
  const { t } = useText()
  const { data } = useQuery(experimentQuery(experimentId))
  return (
    <>
      <Link to="/experiments">{t('nav.experiments')}</Link>
      <span aria-hidden="true">/</span>
      <Link to="/experiments/$experimentId" params={{ experimentId }}>
        {data?.name ?? experimentId}
      </Link>
    </>
  )
}
