export { changeEntity, type EntityDecision, type EntityKind, entityWrite } from './change-entity.ts';
export type { EntityDocument } from './entity-document.ts';
export { type Copied, type CopyDocument, copyEntity } from './read-model.ts';
export { type LastTold, type Remembered, type Restorable, restorable } from './restorable.ts';
export { noteAhead, type RestoreCount, type RestoreOptions, restoreEntities } from './restore-entities.ts';
