import { madeService, managedService, type Origin, type ServiceState } from '@gatehouse/contracts';
import { invalidRequest } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { type Logger, onceWritten, type Sealer } from '@gatehouse/runtime';
import { type ChangeServiceDependencies, changeService } from './change-service.ts';
import { makeSecret } from './make-secret.ts';
import { firstSecret } from './secrets.domain.ts';
import { makeService, removeService, replaceService } from './service.ts';
import { type ServiceRules, serviceBody } from './service-body.ts';
import { type ParentOf, wouldLoop } from './service-parents.domain.ts';
import { serviceOf } from './services.store.ts';

export interface PutServiceDependencies extends ChangeServiceDependencies {
  sealer: Sealer;
  serviceRules: ServiceRules;
}

/** PUT /manage/services/{id}: makes a service (201, with its API secret) or replaces its details (200). */
export function putServiceRoute(dependencies: PutServiceDependencies): Route {
  const { services, sealer, now } = dependencies;
  const parentOf: ParentOf = async (id) => (await serviceOf(services, id))?.parentId;

  async function checkParent(id: string, parentId: string): Promise<void> {
    if (id !== parentId && (await serviceOf(services, parentId)) === undefined) {
      throw noParent();
    }
    if (await wouldLoop(parentOf, id, parentId)) throw loop();
  }

  /**
   * Two services may have been put below each other at the same moment, or the parent was deleted. Who finds that out reverts
   * its own change; a service that was just made is removed.
   */
  async function checkAgain(
    id: string,
    before: ServiceState | undefined,
    { origin, log }: { origin: Origin; log: Logger },
  ): Promise<void> {
    const look = async () => {
      const parentId = await parentOf(id);
      if (parentId === undefined) return undefined;
      if ((await serviceOf(services, parentId)) === undefined) return noParent();
      return (await wouldLoop(parentOf, id, parentId)) ? loop() : undefined;
    };
    const fault = await onceWritten(log, 'looking again', look);
    if (fault === undefined) return;
    await changeService(dependencies, id, origin, (current) => {
      if (current === undefined) return undefined;
      if (before === undefined) return removeService(current, now());
      return replaceService(current, { ...current, parentId: before.parentId }, now());
    });
    throw fault;
  }

  return route({
    method: 'put',
    path: '/manage/services/:serviceId',
    access: 'operator',
    operationId: 'operatorPutService',
    summary: 'Make or replace a service',
    described: { refusals: { conflict: 'Another service has the client id.' } },
    uuidParams: ['serviceId'],
    body: serviceBody(dependencies.serviceRules),
    responses: { 200: managedService, 201: madeService },
    async handle({ params: { serviceId: id }, body: details, actor, correlationId, log }) {
      const origin = { actor, correlationId };
      if (details.parentId !== undefined) await checkParent(id, details.parentId);
      const secret = makeSecret(sealer, id);
      const { service, before, headers } = await changeService(dependencies, id, origin, (current) =>
        current === undefined
          ? makeService(id, details, firstSecret(secret.stored, now()), now())
          : replaceService(current, details, now()),
      );
      if (service.parentId !== before?.parentId) await checkAgain(id, before, { origin, log });
      if (before === undefined) return { status: 201, body: { ...service, apiSecret: secret.text }, headers };
      return { status: 200, body: service, headers };
    },
  });
}

function noParent() {
  return invalidRequest(['parentId: there is no such service']);
}

function loop() {
  return invalidRequest(['parentId: is the service itself or below it']);
}
