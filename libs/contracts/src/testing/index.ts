/** States of entities with the members that a test names. */
export { membership, organisation, service, user } from './entity-states.ts';
/** Generated states, for properties that hold of every member. */
export { holdsPersonal, type JsonSchema, jsonSchemaOf, PERSONAL_TEXT, valuesOf } from './generated-states.ts';
export { callbackIn, emailIn } from './listed-messages.ts';
