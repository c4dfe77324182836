import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { root } from './root.ts'

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../../pages/settings-pages.ts'), 'SettingsPage'),
})

/** MLflow has webhooks among its settings, whose other parts are on one page here. */
const settingsSection = createRoute({
  getParentRoute: () => root,
  path: '/settings/$section',
  beforeLoad: ({ params: { section } }) => {
    throw redirect({ to: section === 'webhooks' ? '/webhooks' : '/settings', replace: true })
  },
})

const webhooks = createRoute({
  getParentRoute: () => root,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('../../pages/settings-pages.ts'), 'WebhooksPage'),
})

const webhook = createRoute({
  getParentRoute: () => root,
  path: '/webhooks/$webhookId',
  component: lazyRouteComponent(() => import('../../pages/settings-pages.ts'), 'WebhookPage'),
})

export const settingRoutes = [settings, settingsSection, webhooks, webhook] as const
