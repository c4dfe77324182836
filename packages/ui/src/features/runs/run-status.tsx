import type { RunStatus } from '@millrace/contract'
import { Spoken } from '../../components/spoken.tsx'
import { useText } from '../../i18n/index.ts'
import css from './run-status.module.css'

interface Props {
  status: RunStatus | undefined
  /** Colour is never the only sign: without a label the word is in the tip and for screen readers. */
  withLabel?: boolean
}

export function StatusMark({ status = 'SCHEDULED', withLabel = false }: Props) {
  const { t } = useText()
  const label = t(`status.${status}`)
  return (
    <span className={`${css.status} ${css[status]}`} title={withLabel ? undefined : label}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" className={css.mark}>
        <path d={SHAPES[status]} fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
      </svg>
      {withLabel ? label : <Spoken>{label}</Spoken>}
    </span>
  )
}

const RING = 'M7 1.8a5.2 5.2 0 1 1 0 10.4 5.2 5.2 0 0 1 0-10.4Z'

const SHAPES: Record<RunStatus, string> = {
  RUNNING: 'M7 1.8a5.2 5.2 0 1 1-5.2 5.2',
  SCHEDULED: `${RING}M7 4.500v2.700l1.8 1`,
  FINISHED: 'm2.5 7.5 3 3 6-6.5',
  FAILED: 'm3.5 3.5 7 7m0-7-7 7',
  KILLED: `${RING}M4.5 7h5`,
}
