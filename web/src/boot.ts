// boot.ts: the first script, which may run before the page is read to its end. It begins what takes longest, fetches the rest, and
// makes the prerendered page answer.

import './tokens.css'
import './page.css'
import './note.css'
import './panels.css'
import './graph.css'
import { begin } from './checker/ahead.ts'
import { readFirst, watchEarly } from './fallback.ts'
import { PLAIN } from './project/plain.ts'

const read = new Promise<void>(settle => {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => settle(), { once: true })
  else settle()
})
const ahead = begin(read.then(() => (readFirst()?.files ?? []).map(({ path, text }) => ({ path, ver: 0, text, form: PLAIN }))))
const app = import('./app.ts')
void read.then(watchEarly).then(() => app).then(({ start }) => start(ahead))
