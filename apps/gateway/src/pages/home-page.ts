import { type Endpoint, pageHeaders, targetOf } from '@gatehouse/http';
import { type Asset, languageOf, type Site } from '@gatehouse/pages';
import { contentEndpoint } from './content-endpoint.ts';

/** The files that pages load, by path. The gateway serves them itself, so that pages are whole while their services are away. */
export function assetEndpoints(files: readonly Asset[]): ReadonlyMap<string, Endpoint> {
  return new Map(files.map(({ path, headers, content }) => [path, contentEndpoint(() => content, headers)]));
}

/**
 * `/` for a person: what the platform is, with links to its pages. `documentation`, `mailbox`: whether those exist;
 * `secure`: whether cookies are kept to https.
 */
export function homePage(
  site: Site,
  { secure, ...offers }: { secure: boolean; documentation: boolean; mailbox: boolean },
): Endpoint {
  return async (response, request) => {
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
