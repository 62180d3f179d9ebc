import type { Route } from '@gatehouse/http';
import { z } from 'zod';
import { maybeText } from '../gateway/answers.ts';
import { link, text } from '../page/cells.ts';
import { listPage } from '../page/list-page.ts';
import { type PageDependencies, page } from '../page/session-page.ts';
import { categoryName, statusName } from './organisation-words.ts';

const managedOrganisation = z.object({
  id: z.string(),
  name: z.string(),
  category: z.string(),
  status: z.number(),
  urn: maybeText,
  uid: maybeText,
  ukprn: maybeText,
  address: maybeText,
});

/** `GET /operator/organisations`. */
export function organisationsPage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: '/operator/organisations',
    summary: 'Organisations, by name or identifier',
    query: z.object({
      name: z.string().optional(),
      urn: z.string().optional(),
      ukprn: z.string().optional(),
      page: z.string().optional(),
    }),
    show: (manage, { query: { name = '', urn = '', ukprn = '', page: number } }) =>
      listPage(manage, {
        title: 'Organisations',
        path: '/operator/organisations',
        from: { path: '/manage/organisations', member: 'organisations', record: managedOrganisation },
        filters: [
          { name: 'name', label: 'Beginning of the name', value: name },
          { name: 'urn', label: 'URN', value: urn },
          { name: 'ukprn', label: 'UKPRN', value: ukprn },
        ],
        page: number,
        caption: 'Organisations, by name',
        columns: ['Name', 'Category', 'Status', 'URN or UID', 'UKPRN', 'Address'],
        row: (one) => [
          link(one.name, `/operator/organisations/${one.id}`),
          text(categoryName(one.category)),
          text(statusName(one.status)),
          text(one.urn ?? one.uid),
          text(one.ukprn),
          text(one.address),
        ],
        empty: 'There is none. The register of schools is imported on the command line: gatehouse import.',
      }),
  });
}
