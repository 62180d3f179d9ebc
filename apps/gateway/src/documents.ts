import type { ServerResponse } from 'node:http';
import { pageHeaders } from '@gatehouse/http';
import { STYLE_SOURCE } from './documentation-page.ts';

/** The API's description, ready to be served. */
export interface Documents {
  /** OpenAPI, as JSON text. */
  openApi: string;
  /** The same to be read, as a page. */
  page: string;
}

function answering(content: string, headers: Readonly<Record<string, string>>) {
  const bytes = Buffer.from(content);
  return async (response: ServerResponse): Promise<void> => {
    response.writeHead(200, { ...headers, 'content-length': String(bytes.length) });
    response.end(bytes);
  };
}

/** `/openapi.json` and `/docs`. */
export function documentEndpoints({
  openApi,
  page,
}: Documents): ReadonlyMap<string, (response: ServerResponse) => Promise<void>> {
  const json = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'public, max-age=300' };
  return new Map([
    ['/openapi.json', answering(openApi, json)],
    ['/docs', answering(page, pageHeaders({ 'style-src': [STYLE_SOURCE] }))],
  ]);
}
