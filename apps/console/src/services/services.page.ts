import type { Route } from '@gatehouse/http';
import { z } from 'zod';
import { code, link, tag } from '../page/cells.ts';
import { listPage } from '../page/list-page.ts';
import { type PageDependencies, page } from '../page/session-page.ts';
import { managedService, servicePath } from './managed-service.ts';

/** `GET /operator/services`. */
export function servicesPage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: '/operator/services',
    summary: 'All services',
    query: z.object({ page: z.string().optional() }),
    show: (manage, { query }) =>
      listPage(manage, {
        title: 'Services',
        path: '/operator/services',
        from: { path: '/manage/services', member: 'services', record: managedService },
        page: query.page,
        caption: 'Services, by client id',
        columns: ['Name', 'Client id', 'Status', 'Id'],
        row: ({ id, name, clientId, status }) => [
          link(name, servicePath(id)),
          code(clientId),
          tag(status === 1 ? 'active' : 'disabled'),
          code(id),
        ],
        empty: 'There is none yet. Make one on the command line: gatehouse service create.',
      }),
  });
}
