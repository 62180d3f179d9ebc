import { rotatedSecret } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import type { Sealer } from '@gatehouse/runtime';
import { z } from 'zod';
import { makeSecret } from '../make-secret.ts';
import { rotateSecret } from '../service-secrets.ts';
import type { ServiceWriter } from '../service-writer.ts';
import type { Services } from '../stores/services.ts';
import { knownService, noSuchService } from './known-service.ts';

const DAY_SECONDS = 86_400;

interface Parts {
  services: Services;
  writer: ServiceWriter;
  sealer: Sealer;
  now: () => number;
}

/** POST /manage/services/{id}/secret: a new API secret, shown once; earlier ones verify until the overlap ends. */
export function postServiceSecret({ services, writer, sealer, now }: Parts): Route {
  return route({
    method: 'post',
    path: '/manage/services/:id/secret',
    access: 'operator',
    summary: 'Rotate the API secret of a service',
    described: { refusals: { conflict: 'The service would hold more than one can' } },
    uuidParams: ['id'],
    body: z.strictObject({
      overlapSeconds: z
        .int()
        .min(0)
        .max(7 * DAY_SECONDS)
        .default(DAY_SECONDS),
    }),
    resolve: ({ params }) => knownService(services, params.id),
    responses: { 200: rotatedSecret },
    async handle({ params: { id }, body: { overlapSeconds }, actor, correlationId }) {
      const secret = makeSecret(sealer, id);
      const { headers } = await writer.change(id, { actor, correlationId }, (current) => {
        if (current === undefined) throw noSuchService();
        return rotateSecret(current, secret.kept, overlapSeconds, now());
      });
      return { status: 200, body: { apiSecret: secret.text }, headers };
    },
  });
}
