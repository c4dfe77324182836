import { useState } from 'react'
import { useChartText } from '../../i18n/charts.ts'
import { artifactUrl } from '../artifacts/list-artifacts.ts'
import css from './file-comparison.module.css'

interface Side {
  id: string
  name: string
}

/** Two images on top of each other; the slider uncovers the one below. */
export function ImageSlider({ path, left, right }: { path: string; left: Side; right: Side }) {
  const { t } = useChartText()
  const [share, setShare] = useState(50)
  return (
    <div className={css.images}>
      <label className={css.slider}>
        <span>{left.name}</span>
        <input
          type="range"
          aria-label={t('compareRuns.slider')}
          min={0}
          max={100}
          value={share}
          onChange={({ target }) => setShare(Number(target.value))}
        />
        <span>{right.name}</span>
      </label>
      <div className={css.stack}>
        <img src={artifactUrl(right.id, path)} alt={t('artifacts.imageAlt', { name: right.name })} />
        <img
          src={artifactUrl(left.id, path)}
          alt={t('artifacts.imageAlt', { name: left.name })}
          style={{ clipPath: `inset(0 ${share}% 0 0)` }}
        />
        <span className={css.edge} style={{ left: `${100 - share}%` }} />
      </div>
    </div>
  )
}
