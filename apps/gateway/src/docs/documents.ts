import { existsSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pageHeaders } from '@gatehouse/http';
import type { Site } from '@gatehouse/pages';
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

type Endpoint = (response: ServerResponse) => Promise<void>;

function answering(contentOf: () => Buffer, headers: Readonly<Record<string, string>>): Endpoint {
  return async (response) => {
    const content = contentOf();
    response.writeHead(200, { ...headers, 'content-length': String(content.length) });
    response.end(content);
  };
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
    ['/openapi.json', answering(() => json, JSON_HEADERS)],
    ['/docs', answering(rendered, pageHeaders())],
  ]);
}
