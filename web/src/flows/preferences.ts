// preferences.ts: how somebody likes the page, kept for the next time.

import type { AnnotationMode, Grouping, Theme, Writer } from '../state.ts'
import { writePrefs } from './saving.ts'

export interface Preferences {
  group(grouping: Grouping): void
  pin(pinned: boolean): void
  annotations(mode: AnnotationMode): void
  theme(theme: Theme): void
}

export function preferences({ set }: Writer<'grouping' | 'pinned' | 'annotations' | 'theme' | 'menu' | 'dialog'>): Preferences {
  return {
    group(grouping) { set({ grouping }); writePrefs({ grouping }) },
    pin(pinned) { set({ pinned, menu: null }); writePrefs({ pinned }) },
    annotations(annotations) { set({ annotations, menu: null, dialog: null }); writePrefs({ annotations }) },
    theme(theme) {
      set({ theme, menu: null })
      if (theme === 'system') delete document.documentElement.dataset['theme']
      else document.documentElement.dataset['theme'] = theme
      writePrefs({ theme })
    },
  }
}
