import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { RequestHandler } from 'express';
import type { Logo } from './logo.ts';

const packageFile = createRequire(import.meta.url).resolve('govuk-frontend/package.json');

/** Where govuk-frontend is installed. */
export const govukFrontend = { directory: dirname(packageFile) };

const distributed = (name: string) => join(govukFrontend.directory, 'dist/govuk', name);
const own = (name: string) => join(import.meta.dirname, name);

/**
 * Nothing else of govuk-frontend is served: the typeface and the crown may only be used on GOV.UK itself.
 */
const FILES = {
  frontendStyles: { name: 'govuk-frontend.min.css', path: distributed('govuk-frontend.min.css') },
  frontendScript: { name: 'govuk-frontend.min.js', path: distributed('govuk-frontend.min.js') },
  styles: { name: 'styles.css', path: own('styles.css') },
  script: { name: 'enhance.js', path: own('enhance.js') },
  icon: { name: 'gatehouse.svg', path: own('gatehouse.svg') },
} as const;

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

type FileName = keyof typeof FILES;
const names = Object.keys(FILES) as FileName[];

/** One file that pages load, with its address. */
export interface Asset {
  path: string;
  headers: Readonly<Record<string, string>>;
  content: Buffer;
}

/** What pages load: the address of each file, and the files. `logo` where the platform has one of its own. */
export interface Assets {
  urls: Readonly<Record<FileName, string> & { logo?: string }>;
  files: readonly Asset[];
}

const FONT_FACE = /@font-face\s*\{[^}]*\}/g;

/** Without the typeface: a browser that lays a page out before our own style sheet has come would ask for it, in vain. */
function contentOf(name: FileName): Buffer {
  const text = readFileSync(FILES[name].path, 'utf8');
  return Buffer.from(name === 'frontendStyles' ? text.replaceAll(FONT_FACE, '') : text);
}

/** Opened by its own address, an image is a document: nothing in it runs. */
const INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

function headersOf(contentType: string): Record<string, string> {
  return {
    'content-type': contentType,
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    ...(contentType.startsWith('image/') && { 'content-security-policy': INERT }),
  };
}

/**
 * The files under `/assets/<version>/`, which browsers keep for good: another content has another address. One version
 * for all, since the script imports its neighbour.
 */
export function createAssets(logo?: Logo): Assets {
  const contents = names.map((name) => ({
    key: name as FileName | 'logo',
    file: FILES[name].name as string,
    type: TYPES[extname(FILES[name].name)] ?? '',
    content: contentOf(name),
  }));
  if (logo !== undefined) {
    contents.push({ key: 'logo', file: logo.fileName, type: logo.contentType, content: logo.content });
  }
  const hash = createHash('sha256');
  for (const { file, content } of contents) hash.update(`${file}\0${content.length}\0`).update(content);
  const base = `/assets/${hash.digest('hex').slice(0, 12)}`;
  return {
    urls: Object.fromEntries(contents.map(({ key, file }) => [key, `${base}/${file}`])) as Assets['urls'],
    files: contents.map(({ file, type, content }) => ({
      path: `${base}/${file}`,
      headers: headersOf(type),
      content,
    })),
  };
}

/** Serves assets in an app, each by its whole path. */
export function assetsHandler({ files }: Assets): RequestHandler {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return ({ method, originalUrl }, response, next) => {
    const file = byPath.get(originalUrl.split('?', 1)[0] ?? '');
    if (file === undefined || (method !== 'GET' && method !== 'HEAD')) return next();
    const { content, headers } = file;
    response.writeHead(200, { ...headers, 'content-length': String(content.length) });
    response.end(method === 'HEAD' ? undefined : content);
  };
}
