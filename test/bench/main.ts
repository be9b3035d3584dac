import { cpus } from 'node:os'
import { measureBindings } from './bindings/limited-portal.js'
import { measureHandlers, measureStorm } from './handlers/handler-times.js'
import { reportRoundTrips } from './round-trips/report.js'
import { measureRoundTrips } from './round-trips/round-trips.js'

// So that what it has started ends with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const start = performance.now()
const bindings = await measureBindings()
const roundTrips = await reportRoundTrips(await measureRoundTrips())
const handlers = await measureHandlers()
const storm = await measureStorm()
const seconds = Math.round((performance.now() - start) / 1000)

console.log(`\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${seconds} s in all\n`)
console.log(`${roundTrips}\n`)
console.log(`${bindings}\n`)
console.log(`${handlers}\n`)
console.log(storm)
