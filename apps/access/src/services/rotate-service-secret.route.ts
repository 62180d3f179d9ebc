import { rotatedSecret } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import type { Sealer } from '@gatehouse/runtime';
import { z } from 'zod';
import type { ServiceWriter } from './change-service.ts';
import { knownService, noSuchService } from './known-service.ts';
import { makeSecret } from './make-secret.ts';
import { rotateSecret } from './secrets.domain.ts';
import type { Services } from './services.store.ts';

const DAY_SECONDS = 86_400;

interface Parts {
  services: Services;
  writer: ServiceWriter;
  sealer: Sealer;
  now: () => number;
}

/** POST /manage/services/{id}/secret: a new API secret, shown once; each earlier one verifies until its own overlap ends. */
export function postServiceSecret({ services, writer, sealer, now }: Parts): Route {
  return route({
    method: 'post',
    path: '/manage/services/:serviceId/secret',
    access: 'operator',
    operationId: 'operatorRotateServiceSecret',
    summary: 'Rotate the API secret of a service',
    described: {
      text:
        'The secret that is replaced verifies for `overlapSeconds` more (a day; 0: no longer). Those replaced before ' +
        'verify until their own overlaps end, a week after their rotation at most, whatever this one says: to refuse ' +
        'them sooner, disable the service (`status` 0) until then.',
      refusals: {
        conflict: 'The service has as much as one service can hold: roles, policies and secrets together.',
      },
    },
    uuidParams: ['serviceId'],
    body: z
      .strictObject({
        overlapSeconds: z
          .int()
          .min(0)
          .max(7 * DAY_SECONDS)
          .default(DAY_SECONDS)
          .describe(
            'For how many seconds the secret that is replaced goes on verifying. 0: it stops at once.',
          ),
      })
      .meta({ id: 'SecretRotation', description: 'How the API secret is rotated.' }),
    resolve: ({ params }) => knownService(services, params.serviceId),
    responses: { 200: rotatedSecret },
    async handle({ params: { serviceId: id }, body: { overlapSeconds }, actor, correlationId }) {
      const secret = makeSecret(sealer, id);
      const { headers } = await writer.change(id, { actor, correlationId }, (current) => {
        if (current === undefined) throw noSuchService();
        return rotateSecret(current, secret.kept, overlapSeconds, now());
      });
      return { status: 200, body: { apiSecret: secret.text }, headers };
    },
  });
}
