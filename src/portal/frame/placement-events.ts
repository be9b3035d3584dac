import type { AppHost } from '../app-host.js'
import { tell } from '../tell.js'
import type { StandingCommand } from './frame-command.js'

/** The events of a placement that one opening of an app listens to. */
export interface PlacementEvents {
  /** `placementBindEvent`, which is answered each time that the event happens. */
  readonly bind: StandingCommand
  /** Lets an event happen: answers how many times the app has bound it, and so is told of it. Names compare exactly. */
  raise(event: string, data?: unknown): number
  /** From now on the app hears of none. */
  close(): void
}

/** Of which place an app may hear nothing: its own page. */
const OWN_PAGE = 'DEFAULT'

/** A place has the events that somebody raises: any name can be bound. `onBound` is told of the names that are, once more each time. */
export function createPlacementEvents(
  host: Pick<AppHost, 'initData'>,
  onBound?: (events: readonly string[]) => void,
): PlacementEvents {
  const answersOf = new Map<string, ((data: unknown) => void)[]>()
  let placement: string | undefined
  let isClosed = false

  return {
    bind: {
      async stand({ event }, answer) {
        if (typeof event !== 'string' || event === '') throw new TypeError('An event has a name.')
        placement ??= (await host.initData()).PLACEMENT
        if (placement === OWN_PAGE) throw new Error("An app's own page has no events: it is no placement.")
        if (isClosed) return
        answersOf.set(event, [...(answersOf.get(event) ?? []), answer])
        tell(onBound, [...answersOf.keys()])
      },
    },
    raise(event, data) {
      const answers = isClosed ? [] : (answersOf.get(event) ?? [])
      for (const answer of answers) answer(data)
      return answers.length
    },
    close() {
      isClosed = true
    },
  }
}
