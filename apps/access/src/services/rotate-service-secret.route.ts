import { rotatedSecret } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import type { Sealer } from '@gatehouse/runtime';
import { type ChangeServiceDependencies, changeKnownService, TOO_LARGE } from './change-service.ts';
import { knownService } from './known-service.ts';
import { makeSecret } from './make-secret.ts';
import { secretRotation } from './secret-rotation.ts';
import { rotateSecret } from './secrets.domain.ts';

interface RotateServiceSecretDependencies extends ChangeServiceDependencies {
  sealer: Sealer;
}

/** POST /manage/services/{id}/secret: a new API secret, shown once; each earlier one verifies until its own overlap ends. */
export function rotateServiceSecretRoute(dependencies: RotateServiceSecretDependencies): Route {
  const { services, sealer, now } = dependencies;
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
      refusals: TOO_LARGE,
    },
    uuidParams: ['serviceId'],
    body: secretRotation,
    resolve: ({ params }) => knownService(services, params.serviceId),
    responses: { 200: rotatedSecret },
    async handle({ params: { serviceId: id }, body: { overlapSeconds }, actor, correlationId }) {
      const secret = makeSecret(sealer, id);
      const { headers } = await changeKnownService(dependencies, id, { actor, correlationId }, (current) =>
        rotateSecret(current, secret.stored, overlapSeconds, now()),
      );
      return { status: 200, body: { apiSecret: secret.text }, headers };
    },
  });
}
