import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { modelQuery, versionQuery } from '../../features/models/get-model.ts'
import {
  validateCompareSearch,
  validateModelSearch,
  validateModelsSearch,
  validateVersionSearch,
} from '../../features/models/models-search.ts'
import { searchModelsQuery } from '../../features/models/search-models.ts'
import { versionsQuery } from '../../features/models/search-versions.ts'
import { ask, askForPages } from '../query-client.ts'
import { root } from './root.ts'

const models = createRoute({
  getParentRoute: () => root,
  path: '/models',
  validateSearch: validateModelsSearch,
  loaderDeps: ({ search: { q, sort } }) => ({ q, sort }),
  loader: ({ deps }) => {
    void askForPages(searchModelsQuery(deps))
  },
  component: lazyRouteComponent(() => import('../../pages/registry-pages.ts'), 'ModelsPage'),
})

const model = createRoute({
  getParentRoute: () => root,
  path: '/models/$name',
  validateSearch: validateModelSearch,
  loader: ({ params: { name } }) => {
    ask(modelQuery(name))
    askForPages(versionsQuery(name))
  },
  component: lazyRouteComponent(() => import('../../pages/registry-pages.ts'), 'ModelPage'),
})

const compareVersions = createRoute({
  getParentRoute: () => root,
  path: '/models/$name/compare',
  validateSearch: validateCompareSearch,
  component: lazyRouteComponent(() => import('../../pages/registry-pages.ts'), 'CompareVersionsPage'),
})

const version = createRoute({
  getParentRoute: () => root,
  path: '/models/$name/versions/$version',
  validateSearch: validateVersionSearch,
  loader: ({ params: { name, version } }) => {
    ask(versionQuery(name, version))
    ask(modelQuery(name))
  },
  component: lazyRouteComponent(() => import('../../pages/registry-pages.ts'), 'VersionPage'),
})

export const modelRoutes = [models, model, compareVersions, version] as const
