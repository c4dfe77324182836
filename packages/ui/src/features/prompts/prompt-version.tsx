import type { ModelVersion, RegisteredModel } from '@millrace/contract'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Menu } from '../../components/menu.tsx'
import { Panel } from '../../components/panel.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { usePromptText } from '../../i18n/prompts.ts'
import { AliasChip } from '../models/alias-chip.tsx'
import { useVersionChanges } from '../models/change-model.ts'
import { Snippets } from '../models/snippets.tsx'
import { AliasesDialog, DeleteVersionDialog } from '../models/version-dialogs.tsx'
import { NotePanel } from '../notes/note-panel.tsx'
import { loadPromptSnippet } from './prompt-snippets.ts'
import css from './prompt-version.module.css'
import { PromptView } from './prompt-view.tsx'
import type { PromptSearch } from './prompts-search.ts'
import { plainText, readPrompt } from './read-prompt.ts'

const TextDiff = lazy(async () => ({ default: (await import('../../components/text-diff.tsx')).TextDiff }))

interface Props {
  prompt: RegisteredModel
  found: ModelVersion
  versions: ModelVersion[]
  search: PromptSearch
  onChange: (part: PromptSearch) => void
}

/** A version of a prompt, alone or with what changed since another. */
export function PromptVersion({ prompt, found, versions, search, onChange }: Props) {
  const { t } = usePromptText()
  const { against, lang } = search
  const { name = '', version = '', description = '', aliases = [] } = found
  const { describe } = useVersionChanges(name, version)
  const text = readPrompt(found)
  const other = versions.find((each) => each.version === against)
  return (
    <>
      {other ? (
        <Comparison from={other} to={found} onClose={() => onChange({ against: undefined })} />
      ) : (
        <Panel
          title={t('versions.number', { version })}
          actions={<VersionMenu {...{ prompt, found, onChange }} />}
        >
          {aliases.length > 0 && (
            <p className={css.aliases}>
              {aliases.map((alias) => (
                <AliasChip key={alias} alias={alias} />
              ))}
            </p>
          )}
          <PromptView prompt={text} />
        </Panel>
      )}
      <NotePanel note={description} onSave={describe} />
      <Panel title={t('prompts.use')}>
        <div className={css.snippets}>
          <Snippets
            snippet={loadPromptSnippet({ name, version, alias: aliases[0], variables: text.variables })}
            language={lang}
            onLanguage={(lang) => onChange({ lang: lang === 'python' ? undefined : lang })}
          />
        </div>
      </Panel>
    </>
  )
}

interface ComparisonProps {
  from: ModelVersion
  to: ModelVersion
  onClose: () => void
}

function Comparison({ from, to, onClose }: ComparisonProps) {
  const { t } = usePromptText()
  const title = t('prompts.diff', { from: from.version ?? '', to: to.version ?? '' })
  const [before = '', after = ''] = [from, to].map((version) => plainText(readPrompt(version)))
  return (
    <Panel title={title} actions={<Button onClick={onClose}>{t('prompts.diff.close')}</Button>}>
      {before === after ? (
        <p className={css.same}>{t('prompts.diff.same')}</p>
      ) : (
        <Suspense fallback={<Skeleton rows={6} height={28} />}>
          <TextDiff from={before} to={after} by="words" label={title} />
        </Suspense>
      )}
    </Panel>
  )
}

function VersionMenu({ prompt, found, onChange }: Omit<Props, 'versions' | 'search'>) {
  const { t } = usePromptText()
  const [dialog, setDialog] = useState<'aliases' | 'delete'>()
  const close = () => setDialog(undefined)
  const { name = '', version = '' } = found
  return (
    <>
      <Menu
        label={t('field.actionsOf', { name: t('versions.number', { version }) })}
        items={[
          { label: t('aliases.action'), onSelect: () => setDialog('aliases') },
          { label: t('action.delete'), tone: 'danger', onSelect: () => setDialog('delete') },
        ]}
      />
      {dialog === 'aliases' && (
        <AliasesDialog
          version={found}
          ofModel={prompt.aliases ?? []}
          hint={t('prompts.aliases.hint')}
          onClose={close}
        />
      )}
      {dialog === 'delete' && (
        <DeleteVersionDialog
          version={found}
          question={t('prompts.deleteVersion.question', { name, version })}
          onDeleted={() => onChange({ promptVersion: undefined, against: undefined })}
          onClose={close}
        />
      )}
    </>
  )
}
