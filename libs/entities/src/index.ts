export {
  changeEntity,
  type DecideEntity,
  type EntityChange,
  type EntityDecision,
  type EntityKind,
  entityWrite,
} from './change-entity.ts';
export { type ChangedState, changeState } from './change-state.ts';
export type { EntityDocument } from './entity-document.ts';
export {
  type EventsOf,
  type Projected,
  type ProjectionChange,
  type ProjectionDocument,
  projectEntities,
  projectEntity,
  projectEntityFrom,
  projectionFields,
} from './project-entities.ts';
export { type LastKnown, type Remembered, type Restorable, restorable } from './restorable.ts';
export { noteAhead, type RestoreCount, type RestoreOptions, restoreEntities } from './restore-entities.ts';
