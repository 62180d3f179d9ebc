import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import type { RequestHandler } from 'express';
import type { Logo } from './logo.ts';

const packageFile = createRequire(import.meta.url).resolve('govuk-frontend/package.json');

/** Where govuk-frontend is installed. */
export const govukFrontend = { directory: dirname(packageFile) };

const distributed = (name: string) => join(govukFrontend.directory, 'dist/govuk', name);
const own = (name: string) => join(import.meta.dirname, name);

/** Nothing else of govuk-frontend is served: the typeface and the crown may only be used on GOV.UK itself. */
const FILES = {
  frontendStyles: distributed('govuk-frontend.min.css'),
  frontendScript: distributed('govuk-frontend.min.js'),
  styles: own('styles.css'),
  script: own('enhance.js'),
  icon: own('gatehouse.svg'),
} as const;

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** One file that pages load, with its address. */
export interface Asset {
  path: string;
  headers: Readonly<Record<string, string>>;
  content: Buffer;
}

/** What pages load: the address of each file, by its name in views, and the files. */
export interface Assets<Name extends string = keyof typeof FILES | 'logo'> {
  urls: Readonly<Partial<Record<Name, string>>>;
  files: readonly Asset[];
}

interface Content {
  name: string;
  file: string;
  type: string;
  content: Buffer;
}

const FONT_FACE = /@font-face\s*\{[^}]*\}/g;

/** Without GOV.UK's typeface: a browser that reads this style sheet before ours would request it, in vain. */
function contentOf(path: string): Buffer {
  const bytes = readFileSync(path);
  return extname(path) === '.css' ? Buffer.from(bytes.toString().replaceAll(FONT_FACE, '')) : bytes;
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

function contentsOf(paths: Readonly<Record<string, string>>): Content[] {
  return Object.entries(paths).map(([name, path]) => {
    return { name, file: basename(path), type: TYPES[extname(path)] ?? '', content: contentOf(path) };
  });
}

/** One version for all, since a script may import its neighbour. */
function versioned(base: string, contents: readonly Content[]): Assets<string> {
  const hash = createHash('sha256');
  for (const { file, content } of contents) hash.update(`${file}\0${content.length}\0`).update(content);
  const at = `${base}/${hash.digest('hex').slice(0, 12)}`;
  return {
    urls: Object.fromEntries(contents.map(({ name, file }) => [name, `${at}/${file}`])),
    files: contents.map(({ file, type, content }) => ({
      path: `${at}/${file}`,
      headers: headersOf(type),
      content,
    })),
  };
}

/** The files of all pages, under `/assets/<version>/`. Browsers keep them for good: other content has another address. */
export function createAssets(logo?: Logo): Assets {
  const contents = contentsOf(FILES);
  if (logo !== undefined) {
    const { fileName: file, contentType: type, content } = logo;
    contents.push({ name: 'logo', file, type, content });
  }
  return versioned('/assets', contents);
}

/** Further files for some pages, under `<base>/<version>/`. `paths`: where they are read from, by their names in views. */
export function furtherAssets(base: string, paths: Readonly<Record<string, string>>): Assets<string> {
  return versioned(base, contentsOf(paths));
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
