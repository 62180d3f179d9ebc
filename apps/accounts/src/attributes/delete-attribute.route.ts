import { changeEntity } from '@gatehouse/entities';
import { type Route, route } from '@gatehouse/http';
import { removeDefinition } from './attribute-definition.ts';
import { attributeName, noSuchAttribute, refuseBuiltIn } from './attribute-words.ts';
import { attributeDefinitionKind } from './definitions.store.ts';
import type { ManageAttributesDependencies } from './put-attribute.route.ts';
import { sweptUntil } from './sweep.ts';

/** DELETE /manage/attributes/{name}: its values are seen by nobody from then on, and leave the store soon after. */
export function deleteAttributeRoute(dependencies: Omit<ManageAttributesDependencies, 'attributes'>): Route {
  const { attributeDefinitions, wakeSweep, now } = dependencies;
  const kind = attributeDefinitionKind(attributeDefinitions, now);
  return route({
    method: 'delete',
    path: '/manage/attributes/:attributeName',
    access: 'operator',
    operationId: 'operatorDeleteAttribute',
    summary: 'Delete an attribute with all its values',
    described: {
      text: 'Nobody sees a value from then on. Declared again it begins without any.',
      params: { attributeName },
      refusals: { conflict: 'The attribute is built in.' },
    },
    responses: { 204: 'It is deleted.' },
    resolve: ({ params }) => refuseBuiltIn(params.attributeName),
    async handle({ params: { attributeName: name }, actor, correlationId }) {
      const at = new Date(now()).toISOString();
      const { result } = await changeEntity(kind, name, { actor, correlationId }, (current) => {
        const state = removeDefinition(current, at);
        const marks = { sweptUntil: sweptUntil(now()) };
        return state === undefined ? { result: false } : { state, marks, result: true };
      });
      if (!result) throw noSuchAttribute();
      wakeSweep();
      return { status: 204 };
    },
  });
}
