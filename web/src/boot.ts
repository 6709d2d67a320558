// boot.ts: the first script. It makes the prerendered page answer, then fetches the rest.

import './tokens.css'
import './page.css'
import './note.css'
import './panels.css'
import './graph.css'
import { watchEarly } from './fallback.ts'

watchEarly()
void import('./app.ts').then(({ start }) => start())
