/**
 * What is wrong where `fetch` of Node calls nobody at a port that belongs to another protocol, as browsers do not: "bad port" is all
 * that it says itself. `undefined`: it failed for another reason.
 */
export function describeRefusedPort(error: unknown, url: string): string | undefined {
  if (!(error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port'))
    return undefined
  return `browsers and Node refuse port ${new URL(url).port}, which belongs to another protocol. Choose another port.`
}
