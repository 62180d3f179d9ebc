import { managedRole, roleWords } from '@gatehouse/contracts';
import { invalidRequest } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { z } from 'zod';
import { type ChangeServiceDependencies, changeKnownService, TOO_LARGE } from './change-service.ts';
import { knownService, noSuchRole } from './known-service.ts';
import { named, roleCode } from './request-fields.ts';
import { NUMERIC_ID_DIGITS, putRole, roleOf } from './roles.domain.ts';

const NUMERIC_ID = new RegExp(`^[0-9]{1,${NUMERIC_ID_DIGITS}}$`);

/** PUT /manage/services/{id}/roles/{code}: makes (201) or replaces (200) a role. */
export function putRoleRoute(dependencies: ChangeServiceDependencies): Route {
  const { services, now } = dependencies;
  return route({
    method: 'put',
    path: '/manage/services/:serviceId/roles/:roleCode',
    access: 'operator',
    operationId: 'operatorPutRole',
    summary: 'Make or replace a role of a service',
    described: { refusals: TOO_LARGE },
    uuidParams: ['serviceId'],
    body: z
      .strictObject({
        name: named(255).describe(roleWords.name),
        numericId: z
          .string()
          .regex(NUMERIC_ID, { error: `should be 1 to ${NUMERIC_ID_DIGITS} digits, as text` })
          .optional()
          .describe(`${roleWords.numericId} The next free number unless given.`),
        status: z.enum(['Active', 'Inactive']).default('Active').describe(roleWords.status),
      })
      .meta({ id: 'RoleBody', description: 'A role as it is put; its code is in the path.' }),
    resolve: ({ params }) => knownService(services, params.serviceId),
    responses: { 200: managedRole, 201: managedRole },
    async handle({ params: { serviceId: id, roleCode: code }, body, actor, correlationId }) {
      const checked = roleCode.safeParse(code);
      if (!checked.success)
        throw invalidRequest(checked.error.issues.map(({ message }) => `code: ${message}`));
      const origin = { actor, correlationId };
      const { service, before, headers } = await changeKnownService(dependencies, id, origin, (current) =>
        putRole(current, { code, ...body }, newId(), now()),
      );
      const role = roleOf(service, code);
      if (role === undefined) throw noSuchRole();
      const made = before !== undefined && roleOf(before, code) === undefined;
      return made ? { status: 201, body: role, headers } : { status: 200, body: role, headers };
    },
  });
}
