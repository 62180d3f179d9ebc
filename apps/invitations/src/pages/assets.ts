import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
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

/** One version for all: the script imports its neighbour, and a release that changes one byte changes every address. */
function versionOf(): string {
  const hash = createHash('sha256');
  for (const name of names) hash.update(readFileSync(FILES[name].path));
  return hash.digest('hex').slice(0, 12);
}

const base = `/assets/${versionOf()}`;

/** The address of each asset, with the version of all in it. */
export const assetUrls = Object.fromEntries(
  names.map((name) => [name, `${base}/${FILES[name].name}`]),
) as Record<AssetName, string>;

const A_YEAR_MS = 365 * 24 * 3_600 * 1_000;

/** Serves what the pages load, under `/assets/<version>/`: cached for good, since another content has another address. */
export function mountAssets(app: Express): void {
  for (const name of names) {
    app.get(assetUrls[name], (_request, response, next) => {
      response.sendFile(
        FILES[name].path,
        { immutable: true, maxAge: A_YEAR_MS, dotfiles: 'allow' },
        (error) => {
          if (error) next(error);
        },
      );
    });
  }
}
