import { type ReactNode, useMemo, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { useArtifactText } from '../../i18n/artifacts.ts'
import css from './json-preview.module.css'
import { asLoggedTable } from './logged-table.ts'
import { LoggedTablePreview } from './logged-table-preview.tsx'

const FORMS = ['table', 'tree'] as const

/** Text that is not JSON after all is shown as it is; what `log_table` wrote is a table first. */
export function JsonPreview({ owner, text, fallback }: { owner: string; text: string; fallback: ReactNode }) {
  const { t } = useArtifactText()
  const [form, setForm] = useState<(typeof FORMS)[number]>('table')
  const parsed = useMemo(() => parse(text), [text])
  const table = useMemo(() => asLoggedTable(parsed?.value), [parsed])
  if (!parsed) return fallback
  return (
    <>
      {table && (
        <div className={css.bar}>
          <Segmented
            label={t('artifacts.form')}
            value={form}
            options={FORMS.map((value) => ({ value, label: t(`artifacts.form.${value}`) }))}
            onChange={setForm}
          />
          {t('artifacts.rows', { count: table.data.length, rows: table.data.length })}
        </div>
      )}
      {table && form === 'table' ? (
        <LoggedTablePreview owner={owner} table={table} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section className={css.tree} tabIndex={0} aria-label="JSON">
          <Node value={parsed.value} depth={0} />
        </section>
      )}
    </>
  )
}

/** In a box, since `null` and `false` are JSON too. */
function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

const OPEN_DEPTH = 2
const OPEN_ENTRIES = 30
const SHOWN_AT_ONCE = 100

interface NodeProps {
  name?: string
  value: unknown
  depth: number
}

function Node({ name, value, depth }: NodeProps) {
  const label = name !== undefined && <span className={css.key}>{name}: </span>
  if (typeof value !== 'object' || value === null)
    return (
      <div className={css.leaf}>
        {label}
        <span className={css[value === null ? 'null' : typeof value]}>{JSON.stringify(value)}</span>
      </div>
    )
  return <Branch label={label} value={value} depth={depth} />
}

function Branch({ label, value, depth }: { label: ReactNode; value: object; depth: number }) {
  const { t } = useArtifactText()
  const entries = Object.entries(value)
  const [open, setOpen] = useState(depth === 0 || (depth < OPEN_DEPTH && entries.length <= OPEN_ENTRIES))
  const [limit, setLimit] = useState(SHOWN_AT_ONCE)
  const summary = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`
  const more = entries.length - limit
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {label}
        <span className={css.null}>{summary}</span>
      </summary>
      {open && (
        <div className={css.children}>
          {entries.slice(0, limit).map(([key, child]) => (
            <Node key={key} name={key} value={child} depth={depth + 1} />
          ))}
          {more > 0 && (
            <Button tone="quiet" onClick={() => setLimit(limit + SHOWN_AT_ONCE)}>
              {t('run.showMore', { count: more })}
            </Button>
          )}
        </div>
      )}
    </details>
  )
}
