import type { Outlet } from './actions/take-away.js'
import { h } from './dom.js'

/** The clipboard, and the folder that the browser saves files in. */
export const outlet: Outlet = {
  copy: (text) => navigator.clipboard.writeText(text),
  save(name, text) {
    const href = URL.createObjectURL(new Blob([text], { type: 'application/jsonl' }))
    h('a', { href, download: name }).click()
    // The browser has taken hold of it by the time of the next task.
    setTimeout(() => URL.revokeObjectURL(href))
  },
}
