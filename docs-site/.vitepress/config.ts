// The documentation site, at /docs/ of the playground. Its rule pages and tables are made from the core's catalogue.

import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { byFamily, catalogue } from './core.ts'
import { escape } from './html.ts'
import { obeyPolicy } from './policy.ts'

const base = '/docs/'

export default async () => {
  const catalog = await catalogue()
  const summaries = new Map(catalog.rules.map((rule) => [rule.code, rule]))

  return defineConfig({
    title: 'Limbeck',
    titleTemplate: ':title – Limbeck',
    description: 'What Limbeck checks, rule by rule.',
    lang: 'en',
    base,
    outDir: fileURLToPath(new URL('../../dist/docs', import.meta.url)),
    cleanUrls: true,
    // Light and dark follow the system and the playground's own setting: see theme/docs.css and /theme.js.
    appearance: false,
    metaChunk: true,
    head: [
      ['link', { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }],
      ['meta', { name: 'color-scheme', content: 'light dark' }],
      ['script', { src: '/theme.js' }],
    ],
    themeConfig: {
      siteTitle: 'Limbeck',
      nav: [{ text: 'Rules', link: '/rules/', activeMatch: '^/rules/' }],
      sidebar: [
        { text: 'What is checked', link: '/' },
        { text: 'In an existing project', link: '/guide/adopting' },
        { text: 'Settings', link: '/guide/settings' },
        { text: 'The revision graph', link: '/guide/revisions' },
        { text: 'Two schemas', link: '/guide/schema' },
        { text: 'All rules', link: '/rules/' },
        ...byFamily(catalog).map(({ title, rules }) => ({
          text: title,
          items: rules.map(({ code, name }) => ({
            text: `<span class="rule-code">${code}</span> ${escape(name.replaceAll('-', ' '))}`,
            link: `/rules/${code}`,
          })),
        })),
      ],
      outline: { level: 2, label: 'On this page' },
      search: { provider: 'local', options: { detailedView: false } },
      docFooter: { prev: 'Previous', next: 'Next' },
    },
    transformPageData(page) {
      const rule = summaries.get(page.params?.rule)
      if (!rule) return
      page.title = `${rule.code} ${rule.name}`
      page.description = rule.summary.replaceAll('`', '')
    },
    transformHtml(code, _id, { siteConfig }) {
      return obeyPolicy(code, siteConfig.outDir, base)
    },
  })
}
