import { conflict } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { onceWritten } from '@gatehouse/runtime';
import { type Grants, isRoleHeld } from '../grants/grants.store.ts';
import type { ServiceWriter } from './change-service.ts';
import { knownRole, noSuchRole } from './known-service.ts';
import { removeRole, restoreRole } from './roles.domain.ts';
import type { Services } from './services.store.ts';

interface Parts {
  services: Services;
  grants: Grants;
  writer: ServiceWriter;
  now: () => number;
}

/** DELETE /manage/services/{id}/roles/{code}: 409 while a grant holds it. */
export function deleteServiceRole({ services, grants, writer, now }: Parts): Route {
  const isHeld = () => conflict('The role is held by grants');
  return route({
    method: 'delete',
    path: '/manage/services/:serviceId/roles/:roleCode',
    access: 'operator',
    operationId: 'operatorDeleteRole',
    summary: 'Remove a role that no grant holds',
    described: { refusals: { conflict: 'Grants hold the role: remove it from them first.' } },
    uuidParams: ['serviceId'],
    resolve: ({ params: { serviceId: id, roleCode: code } }) => knownRole(services, id, code),
    responses: { 204: 'It is removed.' },
    async handle({ params: { serviceId: id, roleCode: code }, actor, correlationId, log }) {
      const origin = { actor, correlationId };
      if (await isRoleHeld(grants, id, code)) throw isHeld();
      const { before, headers } = await writer.change(id, origin, (current) => {
        const next = current && removeRole(current, code, now());
        if (next === undefined) throw noSuchRole();
        return next;
      });
      // A grant written meanwhile did not see the role go, or takes the role back itself.
      const isHeldNow = () => isRoleHeld(grants, id, code);
      if (before !== undefined && (await onceWritten(log, 'looking again', isHeldNow))) {
        await writer.change(id, origin, (current) => current && restoreRole(current, before, code, now()));
        throw isHeld();
      }
      return { status: 204, headers };
    },
  });
}
