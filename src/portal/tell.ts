/**
 * Calls a listener of somebody else. What it throws reaches the error handling of the page or the process, and neither the
 * other listeners nor what is being told of.
 */
export function tell<T>(listener: ((value: T) => void) | undefined, value: T): void {
  try {
    listener?.(value)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
