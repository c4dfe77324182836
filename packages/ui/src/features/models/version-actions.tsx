import type { ModelVersion, RegisteredModelAlias } from '@millrace/contract'
import { useState } from 'react'
import { Menu } from '../../components/menu.tsx'
import { useModelText } from '../../i18n/models.ts'
import { AliasesDialog, DeleteVersionDialog, StageDialog } from './version-dialogs.tsx'

interface Props {
  label: string
  version: ModelVersion
  /** All aliases of the model. */
  aliases: RegisteredModelAlias[]
  /** Where to go on, or what to read again. */
  onDeleted: () => unknown
}

export function VersionActions({ label, version, aliases, onDeleted }: Props) {
  const { t } = useModelText()
  const [dialog, setDialog] = useState<'aliases' | 'stage' | 'delete'>()
  const { name = '', version: number = '' } = version
  const props = { version, onClose: () => setDialog(undefined) }
  return (
    <>
      <Menu
        label={label}
        items={[
          { label: t('aliases.action'), onSelect: () => setDialog('aliases') },
          { label: t('stage.action'), onSelect: () => setDialog('stage') },
          { label: t('action.delete'), tone: 'danger', onSelect: () => setDialog('delete') },
        ]}
      />
      {dialog === 'aliases' && <AliasesDialog {...props} ofModel={aliases} hint={t('aliases.hint')} />}
      {dialog === 'stage' && <StageDialog {...props} />}
      {dialog === 'delete' && (
        <DeleteVersionDialog
          {...props}
          question={t('versions.delete.question', { name, version: number })}
          onDeleted={onDeleted}
        />
      )}
    </>
  )
}
