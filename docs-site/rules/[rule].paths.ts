import { catalogue } from '../.vitepress/core.ts'
import { rulePage } from '../.vitepress/rule.ts'

export default {
  async paths() {
    const catalog = await catalogue()
    const pages = []
    // One after another: there is one workspace, and it holds one example at a time.
    for (const rule of catalog.rules) {
      pages.push({ params: { rule: rule.code }, content: await rulePage(rule, catalog) })
    }
    return pages
  },
}
