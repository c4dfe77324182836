import { storedChoice } from './stored-choice.ts'

export const DENSITIES = ['roomy', 'compact'] as const
export type Density = (typeof DENSITIES)[number]

const density = storedChoice<Density>('millrace.density', DENSITIES, 'roomy', (choice) => {
  document.documentElement.dataset.density = choice
})

export const setDensity = density.set

const same = (choice: Density) => choice
export const useDensity = (): Density => density.useRead(same)

const LIST_ROW_HEIGHTS: Record<Density, number> = { roomy: 44, compact: 34 }
const listRowHeight = (choice: Density) => LIST_ROW_HEIGHTS[choice]

/** How tall the rows of lists are, in pixels. */
export const useListRowHeight = (): number => density.useRead(listRowHeight)
