import { join } from 'node:path';
import { createSite, type Logo, type Reading, type Site } from '@gatehouse/pages';
import type { PlatformIdentity } from '@gatehouse/texts';
import { errorListOf } from './error-list.ts';
import type { Page } from './page.ts';

/** The pages for people who were invited. */
export interface Pages {
  readonly site: Site;
  /** Whether people reach them by https, so that cookies are kept to it. */
  secure(): boolean;
  /** The whole HTML document of a page. */
  render(page: Page, reading: Reading): string;
}

export interface PagesOptions {
  identity: PlatformIdentity;
  logo?: Logo | undefined;
  /** What links begin with. */
  publicUrl: () => string;
}

/** Makes the pages, in the platform's frame. */
export function createPages({ identity, logo, publicUrl }: PagesOptions): Pages {
  const site = createSite({ identity, logo, views: [join(import.meta.dirname, 'views')] });
  return {
    site,
    secure: () => /^https:/i.test(publicUrl()),
    render(page, reading) {
      const errorList = 'errors' in page ? errorListOf(page.errors) : [];
      return site.render(page.view, reading, { ...page, errorList });
    },
  };
}
