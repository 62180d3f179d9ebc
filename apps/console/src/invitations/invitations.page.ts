import type { Route } from '@gatehouse/http';
import { z } from 'zod';
import { maybeText } from '../gateway/answers.ts';
import { code, link, tag, time } from '../page/cells.ts';
import { choices, INVITATION_STATUSES } from '../page/choices.ts';
import { listPage } from '../page/list-page.ts';
import { type PageDependencies, page } from '../page/session-page.ts';
import { serviceCells } from '../services/service-names.ts';

/** An invitation of the operator's API, as far as pages show it. */
export const managedInvitation = z.object({
  id: z.string(),
  serviceId: maybeText,
  email: maybeText,
  sourceId: z
    .union([z.string(), z.number()])
    .nullish()
    .transform((value) => value ?? undefined),
  organisation: maybeText,
  status: z.string(),
  createdAt: maybeText,
  expiresAt: maybeText,
  userId: maybeText,
  emailStatus: maybeText,
  emailError: maybeText,
});

/** `GET /operator/invitations`. */
export function invitationsPage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: '/operator/invitations',
    summary: 'Invitations, by email, service and status',
    query: z.object({
      email: z.string().optional(),
      serviceId: z.string().optional(),
      status: z.string().optional(),
      page: z.string().optional(),
    }),
    async show(manage, { query: { email = '', serviceId = '', status = '', page: number } }) {
      const service = await serviceCells(manage);
      return listPage(manage, {
        title: 'Invitations',
        path: '/operator/invitations',
        from: { path: '/manage/invitations', member: 'invitations', record: managedInvitation },
        filters: [
          { name: 'email', label: 'Email address', value: email },
          { name: 'serviceId', label: 'Service', hint: 'Its id or its client id', value: serviceId },
          { name: 'status', label: 'Status', value: status, options: choices(INVITATION_STATUSES) },
        ],
        page: number,
        caption: 'Invitations, the oldest first',
        columns: ['Made', 'Email address', 'Service', 'Status', 'Email', 'Invitation'],
        row: (invitation) => [
          time(invitation.createdAt),
          code(invitation.email),
          service(invitation.serviceId),
          tag(invitation.status),
          invitation.emailStatus === undefined ? code(undefined) : tag(invitation.emailStatus),
          link('Show', `/operator/invitations/${invitation.id}`, `invitation ${invitation.id}`),
        ],
        empty: 'There is none. With fewer filters more are found.',
      });
    },
  });
}
