import { unavailable } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { type ReferenceCounts, refuseReferred } from '@gatehouse/references';
import { onceWritten } from '@gatehouse/runtime';
import type { ServiceWriter } from './change-service.ts';
import { knownService, noSuchService } from './known-service.ts';
import { removeService, restoreService } from './service.ts';
import type { Services } from './services.store.ts';

interface Parts {
  services: Services;
  writer: ServiceWriter;
  referencesTo: (serviceId: string) => Promise<ReferenceCounts>;
  /** Waits until the projection of invitations holds all that the log has; false when that took longer. */
  invitationsReachEnd: (timeoutMs: number) => Promise<boolean>;
  now: () => number;
}

const REACH_END_MS = 2_000;

/** DELETE /manage/services/{id}: 409, with kinds and counts, while anything refers to the service. */
export function deleteService({ services, writer, referencesTo, invitationsReachEnd, now }: Parts): Route {
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
      // What cannot be known is not decided: an invitation that nobody sees here may be waiting.
      if (!(await invitationsReachEnd(REACH_END_MS))) throw unavailable();
      refuseReferred(await referencesTo(id));
      const { before, headers } = await writer.change(id, origin, (current) => {
        if (current === undefined) throw noSuchService();
        return removeService(current, now());
      });
      if (before === undefined) throw noSuchService();
      // Whoever referred to it meanwhile did not see it go, or takes that back: one of the two sees the other's write.
      const counts = await onceWritten(log, 'looking again', async () => {
        await invitationsReachEnd(REACH_END_MS);
        return referencesTo(id);
      });
      if (counts !== undefined && Object.values(counts).some((count) => count > 0)) {
        await writer.change(id, origin, (current) => (current ? undefined : restoreService(before, now())));
        refuseReferred(counts);
      }
      return { status: 204, headers };
    },
  });
}
