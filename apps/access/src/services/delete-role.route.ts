import type { ServiceState } from '@gatehouse/contracts';
import { conflict } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { onceWritten } from '@gatehouse/runtime';
import { type ChangeServiceDependencies, changeKnownService, changeService } from './change-service.ts';
import { knownRole, noSuchRole } from './known-service.ts';
import { removeRole, restoreRole } from './roles.domain.ts';

interface DeleteRoleDependencies extends ChangeServiceDependencies {
  isRoleHeld: (serviceId: string, code: string) => Promise<boolean>;
}

/** DELETE /manage/services/{id}/roles/{code}: 409 while a grant holds it. */
export function deleteRoleRoute(dependencies: DeleteRoleDependencies): Route {
  const { services, isRoleHeld, now } = dependencies;
  const refusal = () => conflict('The role is held by grants');
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
      if (await isRoleHeld(id, code)) throw refusal();
      const { before, headers } = await changeKnownService(dependencies, id, origin, (current) => {
        const next = removeRole(current, code, now());
        if (next === undefined) throw noSuchRole();
        return next;
      });
      // A grant that was written meanwhile did not see the removal, or loses the role when it is reconciled.
      const isHeldNow = () => isRoleHeld(id, code);
      if (before !== undefined && (await onceWritten(log, 'looking again', isHeldNow))) {
        const restore = (current: ServiceState | undefined) =>
          current && restoreRole(current, before, code, now());
        await changeService(dependencies, id, origin, restore);
        throw refusal();
      }
      return { status: 204, headers };
    },
  });
}
