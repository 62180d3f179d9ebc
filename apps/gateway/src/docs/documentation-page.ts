import { join } from 'node:path';
import { PROBLEMS_PATH } from '@gatehouse/contracts';
import { furtherAssets, type Site } from '@gatehouse/pages';
import { DEFAULT_LANGUAGE } from '@gatehouse/texts';

/** As much of an OpenAPI document as its page is arranged by; the views read the rest. */
export interface OpenApi {
  tags?: readonly { name: string; description?: string }[];
  paths?: Readonly<Record<string, Methods>>;
  webhooks?: Readonly<Record<string, Methods>>;
  components?: { responses?: Readonly<Record<string, object>> };
}

type Methods = Readonly<Record<string, Operation>>;

interface Operation {
  tags?: readonly string[];
  responses?: Readonly<Record<string, { $ref?: string }>>;
}

const here = (name: string) => join(import.meta.dirname, name);

/** Where the page's views are, for `createSite`. */
export const documentationViews = here('views');

/** What the page loads besides the assets of all pages. */
export const documentationAssets = furtherAssets('/docs', {
  styles: here('docs.css'),
  script: here('try.js'),
});

/** The answers by status. Where one is shared by many operations, the operation's own description wins. */
function answersOf({ components }: OpenApi, { responses = {} }: Operation) {
  return Object.entries(responses).map(([status, answer]) => {
    const shared = components?.responses?.[answer.$ref?.split('/').at(-1) ?? ''];
    return { status, ...shared, ...answer };
  });
}

/** `isReceived`: the reader's own service answers these calls, so that they are shown without a form. */
function operationsOf(api: OpenApi, paths: OpenApi['paths'] = {}, isReceived: boolean) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const all = answersOf(api, operation);
      const answers = all.filter(({ status }) => status < '400');
      const refusals = all.filter(({ status }) => status >= '400');
      return { ...operation, path, method, isReceived, answers, refusals };
    }),
  );
}

/** An OpenAPI document as one page, to be read and tried. `audience`: the one that tokens must carry here. */
export function documentationPage(site: Site, api: OpenApi, audience: string): string {
  const operations = [...operationsOf(api, api.paths, false), ...operationsOf(api, api.webhooks, true)];
  const sections = (api.tags ?? []).map(({ name, description }) => ({
    id: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    name,
    description,
    operations: operations.filter(({ tags }) => tags?.includes(name)),
  }));
  const values = { api, sections, audience, urls: documentationAssets.urls, problems: PROBLEMS_PATH };
  return site.render('documentation', { language: DEFAULT_LANGUAGE, path: '/docs' }, values);
}
