/// <reference types="vite/client" />
declare module 'limbeck:wasm' { const url: string; export default url }
declare module 'limbeck:invisible' { const ranges: string; export default ranges }
declare module 'limbeck:pages' { const url: string; export default url }
declare module 'limbeck:samples' { const samples: readonly import('./state.ts').Sample[]; export default samples }
