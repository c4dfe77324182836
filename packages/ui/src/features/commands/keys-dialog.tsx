import { Dialog } from '../../components/dialog.tsx'
import { useSettingsText } from '../../i18n/settings.ts'
import { KeysList } from './keys-list.tsx'

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useSettingsText()
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <KeysList />
    </Dialog>
  )
}
