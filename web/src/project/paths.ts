// paths.ts: which names may enter a workspace. It never strips a prefix: import roots are the core's business.

export type PathProblem = 'absolute' | 'drive' | 'parent' | 'control' | 'empty' | 'long' | 'deep'

export const LONGEST_PATH = 400
export const DEEPEST_PATH = 40

/** The normalised path, or why it is refused. */
export function normalisePath(raw: string): { readonly path: string } | { readonly problem: PathProblem } {
  const path = raw.replaceAll('\\', '/').normalize('NFC')
  if (path.startsWith('/')) return { problem: 'absolute' }
  if (/^[A-Za-z]:/.test(path)) return { problem: 'drive' }
  for (const character of path) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return { problem: 'control' }
  }
  const segments = path.split('/')
  if (segments.some(segment => segment === '..')) return { problem: 'parent' }
  if (segments.some(segment => segment === '' || segment === '.')) return { problem: 'empty' }
  if (path.length > LONGEST_PATH) return { problem: 'long' }
  if (segments.length > DEEPEST_PATH) return { problem: 'deep' }
  return { path }
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
export const folderName = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** Names that differ only by case are kept apart, and told: on other systems they are one file. */
export function caseClashes(paths: readonly string[]): string[][] {
  const byFolded = new Map<string, string[]>()
  for (const path of paths) {
    const folded = path.toLowerCase()
    byFolded.set(folded, [...(byFolded.get(folded) ?? []), path])
  }
  return [...byFolded.values()].filter(group => group.length > 1)
}

/** `name.py`, `name-2.py`, … until nobody has it. */
export function freePath(path: string, taken: (path: string) => boolean): string {
  if (!taken(path)) return path
  const dot = path.lastIndexOf('.')
  const cut = dot > path.lastIndexOf('/') + 1 ? dot : path.length
  for (let n = 2; ; n++) {
    const next = `${path.slice(0, cut)}-${n}${path.slice(cut)}`
    if (!taken(next)) return next
  }
}
