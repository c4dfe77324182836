import { useSyncExternalStore } from 'react'

export const THEMES = ['light', 'dark', 'system'] as const
export type Theme = (typeof THEMES)[number]

const STORAGE_KEY = 'millrace.theme'
const listeners = new Set<() => void>()
const systemDark = window.matchMedia('(prefers-color-scheme: dark)')

const stored = localStorage.getItem(STORAGE_KEY)
let current: Theme = THEMES.find((theme) => theme === stored) ?? 'system'

function apply(): void {
  document.documentElement.dataset.theme = current
  for (const listener of listeners) listener()
}

export function setTheme(theme: Theme): void {
  current = theme
  localStorage.setItem(STORAGE_KEY, theme)
  apply()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => current)

const isDark = () => (current === 'system' ? systemDark.matches : current === 'dark')

/** For what CSS cannot reach: canvases must be redrawn. */
export const useIsDark = (): boolean => useSyncExternalStore(subscribe, isDark)

systemDark.addEventListener('change', apply)
apply()
