import { createBX24 } from 'bx24-events'
import { callInTurns, offerRounds } from '../measured-call.js'

offerRounds(() => callInTurns(createBX24({ privateLine: false })))
