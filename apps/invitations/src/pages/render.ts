import { join } from 'node:path';
import nunjucks from 'nunjucks';
import { acceptanceOf } from './acceptance.ts';
import { assetUrls, govukFrontend } from './assets.ts';
import { errorListOf } from './error-list.ts';
import type { Page } from './page.ts';
import { ukTime } from './uk-time.ts';

const templates = new nunjucks.Environment(
  new nunjucks.FileSystemLoader([join(import.meta.dirname, 'views'), join(govukFrontend.directory, 'dist')]),
  { autoescape: true, trimBlocks: true, lstripBlocks: true },
);

templates.addFilter('ukTime', ukTime);
templates.addGlobal('acceptanceOf', acceptanceOf);
templates.addGlobal('errorListOf', errorListOf);
templates.addGlobal('assets', assetUrls);

/** The whole HTML document of a page, without inline script or style. Everything a person or service wrote is escaped. */
export function renderPage(page: Page): string {
  return templates.render(`${page.view}.njk`, page);
}
