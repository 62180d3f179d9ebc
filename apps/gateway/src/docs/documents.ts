import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Endpoint, pageHeaders } from '@gatehouse/http';
import type { Site } from '@gatehouse/pages';
import { contentEndpoint } from '../pages/content-endpoint.ts';
import { documentationPage } from './documentation-page.ts';

const OPEN_API = join(import.meta.dirname, '../../../../docs/api/openapi.json');
const JSON_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'public, max-age=300',
};

/** The OpenAPI document that was generated from the routes, as text; undefined where this installation has none. */
export function loadOpenApi(path = OPEN_API): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** `/openapi.json` and `/docs`, which is rendered at its first request: that takes a tenth of a second. */
export function documentEndpoints(
  openApi: string,
  site: Site,
  audience: string,
): ReadonlyMap<string, Endpoint> {
  const json = Buffer.from(openApi);
  let page: Buffer | undefined;
  const rendered = () => {
    page ??= Buffer.from(documentationPage(site, JSON.parse(openApi), audience));
    return page;
  };
  return new Map([
    ['/openapi.json', contentEndpoint(() => json, JSON_HEADERS)],
    ['/docs', contentEndpoint(rendered, pageHeaders())],
  ]);
}
