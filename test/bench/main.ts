import { cpus } from 'node:os'
import { measureBindings } from './bindings/limited-portal.js'
import { measureHandlers, measureStorm } from './handlers/handler-times.js'
import { writeTable } from './measured.js'
import { measureRoundTrips } from './round-trips/round-trips.js'

const start = performance.now()
const bindings = await measureBindings()
const rows = await measureRoundTrips()
const handlers = await measureHandlers()
const storm = await measureStorm()
const seconds = Math.round((performance.now() - start) / 1000)

console.log(`\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${seconds} s in all\n`)
console.log(`${writeTable('Round trips, one after another', rows)}\n`)
console.log(`${bindings}\n`)
console.log(`${handlers}\n`)
console.log(storm)
