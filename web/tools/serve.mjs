// serve.mjs: a static server that obeys netlify.toml, so that headers, policies and redirects are met before release.
// It is for development and tests: one folder, GET and HEAD, this machine only.
//
//   node web/tools/serve.mjs [--port N] [--root dist] [--config netlify.toml]

import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { parse } from 'smol-toml'

const project = resolve(fileURLToPath(import.meta.url), '../../..')

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.py': 'text/x-python; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.zip': 'application/zip',
}
const alreadyPacked = new Set(['.png', '.woff2', '.zip', '.ico'])

const encoders = {
  br: promisify((bytes, done) =>
    brotliCompress(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }, done)),
  gzip: promisify(gzip),
}

/** "/docs/*", "/r/:code" → a pattern with named groups; `*` takes the rest of the path, as on Netlify. */
function pathPattern(path) {
  const source = path.replace(/\/\*$|\*|:(\w+)|[.+?^${}()|[\]\\]/g, (found, name) => {
    if (found === '/*') return '(?:/(?<splat>.*))?'
    if (found === '*') return '[^/]*'
    return name ? `(?<${name}>[^/]+)` : `\\${found}`
  })
  return new RegExp(`^${source}/?$`)
}

/** The two parts of netlify.toml that decide how a file is answered. */
export function readRules(toml) {
  const config = parse(toml)
  return {
    headers: (config.headers ?? []).map((block) => ({ pattern: pathPattern(block.for), values: block.values })),
    redirects: (config.redirects ?? []).map((rule) => ({ ...rule, pattern: pathPattern(rule.from) })),
  }
}

/** Every header of every block that matches; a name set twice is sent twice, joined, as Netlify does. */
export function headersFor(rules, path) {
  const headers = {}
  for (const { pattern, values } of rules.headers) {
    if (!pattern.test(path)) continue
    for (const [name, value] of Object.entries(values)) {
      headers[name] = name in headers ? `${headers[name]}, ${value}` : value
    }
  }
  return headers
}

function redirectFor(rules, path) {
  for (const rule of rules.redirects) {
    const match = rule.pattern.exec(path)
    if (!match) continue
    const to = rule.to.replace(/:(\w+)/g, (whole, name) => match.groups?.[name] ?? whole)
    return { status: rule.status ?? 301, to }
  }
  return undefined
}

async function isFile(path) {
  return stat(path).then((entry) => entry.isFile(), () => false)
}

/** The file behind a path, with pretty addresses: /docs/rules/MR201 is docs/rules/MR201.html or its index.html. */
async function findFile(root, path) {
  const place = resolve(join(root, path))
  if (place !== root && !place.startsWith(root + sep)) return undefined
  const candidates = path.endsWith('/') ? [join(place, 'index.html')] : [place, `${place}.html`, join(place, 'index.html')]
  for (const candidate of candidates) {
    if (await isFile(candidate)) return candidate
  }
  return undefined
}

/** Bytes of a file in the encoding asked for, kept until the file changes. */
function packer() {
  const kept = new Map()
  return async (file, accepted) => {
    const { mtimeMs, size } = await stat(file)
    const wanted = alreadyPacked.has(extname(file)) || size < 512 ? [] : ['br', 'gzip']
    const encoding = wanted.find((name) => accepted.includes(name))
    const key = `${file} ${encoding} ${mtimeMs} ${size}`
    if (!kept.has(key)) {
      const bytes = await readFile(file)
      const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
      kept.set(key, { encoding, etag, body: encoding ? await encoders[encoding](bytes) : bytes })
    }
    return kept.get(key)
  }
}

/** Serves `root` under the rules of `config`; resolves once it listens. Port 0 takes a free one. */
export async function serve({ root, config, port }) {
  const rules = readRules(await readFile(config, 'utf8'))
  const folder = resolve(root)
  const pack = packer()

  async function answer(request, response) {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end()
      return
    }
    const url = new URL(request.url, 'http://localhost')
    const path = decodeURIComponent(url.pathname)
    if (path.includes('\0')) throw new URIError('NUL in a path')

    let file = await findFile(folder, path)
    let status = 200
    if (!file) {
      const redirect = redirectFor(rules, path)
      if (redirect) {
        response.writeHead(redirect.status, { ...headersFor(rules, path), Location: redirect.to + url.search }).end()
        return
      }
      status = 404
      file = await findFile(folder, '/404.html')
    }
    // A missing page is answered with 404.html, hence under that page's policy.
    const named = status === 404 ? '/404.html' : path
    const headers = { 'Cache-Control': 'public, max-age=0, must-revalidate', ...headersFor(rules, named) }
    if (!file) {
      response.writeHead(404, { ...headers, 'Content-Type': types['.txt'] }).end('Nothing is here.\n')
      return
    }

    const { encoding, etag, body } = await pack(file, request.headers['accept-encoding'] ?? '')
    headers['Content-Type'] = types[extname(file)] ?? 'application/octet-stream'
    headers.ETag = etag
    headers.Vary = 'Accept-Encoding'
    if (encoding) headers['Content-Encoding'] = encoding
    if (status === 200 && request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end()
      return
    }
    headers['Content-Length'] = body.length
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (!response.headersSent) response.writeHead(error instanceof URIError ? 400 : 500)
      response.end()
    })
  })
  await new Promise((listening, refused) => {
    server.once('error', refused)
    server.listen(port, '127.0.0.1', listening)
  })
  return { server, port: server.address().port }
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8080' },
      root: { type: 'string', default: join(project, 'dist') },
      config: { type: 'string', default: join(project, 'netlify.toml') },
    },
  })
  try {
    const { port } = await serve({ root: values.root, config: values.config, port: Number(values.port) })
    console.log(`Limbeck is served at http://localhost:${port}/  (Ctrl+C ends it)`)
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error
    console.error(`Port ${values.port} is taken: try \`./dev serve --port ${Number(values.port) + 1}\`.`)
    process.exitCode = 2
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
