/** The page's colours, for what draws on a canvas. */
export interface Palette {
  text: string
  soft: string
  line: string
  surface: string
  accent: string
  dark: boolean
}

const NAMES = {
  text: '--text',
  soft: '--text-soft',
  line: '--line',
  surface: '--surface',
  accent: '--accent',
} as const

/** A canvas cannot follow custom properties by itself. */
export function paletteOf(element: Element, dark: boolean): Palette {
  const probe = document.createElement('span')
  element.append(probe)
  const found = Object.entries(NAMES).map(([name, property]) => {
    probe.style.color = `var(${property})`
    return [name, getComputedStyle(probe).color] as const
  })
  probe.remove()
  return { ...(Object.fromEntries(found) as Record<keyof typeof NAMES, string>), dark }
}

/** Told apart from each other, and from the page's surface by 3 : 1 at least: for light pages, and for dark ones. */
const COLORS = [
  ['#006ebe', '#6ab3fd'],
  ['#b63e03', '#f88d67'],
  ['#087c77', '#1fc7bf'],
  ['#a8398a', '#e889ca'],
  ['#507b07', '#90bf5b'],
  ['#5c5aca', '#9ea4ff'],
  ['#955e00', '#e69c3a'],
  ['#077892', '#0ec1e9'],
  ['#b83255', '#f8869a'],
  ['#008053', '#4bc98f'],
  ['#8a48b3', '#c994f0'],
  ['#7b6c01', '#c3af32'],
  ['#2c488e', '#bcd1fd'],
  ['#773a00', '#fdc39c'],
  ['#05585f', '#79e4f0'],
  ['#7c2b50', '#ffbad4'],
  ['#135d1d', '#a8e3a9'],
  ['#533c87', '#d4c8fe'],
  ['#624902', '#efcc83'],
  ['#005477', '#9ddafe'],
  ['#822b2a', '#ffbfb8'],
  ['#005b4b', '#85e7cd'],
  ['#6c3270', '#f3bbf5'],
  ['#4c5200', '#ced98c'],
] as const

/** The colour of the first, the second … of a few things that are told apart. */
export function colorAt(place: number, dark: boolean): string {
  const pair = COLORS[place % COLORS.length] ?? COLORS[0]
  return dark ? pair[1] : pair[0]
}
