import { type ReactNode, useRef, useState } from 'react'
import { useIsDark } from '../app/theme.ts'
import { IconButton } from '../components/button.tsx'
import { errorText } from '../components/error-text.ts'
import { FailsAlone } from '../components/fails-alone.tsx'
import { Menu, type MenuItem } from '../components/menu.tsx'
import { useToast } from '../components/toast.tsx'
import { useChartText } from '../i18n/charts.ts'
import css from './chart-card.module.css'
import { ChartData } from './chart-table.tsx'
import { type ChartTable, saveCsv, savePng, saveSvg } from './download.ts'
import { paletteOf } from './palette.ts'
import type { MakePlot, Size } from './plot.ts'

interface Props {
  title: string
  /** Stands at the right of the title. */
  value?: ReactNode
  /** The chart itself, or what stands in its place. */
  children: ReactNode
  /** For files; none while there is nothing to draw. */
  make?: MakePlot | undefined
  /** What the table shows. */
  table: () => ChartTable
  /** Saves a file that holds more than the table. */
  saveCsv?: () => Promise<void>
  items?: MenuItem[]
  /** None where it is large already. */
  onFull?: (() => void) | undefined
  handle?: ReactNode
}

const FILE_SIZE: Size = { width: 900, height: 500 }

/** The frame of every chart: its name, its data as a table, and files of it. */
export function ChartCard(props: Props) {
  const { title, value, children, handle } = props
  const { t } = useChartText()
  const [asTable, setAsTable] = useState(false)
  return (
    <section className={css.card} aria-label={title}>
      <header className={css.head}>
        {handle}
        <h3 title={title}>{title}</h3>
        <span className={css.value}>{value}</span>
        <IconButton
          icon={asTable ? 'chart' : 'table'}
          label={t(asTable ? 'charts.picture' : 'charts.table')}
          onClick={() => setAsTable(!asTable)}
        />
        <ChartMenu {...props} />
      </header>
      <div className={css.body}>
        <FailsAlone>
          {asTable ? <ChartData label={t('charts.table')} table={props.table()} /> : children}
        </FailsAlone>
      </div>
    </section>
  )
}

function ChartMenu({ title, make, table, saveCsv: saveAll, items = [], onFull }: Props) {
  const { t } = useChartText()
  const dark = useIsDark()
  const toast = useToast()
  const place = useRef<HTMLSpanElement>(null)
  const draw = (save: typeof savePng) => () => {
    if (make && place.current) save(title, make, FILE_SIZE, paletteOf(place.current, dark))
  }
  const saveFile = () => {
    if (!saveAll) return saveCsv(title, table())
    void saveAll().catch((error) => toast({ text: errorText(error, t) }))
  }
  const files: MenuItem[] = [
    { label: t('chart.png'), onSelect: draw(savePng) },
    { label: t('chart.svg'), onSelect: draw(saveSvg) },
  ]
  return (
    <span ref={place}>
      <Menu
        label={t('field.actionsOf', { name: title })}
        items={[
          ...(onFull ? [{ label: t('chart.full'), onSelect: onFull }] : []),
          ...items,
          ...(make ? files : []),
          { label: t('chart.csv'), onSelect: saveFile },
        ]}
      />
    </span>
  )
}
