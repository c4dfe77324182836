/** A plain link: a router's link component weighs too much for one in every row of a table that scrolls. */
export const runHref = (experimentId: string, runId: string): string =>
  `#/experiments/${encodeURIComponent(experimentId)}/runs/${encodeURIComponent(runId)}`
