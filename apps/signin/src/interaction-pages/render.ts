import { join } from 'node:path';
import { createSite, errorList, type FormErrors, type Logo, type Reading } from '@gatehouse/pages';
import type { PlatformIdentity } from '@gatehouse/texts';
import type { OverPage, Page } from './page.ts';
import type { Paths } from './paths.ts';

/** In the order in which a page has them. */
const FIELDS = ['email', 'code', 'givenName', 'familyName', 'organisation'] as const;
type Field = (typeof FIELDS)[number];

/** What each page of a sign-in needs besides its own values. */
export interface Frame {
  serviceName: string;
  paths: Paths;
  /** Of its forms. */
  token: string;
}

export type InteractionPages = ReturnType<typeof createInteractionPages>;

/** The pages on which people sign in, in the platform's layout. */
export function createInteractionPages(identity: PlatformIdentity, logo: Logo | undefined) {
  const site = createSite({ identity, logo, views: [join(import.meta.dirname, 'views')] });
  return {
    site,
    /** The whole HTML document of a page. */
    render(page: Page, reading: Reading, frame: Frame): string {
      const faults = 'errors' in page ? errorList<Field>(page.errors as FormErrors<Field>, FIELDS) : [];
      return site.render(page.view, reading, { ...frame, ...page, errorList: faults });
    },
    renderOver: (page: OverPage, reading: Reading): string =>
      site.render(page.view, reading, { ...page, errorList: [] }),
  };
}
