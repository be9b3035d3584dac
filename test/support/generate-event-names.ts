import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EVENT_CATALOG } from 'bx24-events/portal'
import { writeEventNames } from './event-names-source.js'
import { repository } from './run.js'

await writeFile(join(repository, 'src/protocol/event-names.ts'), writeEventNames(EVENT_CATALOG))
