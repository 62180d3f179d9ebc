import type { InvitationState } from '@gatehouse/contracts';
import type { PolicyChanges, ReplyHeaders } from '@gatehouse/http';
import { inLanguage } from '@gatehouse/pages';
import { ukTime } from '@gatehouse/texts';
import type { ProcessDependencies } from '../process/dependencies.ts';
import { hasAccepted, markBrowser } from './browser-mark.ts';
import { destinationOf, WELCOME_PATH } from './destination.ts';
import type { Link } from './link.ts';
import { declinePath, linkPath } from './link-path.ts';
import type { FormErrors, Onward, ShownInvitation } from './page.ts';
import type { Visit } from './visit.ts';

/** A page with its status. */
export interface RegisterPageReply {
  status: 200 | 404 | 410 | 422 | 429;
  html: string;
  headers?: ReplyHeaders;
  policy?: PolicyChanges;
}

/** The statuses of a link's pages, in words. */
export const pageResponses = {
  200: 'A page',
  303: 'Accepted: on to the service',
  404: 'Unknown, or replaced by a newer link',
  410: 'Used, expired, revoked or declined, or the email is known already',
  422: 'The form again, with what is wrong in it',
  429: 'Closed for a while after too many wrong codes',
  500: 'Something went wrong',
  503: 'Not available right now',
} as const;

/** Where the person who accepted continues: at the first service that they accepted. */
async function onwardOf(
  dependencies: ProcessDependencies,
  { registration: { state } }: Extract<Link, { kind: 'used' }>,
): Promise<Onward | undefined> {
  const id = state.status === 'accepted' ? state.shown[0] : undefined;
  const first = id === undefined ? undefined : (await dependencies.invitations.get(id))?.state;
  const service = first && dependencies.services.byId(first.serviceId);
  if (first === undefined || service === undefined) return undefined;
  const href = destinationOf(dependencies, first);
  return { serviceName: service.name, ...(href !== WELCOME_PATH && { href }) };
}

/** The page of a link that cannot be accepted. */
export async function closedPage(
  dependencies: ProcessDependencies,
  visit: Visit,
  link: Exclude<Link, { kind: 'open' }>,
  token: string,
): Promise<RegisterPageReply> {
  const now = dependencies.clock.now();
  const action = inLanguage(linkPath(token), visit.language);
  switch (link.kind) {
    case 'unknown':
      return { status: 404, html: visit.render({ view: 'not-found' }) };
    case 'used': {
      const onward = hasAccepted(visit, link.registration, now)
        ? await onwardOf(dependencies, link)
        : undefined;
      return { status: 410, html: visit.render({ view: 'ended', reason: 'used', onward }) };
    }
    case 'ended':
      return { status: 410, html: visit.render({ view: 'ended', reason: link.reason }) };
    case 'expired': {
      const again = inLanguage(`${linkPath(token)}/new-email`, visit.language);
      const { hasAccount } = link;
      return { status: 410, html: visit.render({ view: 'expired', action: again, hasAccount }) };
    }
    case 'locked': {
      const seconds = Math.max(1, Math.ceil((Date.parse(link.until) - now) / 1_000));
      const html = visit.render({ view: 'locked', until: link.until, action });
      return { status: 429, html, headers: { 'retry-after': String(seconds) } };
    }
  }
}

/**
 * Browsers apply the page's `form-action` to every redirect that follows a form. Only the service knows where it redirects
 * to, such as its sign-in, and that may change between page and form. The directive would guard against a stranger's form
 * in the page, where everything that others wrote is escaped.
 */
const ONWARD: PolicyChanges = { 'form-action': 'unrestricted' };

/** What the form is shown with. */
export interface FormContent {
  status: 200 | 422;
  values: { givenName: string; familyName: string };
  errors: FormErrors;
  /** Whether an invitation's box is ticked; all are, until the person unticks one. */
  isTicked?: (id: string) => boolean;
}

/** How invitations are shown: service and organisation. */
export async function shownInvitations(
  { organisations, services }: ProcessDependencies,
  invitations: readonly InvitationState[],
): Promise<ShownInvitation[]> {
  const organisationIds = invitations.flatMap(({ organisationId }) => organisationId ?? []);
  const names = await organisations.names(organisationIds);
  return invitations.map(({ id, serviceId, organisationId }) => ({
    id,
    serviceName: services.byId(serviceId)?.name ?? '',
    organisationName: organisationId === undefined ? undefined : names.get(organisationId),
  }));
}

/** The form, with every invitation then waiting. The code is never given back. */
export async function formPage(
  dependencies: ProcessDependencies,
  visit: Visit,
  { registration, waiting }: Extract<Link, { kind: 'open' }>,
  token: string,
  { status, values, errors, isTicked = () => true }: FormContent,
): Promise<RegisterPageReply> {
  const { language } = visit;
  const shown = await shownInvitations(dependencies, waiting);
  markBrowser(visit, token);
  const html = visit.render({
    view: 'register',
    action: inLanguage(linkPath(token), language),
    invitations: shown.map((invitation) => ({
      ...invitation,
      declineHref: inLanguage(declinePath(token, invitation.id), language),
      ticked: isTicked(invitation.id),
    })),
    values: { ...values, code: '' },
    errors,
    expiresAt: registration.state.expiresAt,
  });
  return { status, html, policy: ONWARD };
}

/** The sentence for a wrong code; for the last, until when the page is closed. */
export function codeFault(
  { texts, language }: Visit,
  { lockedUntil }: { lockedUntil?: string | undefined },
): string {
  if (lockedUntil === undefined) return texts.faults.codeWrong;
  return texts.faults.codeLast(ukTime(lockedUntil, language));
}
