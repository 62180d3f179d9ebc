import { join } from 'node:path';
import { createSite, type Logo, type Site } from '@gatehouse/pages';
import { DEFAULT_LANGUAGE, type PlatformIdentity } from '@gatehouse/texts';
import type { View } from './views.ts';

const SECTIONS = [
  ['/operator', 'Overview'],
  ['/operator/deliveries', 'Deliveries'],
  ['/operator/dead-letters', 'Dead letters'],
  ['/operator/services', 'Services'],
  ['/operator/invitations', 'Invitations'],
  ['/operator/users', 'Users'],
  ['/operator/organisations', 'Organisations'],
  ['/operator/audit', 'Audit'],
] as const;

/** The operator's pages, in the platform's layout, in English. */
export interface OperatorSite {
  readonly site: Site;
  /** `token`: of the session's forms; without one nobody is signed in. */
  render(view: View, frame: { path: string; token?: string }): string;
}

export function createOperatorSite(identity: PlatformIdentity, logo: Logo | undefined): OperatorSite {
  const site = createSite({ identity, logo, views: [join(import.meta.dirname, 'views')] });
  return {
    site,
    render({ view, page }, { path, token }) {
      const [here = ''] = path.split('?');
      const sections = SECTIONS.map(([href, text]) => ({
        href,
        text,
        active: href === here,
        current: href !== '/operator' && here.startsWith(`${href}/`),
      }));
      const reading = { language: DEFAULT_LANGUAGE, path: here };
      return site.render(view, reading, { page, sections, token, signedIn: token !== undefined });
    },
  };
}
