import type { OrganisationState } from '@gatehouse/contracts';
import { unavailable } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { type ReferenceCounts, refuseReferred } from '@gatehouse/references';
import { onceWritten } from '@gatehouse/runtime';
import type { WriteDependencies } from '../resources/write.ts';
import { knownOrganisation, noSuchOrganisation } from './known-organisation.ts';
import { presentOrganisation, removeOrganisation } from './organisation.ts';
import type { Organisations } from './organisations.store.ts';

export interface DeleteOrganisationDependencies extends WriteDependencies {
  organisations: Organisations;
  referencesTo: (organisationId: string) => Promise<ReferenceCounts>;
  /** Waits until `referencesTo` knows all writes, of this app and of invitations; false when that took longer. */
  referencesReachEnd: (timeoutMs: number) => Promise<boolean>;
}

const REACH_END_MS = 2_000;

/** `DELETE /manage/organisations/{id}`: 409, with kinds and counts, while anything refers to the organisation. */
export function deleteOrganisationRoute({
  organisations,
  referencesTo,
  referencesReachEnd,
  published,
  clock,
}: DeleteOrganisationDependencies): Route {
  return route({
    method: 'delete',
    path: '/manage/organisations/:organisationId',
    access: 'operator',
    operationId: 'operatorDeleteOrganisation',
    summary: 'Delete an organisation that nothing refers to',
    described: { refusals: { conflict: 'Memberships, links or invitations refer to it.' } },
    uuidParams: ['organisationId'],
    resolve: ({ params }) => knownOrganisation(organisations, params.organisationId),
    responses: { 204: 'Deleted' },
    async handle({ params: { organisationId: id }, actor, correlationId, log }) {
      const origin = { actor, correlationId };
      const at = () => new Date(clock.now()).toISOString();
      // A membership may have been made that is not visible here yet.
      if (!(await referencesReachEnd(REACH_END_MS))) throw unavailable();
      refuseReferred(await referencesTo(id));
      const { result: before } = await organisations.change<OrganisationState | undefined>(
        id,
        origin,
        (stored) => {
          const current = presentOrganisation(stored);
          return current === undefined
            ? { result: undefined }
            : { state: removeOrganisation(current, at()), result: current };
        },
      );
      if (before === undefined) throw noSuchOrganisation();
      const counts = await onceWritten(log, 'checking for new references', async () => {
        await referencesReachEnd(REACH_END_MS);
        return referencesTo(id);
      });
      if (counts !== undefined && Object.values(counts).some((count) => count > 0)) {
        await organisations.change(id, origin, (stored) => ({
          state: presentOrganisation(stored) ? undefined : { ...before, updatedAt: at() },
          result: undefined,
        }));
        refuseReferred(counts);
      }
      await published();
      return { status: 204 };
    },
  });
}
