/** One line of a table of figures. */
export interface Measured {
  readonly name: string
  /** Microseconds of one call: the median of the rounds. */
  readonly time: number
  /** The median of the ratios to the round of the measure that went before: what a slow moment of the machine spares. */
  readonly ratio: number
  /** The lower and the upper quartile of those ratios. */
  readonly spread: readonly [number, number]
  /** The ratio that it must not be above. */
  readonly goal?: number
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** `share` 0 is the smallest value, 1 the largest. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN
}

/** Writes figures as a table that Markdown reads too. */
export function writeTable(title: string, rows: readonly Measured[]): string {
  const lines = rows.map(({ name, time, ratio, spread: [low, high], goal }) => [
    name,
    `${time.toFixed(1)} µs`,
    ratio.toFixed(2),
    `${low.toFixed(2)} to ${high.toFixed(2)}`,
    goal === undefined ? '' : writeVerdict(ratio, goal),
  ])
  return alignTable([[title, 'one call', 'ratio', 'middle half', 'goal'], ...lines])
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
