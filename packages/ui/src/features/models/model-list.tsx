// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import type { RegisteredModel } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import rowList from '../../components/row-list.module.css'
import { RowList } from '../../components/row-list.tsx'
import { SortHeader } from '../../components/sort-header.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useModelText } from '../../i18n/models.ts'
import { TagChips } from '../tags/tag-chips.tsx'
import { AliasChip } from './alias-chip.tsx'
import { latestVersionOf } from './get-model.ts'
import css from './model-list.module.css'

const SHOWN_ALIASES = 2

interface Props {
  models: RegisteredModel[]
  sort: string | undefined
  onSort: (sort: string | undefined) => void
  onEnd: () => void
  busy: boolean
}

export function ModelList({ models, sort, onSort, onEnd, busy }: Props) {
  const { t } = useModelText()
  const header = (id: string, label: string) => (
    <SortHeader id={id} label={label} sort={sort} onSort={onSort} />
  )
  return (
    <RowList
      label={t('nav.models')}
      items={models}
      keyOf={({ name }) => name}
      grid={css.row}
      head={
        <>
          {header('name', t('field.name'))}
          <span role="columnheader">{t('models.latest')}</span>
          <span role="columnheader">{t('models.aliases')}</span>
          {header('updated', t('models.updated'))}
        </>
      }
      row={(model, index) => <ModelCells model={model} index={index} />}
      {...{ onEnd, busy }}
    />
  )
}

function ModelCells({ model, index }: { model: RegisteredModel; index: number }) {
  const { t } = useModelText()
  const { name = '', tags = [], aliases = [], last_updated_timestamp } = model
  const latest = latestVersionOf(model)
  return (
    <>
      <span role="cell" className={rowList.name}>
        <Link to="/models/$name" params={{ name }} title={name} data-row={index}>
          {name}
        </Link>
        <TagChips tags={tags} />
      </span>
      <span role="cell" className={css.latest}>
        {latest && (
          <Link to="/models/$name/versions/$version" params={{ name, version: latest }}>
            {t('versions.number', { version: latest })}
          </Link>
        )}
      </span>
      <AliasCell aliases={aliases} className={css.aliases} />
      <span role="cell" className={`${rowList.time} ${css.time}`}>
        <TimeAgo time={last_updated_timestamp} />
      </span>
    </>
  )
}

interface AliasCellProps {
  aliases: NonNullable<RegisteredModel['aliases']>
  className: string | undefined
}

/** The first aliases of a thing of the registry, and how many more there are. */
export function AliasCell({ aliases, className }: AliasCellProps) {
  const more = aliases.slice(SHOWN_ALIASES).map(({ alias, version }) => `@${alias} → ${version}`)
  return (
    <span role="cell" className={className}>
      {aliases.slice(0, SHOWN_ALIASES).map(({ alias = '', version }) => (
        <AliasChip key={alias} alias={alias} version={version} />
      ))}
      {more.length > 0 && <span title={more.join('\n')}>+{more.length}</span>}
    </span>
  )
}
