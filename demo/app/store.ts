/** All that a page shows, in one place. Views read it and never change it. */
export interface Store<State extends object> {
  readonly state: Readonly<State>
  /** Puts other values in place of some; objects inside are replaced, not changed, so that a view can tell by `===`. */
  update(patch: Partial<State>): void
  /** Called at once, and after each update. */
  subscribe(listener: (state: Readonly<State>) => void): void
}

export function createStore<State extends object>(initial: State): Store<State> {
  const listeners: ((state: Readonly<State>) => void)[] = []
  let state: Readonly<State> = initial

  return {
    get state() {
      return state
    },
    update(patch) {
      state = { ...state, ...patch }
      for (const listener of listeners) listener(state)
    },
    subscribe(listener) {
      listeners.push(listener)
      listener(state)
    },
  }
}
