export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** `share` 0 is the smallest value, 1 the largest. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN
}

/** Says whether a ratio has reached its goal. */
export function writeVerdict(ratio: number, goal: number): string {
  return `at most ${goal}: ${ratio <= goal ? 'reached' : 'NOT reached'}`
}

/** Writes lines of cells, the first being the head, as a table of Markdown with straight columns. */
export function alignTable(table: readonly (readonly string[])[]): string {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((line) => (line[column] ?? '').length)),
  )
  const write = (line: readonly string[]) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = table
  return [write(head), write(widths.map((width) => '-'.repeat(width))), ...body.map(write)].join('\n')
}
