import type { Published } from '@gatehouse/app-process';
import type { OrganisationState } from '@gatehouse/contracts';
import { notFound, unavailable } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { type ReferenceCounts, refuseReferred } from '@gatehouse/references';
import { type Clock, onceWritten } from '@gatehouse/runtime';
import { presentOrganisation, removeOrganisation } from './organisation.ts';
import type { Organisations } from './organisations.store.ts';

export interface DeleteOrganisationParts {
  organisations: Organisations;
  referencesTo: (organisationId: string) => Promise<ReferenceCounts>;
  /** Waits until all that was written, here and by invitations, is known to `referencesTo`; false when that took longer. */
  referencesReachEnd: (timeoutMs: number) => Promise<boolean>;
  published: Published;
  clock: Clock;
}

const REACH_END_MS = 2_000;

/** `DELETE /manage/organisations/{id}`: 409, with kinds and counts, while anything refers to the organisation. */
export function deleteOrganisationRoute({
  organisations,
  referencesTo,
  referencesReachEnd,
  published,
  clock,
}: DeleteOrganisationParts): Route {
  const missing = () => notFound('There is no such organisation');
  return route({
    method: 'delete',
    path: '/manage/organisations/:organisationId',
    access: 'operator',
    operationId: 'operatorDeleteOrganisation',
    summary: 'Delete an organisation that nothing refers to',
    described: { refusals: { conflict: 'Memberships, links or invitations refer to it' } },
    uuidParams: ['organisationId'],
    async resolve({ params }) {
      if ((await organisations.get(params.organisationId)) === undefined) throw missing();
    },
    responses: { 204: 'Deleted' },
    async handle({ params: { organisationId: id }, actor, correlationId, log }) {
      const origin = { actor, correlationId };
      const at = () => new Date(clock.now()).toISOString();
      // What cannot be known is not decided: a membership that nobody sees here yet may have been made.
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
      if (before === undefined) throw missing();
      const counts = await onceWritten(log, 'looking again', async () => {
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
