export { changeEntity, type EntityDecision, type EntityKind, entityWrite } from './change-entity.ts';
export type { EntityDocument } from './entity-document.ts';
export { type CopyDocument, copyEntity } from './read-model.ts';
