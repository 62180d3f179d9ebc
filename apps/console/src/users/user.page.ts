import type { Route } from '@gatehouse/http';
import { z } from 'zod';
import { listOf, maybeText, NoAnswer, Refusal } from '../gateway/answers.ts';
import type { Manage } from '../gateway/gateway-client.ts';
import { code, text } from '../page/cells.ts';
import { pathWith } from '../page/paths.ts';
import { type Answer, type PageDependencies, page } from '../page/session-page.ts';
import type { Cell, Cells, Table } from '../page/view-model.ts';
import { type ServiceCell, serviceCells } from '../services/service-names.ts';
import { managedUser, nameOf, userStatus } from './users.page.ts';

const membership = z.object({
  id: z.string(),
  roleId: z.number(),
  numericIdentifier: maybeText,
  textIdentifier: maybeText,
});
const memberships = listOf('organisations', membership);
const grants = listOf('services', z.object({ id: z.string(), roles: z.array(z.string()) }));
const organisation = z.object({ name: z.string() });

/** Further ones are counted, and found by the command line: each takes two calls. */
const MOST_SHOWN = 25;

/** What access or directory does not know yet, or no more, is left out. */
async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}

async function rowOf(
  manage: Manage,
  userId: string,
  { id, roleId, numericIdentifier, textIdentifier }: z.output<typeof membership>,
  service: ServiceCell,
): Promise<readonly Cells[]> {
  const [known, granted] = await Promise.all([
    unlessMissing(manage.get(`/manage/organisations/${id}`, organisation)),
    unlessMissing(
      manage.get(`/manage/users/${userId}/organisations/${id}/services`, grants, { pageSize: 100 }),
    ),
  ]);
  const services: Cell[] = (granted?.records ?? []).flatMap(({ id: serviceId, roles }) => [
    service(serviceId),
    ...(roles.length > 0 ? [text(`as ${roles.join(', ')}`)] : []),
  ]);
  return [
    { text: known?.name ?? id, href: `/operator/organisations/${id}` },
    text(roleId === 10_000 ? 'Approver' : 'End user'),
    services.length === 0 ? text(undefined) : services,
    text([numericIdentifier, textIdentifier].filter((one) => one !== undefined).join(', ')),
  ];
}

async function membershipsTable(manage: Manage, userId: string): Promise<Table> {
  const { records, numberOfRecords } = await manage.get(
    `/manage/users/${userId}/organisations`,
    memberships,
    {
      pageSize: MOST_SHOWN,
    },
  );
  const service = await serviceCells(manage);
  const shown = records.length < numberOfRecords ? `, the first ${records.length} of ${numberOfRecords}` : '';
  return {
    caption: `Organisations${shown}`,
    columns: ['Organisation', 'Role', 'Services', 'Identifiers'],
    rows: await Promise.all(records.map((one) => rowOf(manage, userId, one, service))),
    empty: 'The person is a member of none.',
  };
}

/** `GET /operator/users/{id}`: a person, with memberships and grants. */
export function userPage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: '/operator/users/:userId',
    summary: 'A user, with organisations and services',
    uuidParams: ['userId'],
    async show(manage, { params: { userId: id } }): Promise<Answer> {
      const user = await manage.get(`/manage/users/${id}`, managedUser);
      const table = await membershipsTable(manage, id).catch((error: unknown) => {
        if (!(error instanceof NoAnswer)) throw error;
        const empty = `They cannot be shown now: ${error.path} is not answered.`;
        return { caption: 'Organisations', columns: [], rows: [], empty };
      });
      return {
        view: 'detail',
        page: {
          title: nameOf(user),
          back: { text: 'Users', href: '/operator/users' },
          facts: [
            { key: 'Id', value: code(user.id) },
            { key: 'Email address', value: code(user.email) },
            { key: 'Given name', value: text(user.given_name) },
            { key: 'Family name', value: text(user.family_name) },
            { key: 'Status', value: userStatus(user.status) },
          ],
          links: [
            {
              text: 'Invitations to this address',
              href: pathWith('/operator/invitations', { email: user.email }),
            },
            { text: 'Who changed it', href: pathWith('/operator/audit', { entity: id }) },
          ],
          tables: [table],
        },
      };
    },
  });
}
