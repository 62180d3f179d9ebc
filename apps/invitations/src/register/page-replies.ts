import type { InvitationState } from '@gatehouse/contracts';
import type { PolicyChanges } from '@gatehouse/http';
import type { Journey } from '../journey/journey.ts';
import { renderPage } from '../pages/render.ts';
import type { FormErrors } from './form.ts';
import type { Link } from './link.ts';

/** A page with its status. */
export interface RegisterPageReply {
  status: 200 | 404 | 410 | 422 | 429 | 500 | 503;
  html: string;
  headers?: Readonly<Record<string, string>>;
  policy?: PolicyChanges;
}

/** What pages of a link answer, in words. */
export const pageResponses = {
  200: 'A page',
  303: 'Accepted: on to the service',
  404: 'Unknown, or replaced by a newer link',
  410: 'Used, expired or revoked, or the email is known already',
  422: 'The form again, with what is wrong in it',
  429: 'Closed for a while after too many wrong codes',
  500: 'Something went wrong',
  503: 'Not available right now',
} as const;

/** The path of a link, as pages lead to it. */
export function linkPath(token: string): string {
  return `/register/${encodeURIComponent(token)}`;
}

/** The page of a link that cannot be accepted. */
export function closedPage(
  link: Exclude<Link, { kind: 'open' }>,
  token: string,
  now: number,
): RegisterPageReply {
  switch (link.kind) {
    case 'unknown':
      return { status: 404, html: renderPage({ view: 'not-found' }) };
    case 'ended':
      return { status: 410, html: renderPage({ view: 'ended', reason: link.reason }) };
    case 'expired': {
      const action = `${linkPath(token)}/new-email`;
      return { status: 410, html: renderPage({ view: 'expired', action, hasAccount: link.hasAccount }) };
    }
    case 'locked': {
      const seconds = Math.max(1, Math.ceil((Date.parse(link.until) - now) / 1_000));
      const html = renderPage({ view: 'locked', until: link.until, action: linkPath(token) });
      return { status: 429, html, headers: { 'retry-after': String(seconds) } };
    }
  }
}

/**
 * Browsers hold every redirect that follows a form to the page's `form-action`. Where the form leads is known to the
 * service alone, which may redirect to its sign-in, and may change between page and form. The directive would guard
 * against forms of a stranger in the page, where everything that others wrote is escaped.
 */
const ONWARD: PolicyChanges = { 'form-action': 'unrestricted' };

/** What the form is shown with. */
export interface FormContent {
  status: 200 | 422;
  values: { givenName: string; familyName: string };
  errors: FormErrors;
}

/** The form, with every invitation then waiting: service and organisation. The code is never given back. */
export async function formPage(
  journey: Journey,
  { registration, waiting }: Extract<Link, { kind: 'open' }>,
  token: string,
  { status, values, errors }: FormContent,
): Promise<RegisterPageReply> {
  const organisationIds = waiting.flatMap(({ organisationId }) => organisationId ?? []);
  const organisations = await journey.organisations.names(organisationIds);
  const shown = ({ id, serviceId, organisationId }: InvitationState) => ({
    id,
    serviceName: journey.services.byId(serviceId)?.name ?? '',
    organisationName: organisationId === undefined ? undefined : organisations.get(organisationId),
  });
  const html = renderPage({
    view: 'register',
    action: linkPath(token),
    invitations: waiting.map(shown),
    values: { ...values, code: '' },
    errors,
    expiresAt: registration.state.expiresAt,
  });
  return { status, html, policy: ONWARD };
}
