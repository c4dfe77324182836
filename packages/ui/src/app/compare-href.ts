/** Where runs are compared; a plain link, as that of a run. */
export const compareHref = (runIds: Iterable<string>): string =>
  `#/compare-runs?${new URLSearchParams([...runIds].map((id) => ['runs', id]))}`
