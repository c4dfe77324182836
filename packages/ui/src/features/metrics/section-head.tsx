import { Icon } from '../../components/icon.tsx'
import { useChartText } from '../../i18n/charts.ts'
import { formatCount } from '../../i18n/format.ts'
import css from './metric-charts.module.css'
import type { Section } from './sections.ts'

interface Props {
  section: Section
  open: boolean
  onTurn: () => void
}

export function SectionHead({ section: { prefix, keys }, open, onTurn }: Props) {
  const { t, locale } = useChartText()
  return (
    <h2 className={css.title}>
      <button
        type="button"
        aria-expanded={open}
        className={`${css.head} ${open ? css.open : ''}`}
        onClick={onTurn}
      >
        <Icon name="chevron" size={12} />
        {prefix || t('run.metrics')}
        <small>{formatCount(keys.length, locale)}</small>
      </button>
    </h2>
  )
}
