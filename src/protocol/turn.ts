/**
 * The command that says several requests in one message of the window: `{"requests": [...]}`, each of them in full. Their
 * replies come together too, all of a turn as one: `together:[...]`, each of them in full. A request that is said once more by
 * itself, for pages that do not know this command, is answered once. A page that takes it lists it.
 */
export const TOGETHER = 'together'

/**
 * Gathers what one side says in one turn, since one message costs a browser as much as a hundred texts do.
 * @param send takes all of a turn, as it ends
 */
export function createTurn(send: (said: string[]) => void): (text: string) => void {
  let said: string[] = []

  function end(): void {
    const all = said
    said = []
    send(all)
  }

  return (text) => {
    // Browsers take four times as long for a step that is asked of `queueMicrotask`. Two steps, so that what takes one more
    // than the rest goes along.
    if (said.push(text) === 1) void Promise.resolve().then(undefined).then(end)
  }
}
