import { deliveryKind, timeRangeBody } from '@gatehouse/contracts';
import { invalidRequest } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { PerMinute } from '@gatehouse/runtime';
import { type ServiceRegistry, serviceInUrl } from '@gatehouse/service-registry';
import { z } from 'zod';
import { allOwn, ownDeliveryParams, ownKinds } from './own-deliveries.ts';
import type { RedeliverMany } from './redeliver-many.ts';
import { takeOne } from './take-one.ts';

interface ManyRedeliverable {
  redeliverMany: RedeliverMany;
  services: Pick<ServiceRegistry, 'byIdOrClientId'>;
  /** How many requests a service may make. */
  limit: PerMinute;
}

const KIND = 'Only those of this kind; without it callbacks and webhooks.';
const filters = {
  status: z
    .enum(['failed', 'pending'])
    .describe('`failed`: the attempts begin anew. `pending`: the next attempt is at once.'),
  ...timeRangeBody,
};
const managedBody = z.strictObject({
  ...filters,
  kind: deliveryKind.optional().describe(KIND),
  serviceId: z
    .string()
    .optional()
    .describe('Only those for this service: its id or its client id, in any letter case.'),
});
const ownBody = z.object({ ...filters, kind: z.enum(ownKinds).optional().describe(KIND) });

const answer = z
  .object({
    redelivered: z.int().nonnegative().describe('How many are sent again.'),
    more: z.boolean().describe('Whether there are more, for another request.'),
  })
  .meta({ id: 'RedeliveredDeliveries', description: 'How many deliveries are sent again.' });

const USUAL = ['callback', 'webhook'] as const;
const TEXT =
  'The oldest 10,000 at most, and those of 15 seconds: ask again where `more` is true. Those that could not be sent again one by one are left out. Each keeps its id and its attempts.';

/** `POST /manage/deliveries/redeliver` and `POST /services/{id}/deliveries/redeliver`. */
export function redeliverManyRoutes({ redeliverMany, services, limit }: ManyRedeliverable): readonly Route[] {
  return [
    route({
      method: 'post',
      path: '/manage/deliveries/redeliver',
      access: 'operator',
      operationId: 'operatorRedeliverDeliveries',
      summary: 'Send again what failed, or what waits at once',
      described: { text: TEXT },
      body: managedBody,
      responses: { 202: answer },
      async handle({ body: { kind, serviceId, ...filter }, actor }) {
        const service = serviceId === undefined ? undefined : services.byIdOrClientId(serviceId);
        if (serviceId !== undefined && service === undefined) {
          throw invalidRequest(['serviceId: there is no such service']);
        }
        const kinds = kind === undefined ? USUAL : [kind];
        const body = await redeliverMany({ ...filter, kinds, serviceId: service?.id }, { actor });
        return { status: 202, body };
      },
    }),
    route({
      method: 'post',
      path: `${allOwn.path}/redeliver`,
      access: 'client',
      operationId: 'redeliverDeliveries',
      summary: 'Send a service again what failed, or what waits at once',
      described: {
        text: TEXT,
        params: ownDeliveryParams,
        refusals: {
          'too-many-requests':
            'The service asked for 60 redeliveries in a minute, or the client has sent more requests than its limit allows. `Retry-After` says how long to wait.',
        },
      },
      body: ownBody,
      faults: 'field',
      resolve: ({ params, caller }) => serviceInUrl(services, params.serviceId, caller),
      responses: { 202: answer },
      async handle({ body: { kind, ...filter }, caller, actor }, { id }) {
        takeOne(limit, caller, id);
        const kinds = kind === undefined ? USUAL : [kind];
        return { status: 202, body: await redeliverMany({ ...filter, kinds, serviceId: id }, { actor }) };
      },
    }),
  ];
}
