import { join } from 'node:path';
import { createSite, errorList, type Logo, type Reading, type Site } from '@gatehouse/pages';
import type { PlatformIdentity } from '@gatehouse/texts';
import type { Page } from './page.ts';

/** In the order in which a page has them. */
const FIELDS = ['accept', 'givenName', 'familyName', 'code'] as const;

/** The pages for people who were invited. */
export interface Pages {
  readonly site: Site;
  /** Whether people reach them by https: then cookies are for https alone. */
  secure(): boolean;
  /** The whole HTML document of a page. */
  render(page: Page, reading: Reading): string;
}

export interface PagesOptions {
  identity: PlatformIdentity;
  logo?: Logo | undefined;
  /** What links begin with. */
  publicUrl: string;
}

/** The pages, in the platform's layout. */
export function createPages({ identity, logo, publicUrl }: PagesOptions): Pages {
  const site = createSite({ identity, logo, views: [join(import.meta.dirname, 'views')] });
  return {
    site,
    secure: () => /^https:/i.test(publicUrl),
    render(page, reading) {
      const faults = 'errors' in page ? errorList(page.errors, FIELDS) : [];
      return site.render(page.view, reading, { ...page, errorList: faults });
    },
  };
}
