/** Outlines on a 16 px grid, drawn for this page. */
const PATHS = {
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM10.3 10.3 13.5 13.5',
  plus: 'M8 3v10M3 8h10',
  close: 'm4 4 8 8M12 4l-8 8',
  check: 'm3 8.5 3.2 3.200L13 5',
  back: 'm10 3.500-4.500 4.500 4.500 4.500',
  chevron: 'm6 3.5 4.5 4.500L6 12.5',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  copy: 'M5.5 5.500h8v8h-8zM10.5 5.500v-3h-8v8h3',
  folder: 'M1.5 4c0-.6.4-1 1-1h3l1.5 2h6.500c.6 0 1 .4 1 1v6c0 .6-.4 1-1 1h-11c-.6 0-1-.4-1-1z',
  file: 'M3.5 1.500h6l3 3v10h-9zM9.5 1.500v3h3',
  download: 'M8 2v8.500M4.5 7 8 10.5 11.5 7M2.5 13.500h11',
  edit: 'm10.5 3 2.5 2.5-7.5 7.500H3v-2.500z',
  sun: 'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM8 1v1.500M8 13.500V15M1 8h1.500M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  sliders: 'M2 4.5h7M12 4.5h2M10.5 3v3M2 11.5h2M7 11.5h7M5.5 10v3',
  globe:
    'M8 1.500a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM1.5 8h13M8 1.500c4 3.8 4 9.2 0 13-4-3.8-4-9.2 0-13Z',
  help: 'M8 1.500a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM6 6.200a2 2 0 1 1 2.800 1.900c-.5.3-.8.6-.8 1.200v.2M8 11.500v.1',
  warning: 'M8 2 14.5 13.500h-13zM8 6.500v3M8 11.500v.1',
  up: 'M8 13V3M4 7l4-4 4 4',
  down: 'M8 3v10M4 9l4 4 4-4',
  table: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M6 6.5v6',
  chart: 'M2.5 2.5v11h11M5 10l2.5-3 2 1.5L13 5',
  group: 'M2.5 3h4v4h-4zM2.5 9.500h4v4h-4zM9 4h5M9 6h3M9 10.500h5M9 12.500h3',
  bookmark: 'M4 2.500h8v11l-4-3-4 3z',
  pin: 'M5.5 2.5h5M6.5 2.5v5l-2 2.500h7l-2-2.500v-5M8 10v4',
  grip: 'M6 3.5h.01M10 3.5h.01M6 8h.01M10 8h.01M6 12.5h.01M10 12.5h.01',
  eye: 'M1.500 8s2.500-4.500 6.500-4.500S14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8ZM8 6.200a1.800 1.800 0 1 1 0 3.600 1.800 1.800 0 0 1 0-3.600Z',
  hidden:
    'M2 2l12 12M6.500 3.700A7 7 0 0 1 8 3.500c4 0 6.500 4.500 6.500 4.500a13 13 0 0 1-2 2.500M4 5a12 12 0 0 0-2.500 3S4 12.500 8 12.500a6 6 0 0 0 2.500-.5',
  calendar: 'M2.500 3.500h11v10h-11zM2.500 6.500h11M5.500 2v3M10.500 2v3',
  child: 'M4 2.500v6c0 1 .5 1.5 1.5 1.500H12M9.5 7.5 12 10l-2.5 2.5',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' || name === 'grip' ? 2 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
