import type { ModelVersion, RegisteredModelAlias } from '@millrace/contract'
import { useState } from 'react'
import { Field, FormDialog } from '../../components/form-dialog.tsx'
import { SelectField } from '../../components/select-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useModelText } from '../../i18n/models.ts'
import { aliasChanges, readAliases } from './alias-changes.ts'
import { useModelChanges, useVersionChanges } from './change-model.ts'
import { PointingAliases } from './pointing-aliases.tsx'
import { STAGES, type Stage, stageOf } from './stage-mark.tsx'
import css from './version-dialogs.module.css'

interface Props {
  version: ModelVersion
  onClose: () => void
}

/** All aliases of a version as one text: an alias has no spaces in it. */
export function AliasesDialog({
  version: { name = '', version = '' },
  ofModel,
  hint,
  onClose,
}: Props & { ofModel: RegisteredModelAlias[]; hint: string }) {
  const { t } = useModelText()
  const { setAlias, deleteAlias } = useModelChanges(name)
  const [text, setText] = useState(() =>
    ofModel
      .filter((alias) => alias.version === version)
      .map(({ alias }) => alias)
      .join(' '),
  )
  const { added, removed, moved } = aliasChanges(ofModel, version, readAliases(text))
  const save = async () => {
    for (const alias of added) await setAlias(alias, version)
    for (const alias of removed) await deleteAlias(alias)
  }
  return (
    <FormDialog
      title={t('aliases.edit', { version })}
      submitLabel={t('action.save')}
      disabled={added.length + removed.length === 0}
      onSubmit={save}
      onClose={onClose}
    >
      <Field label={t('models.aliases')} value={text} onChange={setText} />
      <p className={css.hint}>{hint}</p>
      {moved.map(({ alias = '', version: from = '' }) => (
        <p key={alias} className={css.moved} role="status">
          {t('aliases.moves', { alias, from })}
        </p>
      ))}
    </FormDialog>
  )
}

/** Where MLflow can archive the versions that were there before. */
const hasOthers = (stage: Stage) => stage === 'Staging' || stage === 'Production'

export function StageDialog({ version: { name = '', version = '', current_stage }, onClose }: Props) {
  const { t } = useModelText()
  const { moveTo } = useVersionChanges(name, version)
  const current = stageOf(current_stage)
  const [stage, setStage] = useState(current)
  const [archive, setArchive] = useState(true)
  return (
    <FormDialog
      title={t('stage.change', { version })}
      submitLabel={t('action.save')}
      disabled={stage === current}
      onSubmit={() => moveTo(stage, archive && hasOthers(stage))}
      onClose={onClose}
    >
      <SelectField
        label={t('versions.stage')}
        value={stage}
        options={STAGES.map((value) => ({ value, label: t(`stage.${value}`) }))}
        onChange={setStage}
      />
      {hasOthers(stage) && (
        <label className={css.check}>
          <input
            type="checkbox"
            checked={archive}
            onChange={(event) => setArchive(event.currentTarget.checked)}
          />
          {t('stage.archive')}
        </label>
      )}
    </FormDialog>
  )
}

export function DeleteVersionDialog({
  version: { name = '', version = '', aliases = [] },
  question,
  onDeleted,
  onClose,
}: Props & { question: string; onDeleted: () => unknown }) {
  const { t } = useModelText()
  const toast = useToast()
  const { remove } = useVersionChanges(name, version)
  const removeAndSay = async () => {
    await remove()
    await onDeleted()
    toast({ text: t('versions.deleted', { name, version }) })
  }
  return (
    <FormDialog
      title={t('versions.delete')}
      submitLabel={t('action.delete')}
      tone="danger"
      onSubmit={removeAndSay}
      onClose={onClose}
    >
      <p>{question}</p>
      <PointingAliases aliases={aliases.map((alias) => ({ alias }))} />
    </FormDialog>
  )
}
