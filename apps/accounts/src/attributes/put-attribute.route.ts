import { changeEntity } from '@gatehouse/entities';
import { conflict, invalidRequest } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { ATTRIBUTE_NAME, presentDefinition, putDefinition } from './attribute-definition.ts';
import {
  attributeBody,
  attributeName,
  managedAttribute,
  refuseBuiltIn,
  shownAttribute,
} from './attribute-words.ts';
import { type AttributeDefinitionsCollection, attributeDefinitionKind } from './definitions.store.ts';
import type { Attributes } from './open-attributes.ts';
import { sweptUntil } from './sweep.ts';

export interface ManageAttributesDependencies {
  attributeDefinitions: AttributeDefinitionsCollection;
  attributes: Pick<Attributes, 'isHeld'>;
  /** Values are looked through soon. */
  wakeSweep: () => void;
  now: () => number;
}

/** PUT /manage/attributes/{name}: declares an attribute (201) or replaces its declaration (200). */
export function putAttributeRoute(dependencies: ManageAttributesDependencies): Route {
  const { attributeDefinitions, attributes, wakeSweep, now } = dependencies;
  const kind = attributeDefinitionKind(attributeDefinitions, now);
  return route({
    method: 'put',
    path: '/manage/attributes/:attributeName',
    access: 'operator',
    operationId: 'operatorPutAttribute',
    summary: 'Declare or replace an attribute',
    described: {
      text: 'Services read and set its values for people who are signed in (`/api/attributes`). Another type is refused while somebody holds a value.',
      params: { attributeName },
      refusals: { conflict: 'The attribute is built in, or somebody holds a value of another type.' },
    },
    body: attributeBody,
    responses: { 200: managedAttribute, 201: managedAttribute },
    resolve: ({ params }) => refuseBuiltIn(params.attributeName),
    async handle({ params: { attributeName: name }, body, actor, correlationId }) {
      if (!ATTRIBUTE_NAME.test(name)) {
        throw invalidRequest(['name: should be 1 to 64 of a to z, 0 to 9 and _, and not __proto__']);
      }
      const before = presentDefinition((await attributeDefinitions.get(name))?.state);
      if (before !== undefined && before.type !== body.type && (await attributes.isHeld(before))) {
        throw conflict(`Somebody holds a value: the type stays ${before.type}`);
      }
      const at = new Date(now()).toISOString();
      const { result } = await changeEntity(kind, name, { actor, correlationId }, (current, version) => {
        const state = putDefinition(current, { name, version, at }, body);
        const marks = { sweptUntil: sweptUntil(now()) };
        return { state, marks, result: { state, isNew: presentDefinition(current) === undefined } };
      });
      wakeSweep();
      const shown = shownAttribute(result.state);
      return result.isNew ? { status: 201, body: shown } : { status: 200, body: shown };
    },
  });
}
