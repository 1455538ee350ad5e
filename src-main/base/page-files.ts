import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { createNonce, DATA_POLICY, NONCE_PLACEHOLDER, pagePolicy, SECURITY_HEADERS } from './page-security.ts';

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

export interface PageFiles {
  /** Answers GET and HEAD for `/` and the files that were in the folder at start; null for every other path. */
  respond(request: Request): Promise<Response | null>;
  readonly paths: readonly string[];
}

/**
 * The built workbench, read from one folder.
 * Paths are looked up in a list made at start, never joined to the folder, so no spelling of a path can leave it.
 */
export function openPageFiles(folder: string): PageFiles {
  const files = listFiles(folder);
  const page = files.has('/index.html') ? readFileSync(join(folder, 'index.html'), 'utf8') : null;
  return {
    paths: [...files.keys()],
    async respond(request) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return null;
      const path = new URL(request.url).pathname;
      if (path === '/' || path === '/index.html') return respondPage(page);
      const file = files.get(path);
      return file === undefined ? null : respondFile(file);
    },
  };
}

function respondPage(page: string | null): Response {
  if (page === null) return notBuilt();
  const nonce = page.includes(NONCE_PLACEHOLDER) ? createNonce() : null;
  const headers = {
    ...SECURITY_HEADERS,
    'content-security-policy': pagePolicy(nonce),
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  };
  return new Response(nonce === null ? page : page.replaceAll(NONCE_PLACEHOLDER, nonce), { headers });
}

async function respondFile(file: string): Promise<Response> {
  const headers = {
    ...SECURITY_HEADERS,
    'content-security-policy': DATA_POLICY,
    'content-type': MIME_TYPES[extname(file)] ?? 'application/octet-stream',
    // Built names carry a hash of their content.
    'cache-control': 'private, max-age=31536000, immutable',
  };
  return new Response(await readFile(file), { headers });
}

function notBuilt(): Response {
  const text = 'The workbench page is not built. Run: npm run build\n';
  const headers = { ...SECURITY_HEADERS, 'content-security-policy': DATA_POLICY, 'content-type': 'text/plain' };
  return new Response(text, { status: 503, headers });
}

function listFiles(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  let entries: import('node:fs').Dirent[];
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return files;
    throw error;
  }
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const full = join(entry.parentPath, entry.name);
    files.set(full.slice(folder.length).split(sep).map(encodeURIComponent).join('/'), full);
  }
  return files;
}
