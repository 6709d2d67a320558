// The default theme in Limbeck's own colours and faces; the tokens and the notes are the playground's own sheets.

import DefaultTheme from 'vitepress/theme-without-fonts'
import type { Theme } from 'vitepress'
import '../../../web/src/tokens.css'
import '../../../web/src/note.css'
import './theme.css'
import './code.css'
import Layout from './Layout.vue'
import FirstExample from './FirstExample.vue'
import Requirements from './Requirements.vue'
import RulesTable from './RulesTable.vue'
import SettingsTable from './SettingsTable.vue'

export default {
  extends: DefaultTheme,
  Layout,
  enhanceApp({ app }) {
    app.component('FirstExample', FirstExample)
    app.component('Requirements', Requirements)
    app.component('RulesTable', RulesTable)
    app.component('SettingsTable', SettingsTable)
  },
} satisfies Theme
