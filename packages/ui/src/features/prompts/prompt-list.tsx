// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import type { RegisteredModel } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import rowList from '../../components/row-list.module.css'
import { RowList } from '../../components/row-list.tsx'
import { SortHeader } from '../../components/sort-header.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { usePromptText } from '../../i18n/prompts.ts'
import { latestVersionOf } from '../models/get-model.ts'
import grid from '../models/model-list.module.css'
import { AliasCell } from '../models/model-list.tsx'
import { TagChips } from '../tags/tag-chips.tsx'
import { isOwnPromptTag } from './read-prompt.ts'

interface Props {
  prompts: RegisteredModel[]
  sort: string | undefined
  onSort: (sort: string | undefined) => void
  onEnd: () => void
  busy: boolean
}

export function PromptList({ prompts, sort, onSort, onEnd, busy }: Props) {
  const { t } = usePromptText()
  const header = (id: string, label: string) => (
    <SortHeader id={id} label={label} sort={sort} onSort={onSort} />
  )
  return (
    <RowList
      label={t('nav.prompts')}
      items={prompts}
      keyOf={({ name }) => name}
      grid={grid.row}
      head={
        <>
          {header('name', t('field.name'))}
          <span role="columnheader">{t('prompts.latest')}</span>
          <span role="columnheader">{t('models.aliases')}</span>
          {header('updated', t('models.updated'))}
        </>
      }
      row={(prompt, index) => <PromptCells prompt={prompt} index={index} />}
      {...{ onEnd, busy }}
    />
  )
}

function PromptCells({ prompt, index }: { prompt: RegisteredModel; index: number }) {
  const { t } = usePromptText()
  const { name = '', tags = [], aliases = [], last_updated_timestamp } = prompt
  const latest = latestVersionOf(prompt)
  return (
    <>
      <span role="cell" className={rowList.name}>
        <Link to="/prompts/$name" params={{ name }} title={name} data-row={index}>
          {name}
        </Link>
        <TagChips tags={tags.filter(isOwnPromptTag)} />
      </span>
      <span role="cell" className={grid.latest}>
        {latest && t('versions.number', { version: latest })}
      </span>
      <AliasCell aliases={aliases} className={grid.aliases} />
      <span role="cell" className={`${rowList.time} ${grid.time}`}>
        <TimeAgo time={last_updated_timestamp} />
      </span>
    </>
  )
}
