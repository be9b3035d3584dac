import { afterAll } from 'vitest'

// The files of a worker share one page: each leaves it as it was.
afterAll(() => {
  const { documentElement: root, head, body } = document
  for (const { name } of [...root.attributes]) root.removeAttribute(name)
  head.replaceChildren()
  body.replaceChildren()
})
