import { managedService, managedServicesPage } from '@gatehouse/contracts';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { z } from 'zod';
import { knownService } from './known-service.ts';
import { countServices, pageOfServices, type Services } from './services.store.ts';

/** GET /manage/services/{id}. */
export function getServiceRoute({ services }: { services: Services }): Route {
  return route({
    method: 'get',
    path: '/manage/services/:serviceId',
    access: 'operator',
    operationId: 'operatorGetService',
    summary: 'Show a service',
    uuidParams: ['serviceId'],
    resolve: ({ params }) => knownService(services, params.serviceId),
    responses: { 200: managedService },
    handle: (_request, service) => ({ status: 200, body: service }),
  });
}

/** GET /manage/services: all services, by client id. */
export function listServicesRoute({ services }: { services: Services }): Route {
  return route({
    method: 'get',
    path: '/manage/services',
    access: 'operator',
    operationId: 'operatorListServices',
    summary: 'List services',
    query: z.object({
      ...pageQuery,
      builtIn: z
        .enum(['true', 'false'])
        .default('false')
        .describe('Whether the platform’s own services, `console` and `accounts`, are listed as well.'),
    }),
    responses: { 200: managedServicesPage },
    async handle({ query }) {
      const which = { builtIn: query.builtIn === 'true' };
      const { records, members } = await readPage(
        query,
        await countServices(services, which),
        (skip, limit) => pageOfServices(services, which, { skip, limit }),
      );
      return { status: 200, body: { services: records, ...members } };
    },
  });
}
