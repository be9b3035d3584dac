/** Holds the one model of the page, and has it shown after changes. */
export interface Store<Model> {
  readonly model: Model
  change(patch: Partial<Model> | ((model: Model) => Partial<Model>)): void
}

/** `schedule` puts off `show`, so that a storm of changes is shown once per frame. */
export function createStore<Model>(
  initial: Model,
  show: (model: Model) => void,
  schedule: (show: () => void) => void = onNextFrame,
): Store<Model> {
  let model = initial
  let isScheduled = false

  function showNow(): void {
    isScheduled = false
    show(model)
  }

  return {
    get model() {
      return model
    },
    change(patch) {
      model = { ...model, ...(typeof patch === 'function' ? patch(model) : patch) }
      if (isScheduled) return
      isScheduled = true
      schedule(showNow)
    },
  }
}

/** A page in the background gets no frames, and yet its app has to be opened. */
function onNextFrame(show: () => void): void {
  if (document.hidden) setTimeout(show)
  else requestAnimationFrame(show)
}
