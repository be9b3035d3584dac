import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal, type Route, requireMethod } from './http.js'

const PROJECT_ROOT = join(import.meta.dirname, '../..')

/** Serves a file of the package, as a web server would where the package was put on it. */
export function createBuiltFile(name: string, contentType: string): Route {
  return async (request, response) => {
    requireMethod(request, 'GET')
    const content = await readFile(join(PROJECT_ROOT, 'dist', name)).catch(() => {
      throw new Refusal(404, `There is no dist/${name}: run npm run build first.`)
    })
    response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-cache' }).end(content)
  }
}
