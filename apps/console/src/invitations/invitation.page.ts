import type { Route } from '@gatehouse/http';
import { z } from 'zod';
import { anyAnswer, Refusal } from '../gateway/answers.ts';
import type { Manage } from '../gateway/gateway-client.ts';
import { code, tag, text, time } from '../page/cells.ts';
import { pathWith } from '../page/paths.ts';
import { type Answer, form, type PageDependencies, page } from '../page/session-page.ts';
import type { DetailPage, Fact } from '../page/view-model.ts';
import { serviceCells } from '../services/service-names.ts';
import { managedInvitation } from './invitations.page.ts';

const pathOf = (id: string) => `/operator/invitations/${id}`;

const getInvitation = (manage: Manage, id: string) =>
  manage.get(`/manage/invitations/${id}`, managedInvitation);

async function factsOf(manage: Manage, invitation: z.output<typeof managedInvitation>): Promise<Fact[]> {
  const service = await serviceCells(manage);
  const { id, email, status, serviceId, sourceId, organisation, createdAt, expiresAt, userId } = invitation;
  const { emailStatus, emailError } = invitation;
  return [
    { key: 'Id', value: code(id) },
    { key: 'Email address', value: code(email) },
    { key: 'Status', value: tag(status) },
    { key: 'Service', value: service(serviceId) },
    { key: 'The service’s own id', value: text(sourceId) },
    ...(organisation === undefined
      ? []
      : [{ key: 'Organisation', value: code(organisation, `/operator/organisations/${organisation}`) }]),
    { key: 'Made', value: time(createdAt) },
    { key: 'Expires', value: time(expiresAt) },
    ...(userId === undefined ? [] : [{ key: 'User', value: code(userId, `/operator/users/${userId}`) }]),
    ...(emailStatus === undefined ? [] : [{ key: 'Last email', value: tag(emailStatus) }]),
    ...(emailError === undefined ? [] : [{ key: 'What went wrong', value: text(emailError) }]),
  ];
}

async function showInvitation(
  manage: Manage,
  id: string,
  more: Partial<DetailPage> = {},
): Promise<DetailPage> {
  const invitation = await getInvitation(manage, id);
  const { status, email, sourceId } = invitation;
  const canEnd = status === 'open' || status === 'expired';
  const resend = { text: 'Send the email again', action: `${pathOf(id)}/resend` };
  return {
    title: `Invitation ${email ?? sourceId ?? id}`,
    back: { text: 'Invitations', href: '/operator/invitations' },
    facts: await factsOf(manage, invitation),
    buttons: canEnd || status === 'declined' ? [resend] : [],
    links: [
      ...(canEnd ? [{ text: 'Revoke the invitation', href: `${pathOf(id)}/revoke` }] : []),
      { text: 'What became of it, and by whom', href: pathWith('/operator/audit', { entity: id }) },
    ],
    ...more,
  };
}

const DONE: Readonly<Record<string, string>> = {
  resent: 'A new email is on its way, with a new link and code. The old link is dead.',
  revoked: 'The invitation is revoked.',
};

/** `GET /operator/invitations/{id}`. */
export function invitationPage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: '/operator/invitations/:invitationId',
    summary: 'An invitation',
    uuidParams: ['invitationId'],
    query: z.object({ done: z.string().optional() }),
    async show(manage, { params: { invitationId }, query: { done = '' } }): Promise<Answer> {
      return { view: 'detail', page: await showInvitation(manage, invitationId, { done: DONE[done] }) };
    },
  });
}

/** What cannot be done is said on the invitation's page. */
async function attempt(
  manage: Manage,
  id: string,
  done: string,
  deed: () => Promise<unknown>,
): Promise<Answer> {
  try {
    await deed();
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 409) throw error;
    return {
      view: 'detail',
      status: 409,
      page: await showInvitation(manage, id, { faults: error.sentences }),
    };
  }
  return { location: `${pathOf(id)}?done=${done}` };
}

/** `POST /operator/invitations/{id}/resend`. */
export function resendForm(dependencies: PageDependencies): Route {
  return form(dependencies, {
    path: '/operator/invitations/:invitationId/resend',
    summary: 'Send the email of an invitation again',
    uuidParams: ['invitationId'],
    page: ({ invitationId }) => pathOf(invitationId),
    act: (manage, { params: { invitationId: id } }) =>
      attempt(manage, id, 'resent', () => manage.send('POST', `/manage/invitations/${id}/resend`, anyAnswer)),
  });
}

/** `GET /operator/invitations/{id}/revoke`: asks before it is revoked. */
export function askRevokePage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: '/operator/invitations/:invitationId/revoke',
    summary: 'Asks before an invitation is revoked',
    uuidParams: ['invitationId'],
    async show(manage, { params: { invitationId: id } }): Promise<Answer> {
      const invitation = await getInvitation(manage, id);
      return {
        view: 'ask',
        page: {
          title: 'Revoke this invitation?',
          back: { text: 'The invitation', href: pathOf(id) },
          facts: await factsOf(manage, invitation),
          warning: 'It cannot be accepted any more, and the service that asked is not called back.',
          action: `${pathOf(id)}/revoke`,
          button: 'Revoke it',
        },
      };
    },
  });
}

/** `POST /operator/invitations/{id}/revoke`. */
export function revokeForm(dependencies: PageDependencies): Route {
  return form(dependencies, {
    path: '/operator/invitations/:invitationId/revoke',
    summary: 'Revoke an invitation',
    uuidParams: ['invitationId'],
    page: ({ invitationId }) => `${pathOf(invitationId)}/revoke`,
    act: (manage, { params: { invitationId: id } }) =>
      attempt(manage, id, 'revoked', () => manage.send('DELETE', `/manage/invitations/${id}`, anyAnswer)),
  });
}
