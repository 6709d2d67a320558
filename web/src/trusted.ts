// trusted.ts: the page's one Trusted Types policy: it admits the scripts of this build's workers and nothing else.

interface Policies { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } }

let policy: { createScriptURL(url: string): unknown } | undefined

export function trustedScript(url: string): URL {
  const rules = {
    createScriptURL(wanted: string): string {
      const { origin, pathname } = new URL(wanted, location.href)
      if (origin !== location.origin || !pathname.startsWith('/assets/') && !import.meta.env.DEV) throw new TypeError(`not a script of this page: ${wanted}`)
      return wanted
    },
  }
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes
  policy ??= policies ? policies.createPolicy('limbeck', rules) : rules
  return policy.createScriptURL(url) as URL
}
