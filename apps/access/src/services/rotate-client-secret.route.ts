import { rotatedClientSecret, type ServiceState } from '@gatehouse/contracts';
import { conflict } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { type ChangeServiceDependencies, changeKnownService } from './change-service.ts';
import { rotateClientSecret } from './client-secrets.domain.ts';
import { knownService } from './known-service.ts';
import { makeClientSecret } from './make-client-secret.ts';
import { secretRotation } from './secret-rotation.ts';

/** A service that signs assertions has no secret to be guessed or lost. */
function refuseAssertions({ signIn }: ServiceState): void {
  if (signIn?.clientAuth === 'private_key_jwt') {
    throw conflict('The service authenticates by private_key_jwt, and so has no client secret');
  }
}

/** POST /manage/services/{id}/client-secret: a new client secret for sign-in, shown once. */
export function rotateClientSecretRoute(dependencies: ChangeServiceDependencies): Route {
  const { services, now } = dependencies;
  return route({
    method: 'post',
    path: '/manage/services/:serviceId/client-secret',
    access: 'operator',
    operationId: 'operatorRotateClientSecret',
    summary: 'Make or rotate the client secret of a service',
    described: {
      text:
        'The client secret authenticates the service where people sign in (`/oidc/token`). It is not the API secret: neither ' +
        'is taken for the other. The secret that is replaced counts for `overlapSeconds` more (a day; 0: no longer), and ' +
        'those replaced before until their own overlaps end.',
      refusals: {
        conflict: 'The service authenticates by private_key_jwt, or it has as much as one service can hold.',
      },
    },
    uuidParams: ['serviceId'],
    body: secretRotation,
    resolve: ({ params }) => knownService(services, params.serviceId),
    responses: { 200: rotatedClientSecret },
    async handle({ params: { serviceId: id }, body: { overlapSeconds }, actor, correlationId }) {
      const secret = makeClientSecret();
      const { headers } = await changeKnownService(dependencies, id, { actor, correlationId }, (current) => {
        refuseAssertions(current);
        return rotateClientSecret(current, secret.stored, overlapSeconds, now());
      });
      return { status: 200, body: { clientSecret: secret.text }, headers };
    },
  });
}
