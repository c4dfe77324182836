import { storedChoice } from './stored-choice.ts'

export const THEMES = ['light', 'dark', 'system'] as const
export type Theme = (typeof THEMES)[number]

const systemDark = window.matchMedia('(prefers-color-scheme: dark)')

const theme = storedChoice<Theme>('millrace.theme', THEMES, 'system', (choice) => {
  document.documentElement.dataset.theme = choice
})
systemDark.addEventListener('change', theme.tell)

export const setTheme = theme.set

const same = (choice: Theme) => choice
export const useTheme = (): Theme => theme.useRead(same)

const isDark = (choice: Theme) => (choice === 'system' ? systemDark.matches : choice === 'dark')

/** For what CSS cannot reach: canvases must be redrawn. */
export const useIsDark = (): boolean => theme.useRead(isDark)
