import { join } from 'node:path';
import type { ProblemPage } from '@gatehouse/http';
import { createSite, type Site, type SiteOptions } from '@gatehouse/pages';
import { DEFAULT_LANGUAGE } from '@gatehouse/texts';

/** The mailbox's views in the platform's layout; they are for developers, in English alone. */
export function createMailboxSite(options: Pick<SiteOptions, 'identity' | 'logo'>): Site {
  return createSite({ ...options, views: [join(import.meta.dirname, 'views')] });
}

export const ENGLISH = { language: DEFAULT_LANGUAGE, path: '/mailbox' };

function headingOf(status: number): string {
  if (status === 404) return 'Email not found';
  return status >= 500 ? 'Sorry, there is a problem' : 'This address cannot be read';
}

/** Problems on the mailbox's paths, as pages. */
export function mailboxProblems(site: Site): ProblemPage {
  return ({ status, correlationId, path }) => {
    if (!/^\/mailbox(?:\/|$)/.test(path)) return undefined;
    return { html: site.render('mailbox-problem', ENGLISH, { heading: headingOf(status), correlationId }) };
  };
}
