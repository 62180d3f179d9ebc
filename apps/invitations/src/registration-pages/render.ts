import { join } from 'node:path';
import { createSite, errorList, type Logo, type Reading } from '@gatehouse/pages';
import type { PlatformIdentity } from '@gatehouse/texts';
import type { Page } from './page.ts';

/** In the order in which a page has them. */
const FIELDS = ['accept', 'givenName', 'familyName', 'code'] as const;

export type Pages = ReturnType<typeof createPages>;

export interface PagesOptions {
  identity: PlatformIdentity;
  logo?: Logo | undefined;
  /** What links begin with. */
  publicUrl: string;
}

/** The pages for people who were invited, in the platform's layout. */
export function createPages({ identity, logo, publicUrl }: PagesOptions) {
  const site = createSite({ identity, logo, views: [join(import.meta.dirname, 'views')] });
  return {
    site,
    /** Whether people reach them by https: then cookies are for https alone. */
    secure: () => /^https:/i.test(publicUrl),
    /** The whole HTML document of a page. */
    render(page: Page, reading: Reading): string {
      const faults = 'errors' in page ? errorList(page.errors, FIELDS) : [];
      return site.render(page.view, reading, { ...page, errorList: faults });
    },
  };
}
