import type { ServerResponse } from 'node:http';
import { pageHeaders } from '@gatehouse/http';
import { assets } from './assets.ts';

/** The API's description, ready to be served. */
export interface Documents {
  /** OpenAPI, as JSON text. */
  openApi: string;
  /** The same to be read and tried, as a page. */
  page: string;
}

type Endpoint = (response: ServerResponse) => Promise<void>;

function answering(content: string | Buffer, headers: Readonly<Record<string, string>>): Endpoint {
  const bytes = Buffer.from(content);
  return async (response) => {
    response.writeHead(200, { ...headers, 'content-length': String(bytes.length) });
    response.end(bytes);
  };
}

/** `/openapi.json`, `/docs` and what that page loads. */
export function documentEndpoints({ openApi, page }: Documents): ReadonlyMap<string, Endpoint> {
  const json = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'public, max-age=300' };
  const files = assets.map(({ path, contentType, content }): [string, Endpoint] => {
    const headers = {
      'content-type': contentType,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    };
    return [path, answering(content, headers)];
  });
  return new Map([
    ['/openapi.json', answering(openApi, json)],
    ['/docs', answering(page, pageHeaders())],
    ...files,
  ]);
}
