/** States of entities with the members that a test names. */
export { membership, organisation, service, user } from './entity-states.ts';
