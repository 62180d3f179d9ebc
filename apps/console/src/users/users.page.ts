import type { Route } from '@gatehouse/http';
import { z } from 'zod';
import { maybeText } from '../gateway/answers.ts';
import { code, link, tag } from '../page/cells.ts';
import { listPage } from '../page/list-page.ts';
import { type PageDependencies, page } from '../page/session-page.ts';

/** A user of the operator's API. */
export const managedUser = z.object({
  id: z.string(),
  email: maybeText,
  given_name: maybeText,
  family_name: maybeText,
  status: z.number(),
});

/** What a user is called on pages. */
export function nameOf({ given_name, family_name, id }: z.output<typeof managedUser>): string {
  const name = [given_name, family_name].filter((part) => part !== undefined).join(' ');
  return name === '' ? id : name;
}

export const userStatus = (status: number) => tag(status === 1 ? 'active' : 'deactivated');

/** `GET /operator/users`. */
export function usersPage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: '/operator/users',
    summary: 'Users, by email',
    query: z.object({ email: z.string().optional(), page: z.string().optional() }),
    show: (manage, { query: { email = '', page: number } }) =>
      listPage(manage, {
        title: 'Users',
        path: '/operator/users',
        from: { path: '/manage/users', member: 'users', record: managedUser },
        filters: [
          {
            name: 'email',
            label: 'Email address',
            hint: 'The whole address, in any letter case',
            value: email,
          },
        ],
        page: number,
        caption: email === '' ? 'All users, by id' : 'Users with that address',
        columns: ['Name', 'Email address', 'Status', 'Id'],
        row: (user) => [
          link(nameOf(user), `/operator/users/${user.id}`),
          code(user.email),
          userStatus(user.status),
          code(user.id),
        ],
        empty:
          email === ''
            ? 'There is none yet. People become users by accepting invitations.'
            : 'Nobody has that address. Look among the invitations: the person may not have accepted yet.',
      }),
  });
}
