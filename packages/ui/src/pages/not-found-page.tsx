import { Link } from '@tanstack/react-router'
import { EmptyState } from '../components/empty-state.tsx'
import { useText } from '../i18n/index.ts'

export function NotFoundPage() {
  const { t } = useText()
  return (
    <EmptyState title={t('error.noPage')}>
      <Link to="/experiments">{t('nav.experiments')}</Link>
    </EmptyState>
  )
}
