import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBLEMS_PATH } from '@gatehouse/contracts';
import { type Endpoint, pageHeaders } from '@gatehouse/http';
import type { Site } from '@gatehouse/pages';
import { contentEndpoint } from '../pages/content-endpoint.ts';
import { documentationPage } from './documentation-page.ts';
import { problemsPage } from './problems-page.ts';

const OPEN_API = join(import.meta.dirname, '../../../../docs/api/openapi.json');
const JSON_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'public, max-age=300',
};

/** The OpenAPI document that was generated from the routes, as text; undefined where this installation has none. */
export function loadOpenApi(path = OPEN_API): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Rendered at its first request: the documentation takes a tenth of a second. */
function pageEndpoint(render: () => string): Endpoint {
  let page: Buffer | undefined;
  const rendered = () => {
    page ??= Buffer.from(render());
    return page;
  };
  return contentEndpoint(rendered, pageHeaders());
}

/** `/openapi.json`, and the pages that explain the API. */
export function documentEndpoints(
  openApi: string,
  site: Site,
  audience: string,
): ReadonlyMap<string, Endpoint> {
  const json = Buffer.from(openApi);
  return new Map([
    ['/openapi.json', contentEndpoint(() => json, JSON_HEADERS)],
    ['/docs', pageEndpoint(() => documentationPage(site, JSON.parse(openApi), audience))],
    [PROBLEMS_PATH, pageEndpoint(() => problemsPage(site))],
  ]);
}
