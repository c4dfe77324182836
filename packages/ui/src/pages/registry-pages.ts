/** The pages of the registry come together: they share most of what they are made of. */
export { CompareVersionsPage } from './compare-versions-page.tsx'
export { ModelPage } from './model-page.tsx'
export { ModelsPage } from './models-page.tsx'
export { VersionPage } from './version-page.tsx'
