import { createHashHistory, createRouter } from '@tanstack/react-router'
import { FailedPage } from '../pages/failed-page.tsx'
import { experimentRoutes } from './routes/experiments.ts'
import { modelRoutes } from './routes/models.ts'
import { promptRoutes } from './routes/prompts.ts'
import { root } from './routes/root.ts'
import { runRoutes } from './routes/runs.ts'
import { settingRoutes } from './routes/settings.ts'
import { parseSearch, stringifySearch } from './search-params.ts'

export const router = createRouter({
  routeTree: root.addChildren([
    ...experimentRoutes,
    ...runRoutes,
    ...modelRoutes,
    ...promptRoutes,
    ...settingRoutes,
  ]),
  history: createHashHistory(),
  // Ids of several experiments stand with commas between.
  pathParamsAllowedCharacters: [','],
  parseSearch,
  stringifySearch,
  defaultErrorComponent: FailedPage,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
