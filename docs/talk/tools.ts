/** The generators of the slides: they are installed here, in `docs/`. */
import { Marp } from '@marp-team/marp-core'
import { renderMermaidSVG } from 'beautiful-mermaid'
import type { SlideTools } from '../../scripts/docs/slides.ts'

const COLORS = { bg: '#ffffff', fg: '#1c2430', accent: '#0b5fa5', transparent: true }

export const TOOLS: SlideTools = {
  render: (markdown) => new Marp({ script: false }).render(markdown),
  draw: (diagram) => renderMermaidSVG(diagram, COLORS),
}
