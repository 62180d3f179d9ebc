import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { Express } from 'express';

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

type AssetName = keyof typeof FILES;
const names = Object.keys(FILES) as AssetName[];

const FONT_FACE = /@font-face\s*\{[^}]*\}/g;

/** Without the typeface: a browser that lays a page out before our own style sheet has come would ask for it, in vain. */
function contentOf(name: AssetName): string {
  const text = readFileSync(FILES[name].path, 'utf8');
  return name === 'frontendStyles' ? text.replaceAll(FONT_FACE, '') : text;
}

const contents = Object.fromEntries(names.map((name) => [name, contentOf(name)])) as Record<
  AssetName,
  string
>;

/** One version for all: the script imports its neighbour, and a release that changes one byte changes every address. */
function versionOf(): string {
  const hash = createHash('sha256');
  for (const name of names) hash.update(contents[name]);
  return hash.digest('hex').slice(0, 12);
}

const base = `/assets/${versionOf()}`;

/** The address of each asset, with the version of all in it. */
export const assetUrls = Object.fromEntries(
  names.map((name) => [name, `${base}/${FILES[name].name}`]),
) as Record<AssetName, string>;

/** Serves what the pages load, under `/assets/<version>/`: cached for good, since another content has another address. */
export function mountAssets(app: Express): void {
  for (const name of names) {
    app.get(assetUrls[name], (_request, response) => {
      response.set('cache-control', 'public, max-age=31536000, immutable');
      response.type(extname(FILES[name].name)).send(contents[name]);
    });
  }
}
