import type { IncomingMessage, ServerResponse } from 'node:http';
import { pageHeaders, targetOf } from '@gatehouse/http';
import { type Asset, languageOf, type Site } from '@gatehouse/pages';

type Endpoint = (response: ServerResponse) => Promise<void>;

/** The files that pages load, by path. The gateway serves them itself, so that pages are whole while their services are away. */
export function assetEndpoints(files: readonly Asset[]): ReadonlyMap<string, Endpoint> {
  return new Map(
    files.map(({ path, headers, content }): [string, Endpoint] => [
      path,
      async (response) => {
        response.writeHead(200, { ...headers, 'content-length': String(content.length) });
        response.end(content);
      },
    ]),
  );
}

/**
 * `/` for a person: what the platform is, with links to its pages. `documentation`, `mailbox`: whether those exist;
 * `secure`: whether cookies are kept to https.
 */
export function homePage(
  site: Site,
  { secure, ...offers }: { secure: boolean; documentation: boolean; mailbox: boolean },
): (request: IncomingMessage) => Endpoint {
  return (request) => async (response) => {
    const { path, query, cookies } = targetOf(request);
    const lang = new URLSearchParams(query).get('lang') ?? undefined;
    const { language, cookies: kept } = languageOf({ lang, cookies }, secure);
    const html = Buffer.from(site.render('home', { language, path }, offers));
    response.writeHead(200, {
      ...pageHeaders(),
      ...(kept.length > 0 && { 'set-cookie': kept }),
      vary: 'Accept, Cookie',
      'content-length': String(html.length),
    });
    response.end(html);
  };
}
