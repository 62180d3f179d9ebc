export { changeEntity, type EntityDecision, type EntityKind, entityWrite } from './change-entity.ts';
export { type Copied, type CopyDocument, copyEntities, copyEntity } from './copy-entities.ts';
export type { EntityDocument } from './entity-document.ts';
export { type LastTold, type Remembered, type Restorable, restorable } from './restorable.ts';
export { noteAhead, type RestoreCount, type RestoreOptions, restoreEntities } from './restore-entities.ts';
