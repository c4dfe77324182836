import { createRootRoute } from '@tanstack/react-router'
import { NotFoundPage } from '../../pages/not-found-page.tsx'
import { Layout } from '../layout.tsx'

export const root = createRootRoute({ component: Layout, notFoundComponent: NotFoundPage })
