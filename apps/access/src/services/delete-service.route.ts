import type { ServiceState } from '@gatehouse/contracts';
import { unavailable } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { type ReferenceCounts, refuseReferred } from '@gatehouse/references';
import { onceWritten } from '@gatehouse/runtime';
import { type ChangeServiceDependencies, changeKnownService, changeService } from './change-service.ts';
import { knownService, noSuchService } from './known-service.ts';
import { removeService, restoreService } from './service.ts';

export interface DeleteServiceDependencies extends ChangeServiceDependencies {
  referencesTo: (serviceId: string) => Promise<ReferenceCounts>;
  /** Waits until the projection of invitations holds all that the log has; false when that took longer. */
  invitationsReachEnd: (timeoutMs: number) => Promise<boolean>;
}

const REACH_END_MS = 2_000;

/** DELETE /manage/services/{id}: 409, with kinds and counts, while anything refers to the service. */
export function deleteServiceRoute(dependencies: DeleteServiceDependencies): Route {
  const { services, referencesTo, invitationsReachEnd, now } = dependencies;
  return route({
    method: 'delete',
    path: '/manage/services/:serviceId',
    access: 'operator',
    operationId: 'operatorDeleteService',
    summary: 'Delete a service that nothing refers to',
    described: { refusals: { conflict: 'Grants, child services, invitations or service links refer to it' } },
    uuidParams: ['serviceId'],
    resolve: ({ params }) => knownService(services, params.serviceId),
    responses: { 204: 'Deleted' },
    async handle({ params: { serviceId: id }, actor, correlationId, log }) {
      const origin = { actor, correlationId };
      // An invitation that the projection lacks may be waiting: without all of them nothing is decided.
      if (!(await invitationsReachEnd(REACH_END_MS))) throw unavailable();
      refuseReferred(await referencesTo(id));
      const { before, headers } = await changeKnownService(dependencies, id, origin, (current) =>
        removeService(current, now()),
      );
      if (before === undefined) throw noSuchService();
      // Who referred to it meanwhile did not see the deletion, or takes the reference back: one of the two sees the other's write.
      const counts = await onceWritten(log, 'looking again', async () => {
        await invitationsReachEnd(REACH_END_MS);
        return referencesTo(id);
      });
      if (counts !== undefined && Object.values(counts).some((count) => count > 0)) {
        const restore = (current: ServiceState | undefined) =>
          current ? undefined : restoreService(before, now());
        await changeService(dependencies, id, origin, restore);
        refuseReferred(counts);
      }
      return { status: 204, headers };
    },
  });
}
